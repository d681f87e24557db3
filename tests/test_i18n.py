"""Nothing the app says is missing from a catalogue, and no translation loses a placeholder."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest

from hdtui import i18n
from hdtui.messages import Message, say

SOURCE = Path(i18n.__file__).parent
CATALOGUES = sorted(i18n.FOLDER.glob("*.po"))
SAID = {"_": 1, "say": 1, "many": 2, "Binding": 3}
"Function -> how many of its first arguments are, or may be, texts that a person reads."


def texts() -> Iterator[tuple[str, str]]:
    """(text, where) of every literal that is said through the catalogues."""
    for path in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield from _said(node, f"{path.relative_to(SOURCE)}:{node.lineno}")


def _said(call: ast.Call, where: str) -> Iterator[tuple[str, str]]:
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    if name == "Binding" and len(call.args) > 2:
        arguments = [call.args[2]]
    else:
        arguments = call.args[: SAID.get(name, 0)] if name != "Binding" else []
    for argument in arguments:
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            yield argument.value, where


TEXTS = dict(texts())


def test_the_search_finds_what_the_app_says() -> None:
    assert len(TEXTS) > 100


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_no_text_is_missing_from_a_catalogue(path: Path) -> None:
    known = {entry.msgid for entry in polib.pofile(str(path)) if entry.translated()}
    missing = {text: where for text, where in TEXTS.items() if text and text not in known}
    assert not missing


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_every_translation_keeps_its_placeholders(path: Path) -> None:
    for entry in polib.pofile(str(path)):
        wanted = set(re.findall(r"{(\w+)}", entry.msgid))
        for said in [entry.msgstr, *entry.msgstr_plural.values()]:
            if said:
                assert set(re.findall(r"{(\w+)}", said)) <= wanted | {"n"}, entry.msgid
                if not entry.msgstr_plural:
                    assert set(re.findall(r"{(\w+)}", said)) == wanted, entry.msgid


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_no_catalogue_keeps_what_nobody_says_any_more(path: Path) -> None:
    from tests.said import DYNAMIC

    stale = {entry.msgid for entry in polib.pofile(str(path))} - set(TEXTS) - DYNAMIC
    assert not stale


def test_a_text_without_a_translation_is_shown_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_language", "ja")
    assert i18n._("a text that no catalogue has") == "a text that no catalogue has"


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
