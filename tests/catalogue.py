"""Keep the catalogues in step with the source: `python -m tests.catalogue [--update]`.

Without --update it only counts what is missing. With it, new texts get an empty entry with the
file that says them, texts that nobody says any more are dropped, and where a text was merely
reworded the old translation is kept as `fuzzy`: not used until somebody has looked at it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path

import polib

from hdtui import i18n
from tests.said import Text, texts

REWORDED = 0.75
"How alike two wordings are (difflib's ratio) where one takes over the other's translation."
PLURALS = {"ja": "nplurals=1; plural=0;"}
"The forms of counted things by language, as gettext writes them; a new language adds its own."


def catalogues() -> list[Path]:
    return sorted(i18n.FOLDER.glob("*.po"))


def read(path: Path) -> polib.POFile:
    return polib.pofile(str(path), wrapwidth=0)


def updated(old: Iterable[polib.POEntry], said: Mapping[str, Text]) -> list[polib.POEntry]:
    """One entry a text, in the order of the source; what is translated stays translated."""
    known = {entry.msgid: entry for entry in old}
    left = {id: entry for id, entry in known.items() if id not in said and entry.translated()}
    return [_entry(text, known.get(text.id), left) for text in said.values()]


def _entry(
    text: Text, known: polib.POEntry | None, left: Mapping[str, polib.POEntry]
) -> polib.POEntry:
    entry = polib.POEntry(msgid=text.id, occurrences=[(text.file, "")])
    if known is None and (near := get_close_matches(text.id, left, n=1, cutoff=REWORDED)):
        known = left[near[0]]
        entry.flags.append("fuzzy")
        entry.previous_msgid = known.msgid
    if known is not None:
        entry.tcomment = known.tcomment
        entry.flags += known.flags
    forms = _forms(known)
    if text.plural:
        entry.msgid_plural = text.plural
        entry.msgstr_plural = dict(enumerate(forms or [""]))
    else:
        entry.msgstr = forms[0] if forms else ""
    return entry


def _forms(entry: polib.POEntry | None) -> list[str]:
    """Every form of a translation; none where there is no entry."""
    if entry is None:
        return []
    return [entry.msgstr_plural[at] for at in sorted(entry.msgstr_plural)] or [entry.msgstr]


def _update(path: Path) -> None:
    fresh = polib.POFile(wrapwidth=0)
    fresh.header = "What hdtui says; English is the source. Kept in step by tests/catalogue.py."
    fresh.metadata = {
        "Language": path.stem,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[path.stem],
    }
    fresh.extend(updated(read(path) if path.exists() else (), texts()))
    fresh.save(str(path))


def main(argv: list[str]) -> int:
    for path in catalogues():
        if "--update" in argv:
            _update(path)
        done = {entry.msgid for entry in read(path) if entry.translated()}
        missing = [text for text in texts().values() if text.id not in done]
        for text in missing:
            print(f"{text.file}:{text.line} {text.id}")
        print(f"{path.stem}: {len(done)} translated, {len(missing)} missing")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
