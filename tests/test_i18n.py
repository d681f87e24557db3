"""Nothing the app says is missing from a catalogue, and no translation loses a placeholder."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import polib
import pytest

from hdtui import i18n
from hdtui.course.layout import CHIPS
from hdtui.lab.catalogue import describe_all
from hdtui.messages import Message, say
from hdtui.text.lines import cells
from tests import catalogue
from tests.said import SAID_BY_NAME, Source, Text, texts, unknown

TEXTS = texts()
FACTS = 26
"Cells beside a chart at 80 columns: what the label of a measure has there."
each_catalogue = pytest.mark.parametrize("path", catalogue.catalogues(), ids=lambda path: path.stem)


@pytest.fixture
def japanese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_language", "ja")


# ---------------------------------------------------------------- what is said


def said_in(code: str) -> list[str]:
    return [text.id for text in Source(code, "room.py").texts]


def test_the_search_finds_what_the_app_says() -> None:
    assert len(TEXTS) > 500


def test_a_text_said_by_a_variable_is_found() -> None:
    assert said_in('_("one" if few else "many of them")') == ["one", "many of them"]
    assert said_in('words = "later"\n_(words, n=1)') == ["later"]
    assert said_in('W = {"a": "first", "b": "second"}\n_(W[kind])') == ["first", "second"]
    assert said_in('W = ("first", "second")\n[_(word) for word in W]') == ["first", "second"]
    assert said_in('W = {"a": "first"}\n_(W.get(kind, "other"))') == ["first", "other"]
    assert said_in('T = {"a": say("first")}\ntell(T[kind])') == ["first"]
    assert said_in('i18n._("through the module")') == ["through the module"]
    assert said_in('Binding("r", "redo", description="again")') == ["again"]


def test_both_forms_of_a_counted_text_are_found_together() -> None:
    assert Source('many("{n} day", "{n} days", n)', "a.py").texts == [
        Text("{n} day", "{n} days", "a.py", 1)
    ]


@pytest.mark.parametrize("code", ["_(text)", '_(f"{n} left")', '_("a" + b)', "_(W[0])"])
def test_a_text_that_cannot_be_followed_is_reported(code: str) -> None:
    assert Source(f"def f():\n    {code}", "room.py").unknown == ["room.py f"]


def test_no_text_is_said_where_the_search_cannot_follow() -> None:
    assert unknown() == set(SAID_BY_NAME)


# ---------------------------------------------------------------- the catalogues


@each_catalogue
def test_no_text_is_missing_from_a_catalogue(path: Path) -> None:
    known = {entry.msgid for entry in catalogue.read(path) if entry.translated()}
    assert not {id: f"{text.file}:{text.line}" for id, text in TEXTS.items() if id not in known}


@each_catalogue
def test_no_catalogue_keeps_what_nobody_says_any_more(path: Path) -> None:
    assert not {entry.msgid for entry in catalogue.read(path)} - set(TEXTS)


@each_catalogue
def test_a_counted_text_has_every_form_of_its_language(path: Path) -> None:
    file = catalogue.read(path)
    forms = int(re.findall(r"nplurals=(\d)", file.metadata["Plural-Forms"])[0])
    for entry in file:
        counted = TEXTS[entry.msgid].plural if entry.msgid in TEXTS else ""
        assert entry.msgid_plural == counted, entry.msgid
        assert len(entry.msgstr_plural) == (forms if counted else 0), entry.msgid


@each_catalogue
def test_every_translation_keeps_its_placeholders(path: Path) -> None:
    for entry in catalogue.read(path):
        for said in translations(entry):
            assert placeholders(said) == placeholders(entry.msgid), entry.msgid


def translations(entry: polib.POEntry) -> Iterator[str]:
    yield from entry.msgstr_plural.values() if entry.msgid_plural else (entry.msgstr,)


def placeholders(text: str) -> set[str]:
    return {name for _literal, name, _spec, _as in Formatter().parse(text) if name is not None}


@each_catalogue
def test_every_translation_keeps_what_a_person_types(path: Path) -> None:
    """Commands, keys of a file and other code between backticks are the same in any language."""
    for entry in catalogue.read(path):
        for said in translations(entry):
            assert code_in(entry.msgid) <= code_in(said), entry.msgid


def code_in(text: str) -> set[str]:
    return set(re.findall(r"`[^`]+`", text)) | set(re.findall(r"(?<![\w-])--[a-z-]+", text))


@each_catalogue
def test_every_translation_ends_like_its_original(path: Path) -> None:
    """Where pieces are put together, blanks at the ends matter; so does a sentence's end."""
    for entry in catalogue.read(path):
        for said in translations(entry):
            blanks = len(entry.msgid) - len(entry.msgid.rstrip())
            assert len(said) - len(said.rstrip()) == blanks, entry.msgid
            if not entry.msgid.endswith("?"):
                assert said.endswith((".", "。")) == entry.msgid.endswith("."), entry.msgid


