"""The app's language: gettext catalogues read straight from `locale/<lang>.po`.

English is the source: its sentences are the message ids. Another language is one file; what a
catalogue lacks is shown in English (and found by tests/test_i18n.py).
"""

from __future__ import annotations

import gettext
import locale as system_locale
import os
from functools import cache
from io import BytesIO
from pathlib import Path

from hdtui.messages import Message
from hdtui.text.numbers import show_number

FOLDER = Path(__file__).parent / "locale"
SOURCE = "en"

_language = SOURCE


def languages() -> tuple[str, ...]:
    """English and every language that has a catalogue."""
    return (SOURCE, *sorted(path.stem for path in FOLDER.glob("*.po") if path.stem != SOURCE))


def use(language: str) -> None:
    """Speak this language from now on (one of `languages()`)."""
    global _language
    _language = language


def current() -> str:
    return _language


def from_environment() -> str:
    """LC_ALL, LC_MESSAGES, LANG in that order, where hdtui speaks it; else English."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            name = system_locale.normalize(value).split("_")[0].split(".")[0].lower()
            return name if name in languages() else SOURCE
    return SOURCE


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    path = FOLDER / f"{language}.po"
    if not path.exists():
        return gettext.NullTranslations()
    import polib  # only a language other than English pays for it

    return gettext.GNUTranslations(BytesIO(polib.pofile(str(path)).to_binary()))


def _(text: str, /, **args: object) -> str:
    """The text in the current language, its `{placeholders}` filled in."""
    said = _catalogue(_language).gettext(text)
    return said.format(**{key: _shown(value) for key, value in args.items()}) if args else said


def many(singular: str, plural: str, /, n: int, **args: object) -> str:
    """The form for n things; `{n}` is filled in."""
    said = _catalogue(_language).ngettext(singular, plural, n)
    return said.format(n=_shown(n), **{key: _shown(value) for key, value in args.items()})


def tell(message: Message) -> str:
    """A message in the current language, numbers as people write them."""
    return _(message.id, **message.args)


def _shown(value: object) -> str:
    if isinstance(value, Message):
        return tell(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return show_number(value)
    return str(value)
