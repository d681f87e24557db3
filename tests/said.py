"""Every text that the app says, found in its source without running it.

A text is an argument of `_`, `say` or `many`, or the description of a key binding. Where it is
said by a variable, the variable is followed to its literals within the file: what it is assigned,
a table it is looked up in or loops over, both sides of a condition. What cannot be followed has
to be named in SAID_BY_NAME, so that no text escapes the catalogues unseen.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from textual.app import App
from textual.binding import Binding
from textual.containers import ScrollableContainer
from textual.screen import Screen
from textual.widgets import Input

import hdtui

SOURCE = Path(hdtui.__file__).parent
SAID = {"_": (0,), "say": (0,), "many": (0, 1), "Message": (0,), "Binding": (2,)}
"Function -> which of its arguments are texts; those of `many` are one text in two forms."
MODULES = ("i18n", "messages")
"Where these functions may be called through their module, as in `i18n._(...)`."

SAID_BY_NAME = {
    "i18n.py tell": "messages: each is found where it is made",
    "messages.py say": "the same",
    "ui/widgets/keys.py KeyRow.lines": "descriptions of bindings: found there, or in TOOLKIT",
    "ui/screens/keys.py KeysScreen._lines": "the same",
    "lab/catalogue.py _setting": "the name of someone else's setting that has no label",
}
"Where a text is said that this file cannot follow -> why no catalogue lacks it all the same."
TOOLKIT = (App, Screen, ScrollableContainer, Input)
"Classes of Textual whose keys work in the app too, so that the list of keys describes them."


class Text(NamedTuple):
    """One text and the first place that says it."""

    id: str
    plural: str
    "The form for several things; empty where there is only one form."
    file: str
    "Relative to the package."
    line: int


class Source:
    """One file: its texts, and the calls whose text cannot be followed."""

    def __init__(self, code: str, file: str) -> None:
        self.texts: list[Text] = []
        self.unknown: list[str] = []
        "`file function` of each call that cannot be followed."
        self._file = file
        self._values = dict[str, list[ast.expr]]()
        tree = ast.parse(code)
        for node in ast.walk(tree):
            self._learn(node)
        for call, around in _calls(tree, ()):
            self._hear(call, ".".join(around))

    def _hear(self, call: ast.Call, around: str) -> None:
        """The texts of one call; those of `many` are pairs."""
        forms = [list(self._literals(form, frozenset())) for form in _forms(call)]
        if any(None in form for form in forms):
            self.unknown.append(f"{self._file} {around}")
            return
        plurals = forms[1] if len(forms) == 2 else [""] * len(forms[0] if forms else ())
        for text, plural in zip(forms[0] if forms else (), plurals, strict=True):
            self.texts.append(Text(str(text), str(plural), self._file, call.lineno))

    def _learn(self, node: ast.AST) -> None:
        """What a name stands for: what it is assigned, or each thing of what it loops over."""
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                self._values.setdefault(name, []).append(value)
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                self._values.setdefault(name, []).append(value)
            case (
                ast.For(target=ast.Name(id=name), iter=value)
                | ast.comprehension(target=ast.Name(id=name), iter=value)
            ):
                self._values.setdefault(name, []).append(value)

    def _literals(self, node: ast.expr, seen: frozenset[str]) -> Iterator[str | None]:
        """The texts an expression may be; None among them where it may be something unknown."""
        match node:
            case ast.Constant(value=str(text)):
                yield text
            case ast.IfExp(body=one, orelse=other):
                yield from self._literals(one, seen)
                yield from self._literals(other, seen)
            case ast.Dict(values=parts) | ast.Tuple(elts=parts) | ast.List(elts=parts):
                for part in parts:
                    yield from self._literals(part, seen)
            case ast.Subscript(value=table):
                yield from self._literals(table, seen)
            case ast.Call(func=ast.Attribute(value=table, attr="get" | "values"), args=args):
                for part in (table, *args[1:]):
                    yield from self._literals(part, seen)
            case ast.Name(id=name) if name in self._values and name not in seen:
                for value in self._values[name]:
                    yield from self._literals(value, seen | {name})
            case _:
                yield None


def _calls(node: ast.AST, around: tuple[str, ...]) -> Iterator[tuple[ast.Call, tuple[str, ...]]]:
    """Every call with the names of the classes and functions it stands in."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            yield child, around
        if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _calls(child, (*around, child.name))
        else:
            yield from _calls(child, around)


def _forms(call: ast.Call) -> list[ast.expr]:
    """The arguments of a call that are texts; none where it says nothing."""
    match call.func:
        case ast.Name(id=name):
            pass
        case ast.Attribute(value=ast.Name(id=module), attr=name) if module in MODULES:
            pass
        case _:
            return []
    given = [call.args[at] for at in SAID.get(name, ()) if at < len(call.args)]
    named = [word.value for word in call.keywords if word.arg == "description"]
    return given + (named if name == "Binding" else [])


def sources() -> list[Source]:
    """Every file of the package."""
    return [
        Source(path.read_text(encoding="utf-8"), path.relative_to(SOURCE).as_posix())
        for path in sorted(SOURCE.rglob("*.py"))
    ]


def toolkit() -> Iterator[Text]:
    """What Textual says of its own keys. The palette's is made when the app starts."""
    yield Text("palette", "", "textual App", 0)
    for kind in TOOLKIT:
        for binding in Binding.make_bindings(kind.BINDINGS):
            yield Text(binding.description, "", f"textual {kind.__name__}", 0)


def texts() -> dict[str, Text]:
    """Every text by its English wording, in the order of the files; empty ones are not said."""
    found: dict[str, Text] = {}
    for text in (*(text for source in sources() for text in source.texts), *toolkit()):
        if text.id and (text.id not in found or (text.plural and not found[text.id].plural)):
            found[text.id] = text
    return found


def unknown() -> set[str]:
    """`file function` wherever a text is said that cannot be followed."""
    return {place for source in sources() for place in source.unknown}
