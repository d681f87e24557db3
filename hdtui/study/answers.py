"""What a learner answers, and how a number is read however people write it."""

from __future__ import annotations

import math
import re
import unicodedata

import msgspec

from hdtui.errors import AnswerError
from hdtui.messages import Message, say


class Choices(msgspec.Struct, frozen=True, tag="choices"):
    """Chosen choices (single or multiple), by their place in the lesson file, from 0."""

    indices: tuple[int, ...]


class Number(msgspec.Struct, frozen=True, tag="number"):
    """A number as it was typed; `read_number` reads it."""

    text: str


class Order(msgspec.Struct, frozen=True, tag="order"):
    """Items in the order given, each by its place in the lesson file, from 0."""

    indices: tuple[int, ...]


class Curve(msgspec.Struct, frozen=True, tag="curve"):
    """The heights of the points that were moved, left to right, in the units of the y axis."""

    values: tuple[float, ...]


class Free(msgspec.Struct, frozen=True, tag="free"):
    """Words of the learner's own. Kept, never graded."""

    text: str


Answer = Choices | Number | Order | Curve | Free

# ---------------------------------------------------------------- numbers

LONGEST = 80
"Characters of an answer that can still be a number."

SUPERSCRIPTS = str.maketrans("⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "+-0123456789")
SPELLINGS = str.maketrans(
    {
        # Every dash that a keyboard, an input method or a paste leaves for a minus sign.
        **dict.fromkeys("−‐‑‒–—―", "-"),
        **dict.fromkeys("×✕⋅∙·", "*"),
        **dict.fromkeys("⁄∕÷", "/"),
        **dict.fromkeys("‘’", "'"),
        **dict.fromkeys("º˚", "°"),
        "、": ",",
        "。": ".",
    }
)

PLAIN = re.compile(r"[0-9]+(?:\.[0-9]*)?|\.[0-9]+")
GROUPED = re.compile(
    r"(?P<first>[1-9][0-9]{0,2})(?P<mark>[,. '_])(?P<rest>[0-9]{3}(?:(?P=mark)[0-9]{3})*)"
    r"(?:(?!(?P=mark))[.,](?P<part>[0-9]*))?"
)
SPACED_PART = re.compile(r"(?P<whole>[0-9]*)[.,](?P<part>[0-9]{3}(?: [0-9]{3})* [0-9]{1,3})")
COMMA = re.compile(r"(?P<whole>[0-9]*),(?P<part>[0-9]+)")
DIGITS = r"(?:[.,]?[0-9](?:[0-9.,'_ ]*[0-9])?\.?)"
WHOLE = re.compile(
    r"(?:[≈~]|約)? ?(?P<minus>[+-]?) ?"
    rf"(?P<top>{DIGITS})"
    rf"(?: ?/ ?(?P<bottom>{DIGITS}))?"
    r"(?:[eE](?P<e>[+-]?[0-9]+)| ?[*xX] ?10 ?(?:\^|\*\*) ?(?P<ten>[+-]?[0-9]+)"
    r"| ?(?:\^|\*\*) ?(?P<power>[+-]?[0-9]+))?"
    r" ?(?P<unit>[^0-9]*)"
)

MULTIPLIERS = {"k": 1e3, "K": 1e3, "M": 1e6, "千": 1e3, "万": 1e4, "億": 1e8}
UNITS = {
    "deg": "° deg deg. degs degree degrees 度",
    "rad": "rad rad. radian radians ラジアン",
    "%": "% percent pct パーセント",
    "bits": "bit bits ビット",
    "count": "本 個 点 組 回 件 人 次元 vectors points dimensions",
    "times": "x * times 倍",
}
"The spellings of the units a learner may write, by the unit they mean."
CANONICAL = {word: unit for unit, words in UNITS.items() for word in words.split()}
FACTORS = {
    ("%", "share"): 0.01,
    ("%", ""): 0.01,
    ("rad", "deg"): 180 / math.pi,
    ("deg", "rad"): math.pi / 180,
}
"(written, asked) -> what to multiply by, where the two differ but the meaning is clear."


def read_number(text: str, unit: str = "") -> float:
    """The finite number a learner typed, in the unit that was asked.

    Reads full-width digits, every minus sign, `5,7` and `20,000` and `1.234.567,8`, `20 000`,
    `8.7 %`, `1e-3`, `2×10⁻³`, `1/3`, `2万`; a comma before exactly three digits groups. A percent
    is a hundredth unless percent was asked; units that fit are accepted and ignored.
    Raises AnswerError for anything else.

    >>> read_number("２０，０００"), read_number("−5,7°", "deg"), read_number("8.7%", "share")
    (20000.0, -5.7, 0.087)
    """
    match = WHOLE.fullmatch(_spelled_plainly(text)) if len(text) <= LONGEST else None
    top = _decimal(match["top"]) if match else None
    bottom = _decimal(match["bottom"]) if match and match["bottom"] else 1.0
    if match is None or top is None or bottom is None:
        raise _unreadable(text)
    asked = CANONICAL.get(unit.casefold(), "" if unit == "1" else unit)
    factor = _factor(match["unit"].strip(), asked)
    try:
        size = (top ** int(match["power"]) if match["power"] else top) / bottom
        value = size * 10.0 ** int(match["e"] or match["ten"] or 0) * factor
    except (OverflowError, ZeroDivisionError):
        raise _unreadable(text) from None
    if not math.isfinite(value):
        raise _unreadable(text)
    return -value if match["minus"] == "-" else value


def _spelled_plainly(text: str) -> str:
    """The text in ASCII as far as it goes: powers as ^, one spelling a sign, single spaces."""
    text = re.sub("[⁺⁻⁰¹²³⁴-⁹]+", lambda found: "^" + found[0].translate(SUPERSCRIPTS), text)
    # NFKC would make 2½ into 21/2; a space keeps it unreadable instead of wrong.
    text = re.sub("(?<=[0-9])(?=[¼-¾⅐-⅞])", " ; ", text)
    text = unicodedata.normalize("NFKC", text).translate(SPELLINGS)
    # A Japanese input method types the long vowel mark for a minus sign.
    text = re.sub("ー(?= ?[0-9.,])", "-", text)
    return " ".join(text.split())


def _decimal(digits: str) -> float | None:
    """Digits with one decimal mark at most, perhaps grouped by three; None for anything else."""
    if PLAIN.fullmatch(digits):
        return float(digits)
    if match := GROUPED.fullmatch(digits):
        whole = match["first"] + match["rest"].replace(match["mark"], "")
        return float(f"{whole}.{match['part'] or 0}")
    if match := COMMA.fullmatch(digits) or SPACED_PART.fullmatch(digits):
        return float(f"{match['whole'] or 0}.{match['part'].replace(' ', '')}")
    return None


def _factor(written: str, asked: str) -> float:
    """What the multiplier and unit behind a number do to it, for the unit that was asked."""
    given = CANONICAL.get(written.casefold(), written)
    if given in ("", asked):
        return 1.0
    if (factor := FACTORS.get((given, asked))) is not None:
        return factor
    if given in UNITS:
        if asked == "":
            return 1.0
        raise AnswerError(
            say("“{unit}” does not fit this question", unit=_printable(written)),
            remedy=_wanted(asked),
        )
    if size := MULTIPLIERS.get(written[:1]):
        return size * _factor(written[1:].strip(), asked)
    raise _unreadable(written)


def _wanted(asked: str) -> Message:
    sentences = {
        "deg": say("Give the answer in degrees."),
        "rad": say("Give the answer in radians."),
        "%": say("Give the answer in percent."),
        "share": say("Give a share from 0 to 1, or a percentage."),
        "bits": say("Give the answer in bits."),
        "count": say("Give a number of things."),
    }
    return sentences.get(asked, say("Give the number alone."))


def _printable(text: str) -> str:
    """What was typed, as an error may quote it: one short line without control characters."""
    return "".join(char for char in text if char.isprintable())[:24]


def _unreadable(text: str) -> AnswerError:
    return AnswerError(
        say("“{text}” is no number that can be read", text=_printable(text)),
        remedy=say("Write it like 3.6, 20 000, 8.7 % or 1e-3."),
    )
