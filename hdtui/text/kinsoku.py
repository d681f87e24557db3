"""Where a line may end: the rules of Japanese typesetting (kinsoku), for Latin text too."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# JIS X 4051 and JLREQ 3.1.7: what may not begin a line. Closing brackets, stops, middle dots,
# small kana, the long vowel mark, iteration marks; the half-width forms of the same.
NO_START = frozenset(
    "、。，．・：；？！‼⁇⁈⁉）］｝〕〉》」』】〗〙〟’”»"
    "ーゝゞヽヾ々〻゛゜…‥〜～゠–"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ"
    "､｡･｣ｧｨｩｪｫｬｭｮｯｰﾞﾟ％℃‰′″"
)
# The same for half-width signs: they may begin a line only as the author's own word (`.venv`).
NO_START_ASCII = frozenset(",.:;?!)]}%°")
# What may not end a line: opening brackets.
NO_END = frozenset("（［｛〔〈《「『【〖〘〝‘“«｢([{")
FOLD_AFTER = frozenset("/-_.,=&?:")
"Where a word too long for any line is folded by preference: paths and addresses have these."


@lru_cache(maxsize=4096)
def is_cjk(character: str) -> bool:
    """Whether a line may break on both sides of this character: ideographs, kana, their
    punctuation, emoji. Hangul is not: Korean parts its words by spaces."""
    if "\uff61" <= character <= "\uff9f":
        return True
    if unicodedata.east_asian_width(character) not in "WF":
        return False
    return not ("\u1100" <= character <= "\u11ff" or "\uac00" <= character <= "\ud7a3")


def is_punctuation(character: str) -> bool:
    return unicodedata.category(character).startswith("P")


def forbidden(left: str, right: str) -> bool:
    """Whether a line that ends with `left` or begins with `right` breaks the rules."""
    return left[-1] in NO_END or right[0] in NO_START or right[0] in NO_START_ASCII


def glued(left: str, right: str, spaced: bool) -> bool:
    """Whether no line may end between these two neighbours."""
    before, after = left[-1], right[0]
    if spaced:
        closing = after in NO_START or NO_START_ASCII.issuperset(right)
        return before in NO_END or closing
    if forbidden(left, right) or not (is_cjk(before) or is_cjk(after)):
        return True
    return before.isdecimal() and after.isalpha()  # 3次元, 2024年