# ---------------------------------------------------------------- Japanese


def japanese_texts() -> list[tuple[str, str]]:
    entries = catalogue.read(i18n.FOLDER / "ja.po")
    return [(entry.msgid, said) for entry in entries for said in translations(entry)]


def test_japanese_is_written_with_narrow_digits_and_letters() -> None:
    for id, said in japanese_texts():
        wide = [c for c in said if unicodedata.normalize("NFKC", c).isalnum() and c != plain(c)]
        assert not wide, id


def plain(character: str) -> str:
    return unicodedata.normalize("NFKC", character)


def test_japanese_has_no_blank_between_two_of_its_own_characters() -> None:
    kana_or_kanji = r"[\u3001-\u30ff\u4e00-\u9fff\uff01-\uff60]"
    for id, said in japanese_texts():
        assert not re.search(f"{kana_or_kanji} {kana_or_kanji}", said), id


@pytest.mark.usefixtures("japanese")
def test_the_statuses_of_claims_have_the_words_of_the_course() -> None:
    said = {status: i18n.tell(chip) for status, chip in CHIPS.items()}
    assert said == {
        "theorem": "定理",
        "conditional": "条件付き",
        "empirical": "経験的",
        "hypothesis": "仮説",
        "metaphor": "比喩",
        "correction": "訂正",
    }


@pytest.mark.usefixtures("japanese")
def test_japanese_labels_of_measures_fit_beside_a_chart() -> None:
    for experiment in describe_all():
        for name, measure in experiment.measures.items():
            assert cells(i18n.tell(measure.label)) <= FACTS, f"{experiment.name} {name}"


# ---------------------------------------------------------------- keeping them in step


def entry(id: str, said: str) -> polib.POEntry:
    return polib.POEntry(msgid=id, msgstr=said)


def test_an_update_keeps_translations_adds_what_is_new_and_drops_what_is_stale() -> None:
    said = {"kept": Text("kept", "", "a.py", 1), "brand new": Text("brand new", "", "b.py", 2)}
    after = catalogue.updated([entry("stale", "古い"), entry("kept", "残す")], said)
    assert [(each.msgid, each.msgstr) for each in after] == [("kept", "残す"), ("brand new", "")]
    assert [each.occurrences for each in after] == [[("a.py", "")], [("b.py", "")]]


def test_a_reworded_text_takes_its_translation_along_for_somebody_to_look_at() -> None:
    reworded = Text("The worker is starting up.", "", "a.py", 1)
    old = [entry("The worker is starting.", "ワーカーを起動中。")]
    (after,) = catalogue.updated(old, {reworded.id: reworded})
    assert after.msgstr == "ワーカーを起動中。"
    assert after.fuzzy
    assert not after.translated()


# ---------------------------------------------------------------- speaking


@pytest.mark.usefixtures("japanese")
def test_a_text_without_a_translation_is_shown_in_english() -> None:
    assert i18n._("a text that no catalogue has") == "a text that no catalogue has"


@pytest.mark.usefixtures("japanese")
def test_a_text_with_a_translation_is_shown_in_it() -> None:
    assert i18n._("{n} min", n=15) == "15分"
    assert i18n.many("{n} finding", "{n} findings", 3) == "指摘3件"


def test_messages_format_their_numbers_for_people() -> None:
    assert i18n.tell(say("d = {d}, shift {x}", d=20_000, x=-0.25)) == "d = 20\u00a0000, shift −0.25"


def test_a_message_may_stand_inside_another() -> None:
    assert i18n.tell(Message("a {b}", {"b": say("c {d}", d=1)})) == "a c 1"


def test_the_environment_chooses_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LANG", "ja_JP.UTF-8")
    assert i18n.from_environment() == "ja"
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert i18n.from_environment() == "en"
