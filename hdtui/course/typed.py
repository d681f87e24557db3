"""From a mapping with places to a typed struct, every mistake at its own line.

`msgspec.convert` stops at the first mistake, so each key is converted by itself.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, TypeVar, get_args, get_origin

import msgspec

from hdtui.course.problems import Findings
from hdtui.course.yaml_marks import Loaded, looks_like_number
from hdtui.messages import Message, say

S = TypeVar("S", bound=msgspec.Struct)

_PATH = re.compile(r" - at `\$([^`]*)`$")


def meant(expected: Message, **limits: Any) -> msgspec.Meta:
    """The annotation of a key: what is expected there, said to authors and to editors alike."""
    return msgspec.Meta(description=str(expected), extra={"expected": expected}, **limits)


def convert(
    kind: type[S],
    loaded: Loaded,
    findings: Findings,
    code: str,
    codes: Mapping[str, str] | None = None,
) -> S | None:
    """The struct this mapping means; None where a key is unknown, missing or of the wrong kind.

    Mistakes go to `findings` under `code`, or under the code that `codes` gives their key.
    """
    codes = codes or {}
    fields = {field.name: field for field in msgspec.structs.fields(kind)}
    sound = _all_known(loaded, fields, findings, code)
    values: dict[str, Any] = {}
    for name, field in fields.items():
        its_code = codes.get(name, code)
        if name not in loaded.value:
            if field.required:
                findings.add(its_code, loaded.start, say("`{key}` is missing", key=name))
                sound = False
            continue
        try:
            values[name] = msgspec.convert(loaded.value[name], field.type)
        except msgspec.ValidationError as error:
            sound = False
            if not any(_under(path, name) for path in loaded.refused):
                _complain(name, field.type, str(error), loaded, findings, its_code)
    return kind(**values) if sound else None


def refuse_quoted_numbers(loaded: Loaded, keys: Iterable[str], findings: Findings) -> bool:
    """HL018 for `"100"` where a setting's value stands; True where there was none.

    The value of a setting may be text, so that no type would find this mistake.
    """
    sound = True
    for path in sorted(loaded.quoted):
        value = _at(loaded.value, path)
        if not any(_under(path, key) for key in keys) or not isinstance(value, str):
            continue
        if looks_like_number(value):
            text = say("`{text}` is in quotes, so it is text: a number stands bare", text=value)
            findings.add("HL018", loaded.place(path), text)
            sound = False
    return sound


def _under(path: str, key: str) -> bool:
    return path == key or path.startswith(f"{key}.")


def _at(value: object, path: str) -> object:
    for part in path.split("."):
        if isinstance(value, dict):
            value = value.get(part)
        elif isinstance(value, list) and part.isdecimal() and int(part) < len(value):
            value = value[int(part)]
        else:
            return None
    return value


def _all_known(loaded: Loaded, fields: Iterable[str], findings: Findings, code: str) -> bool:
    known = list(fields)
    unknown = [key for key in loaded.value if key not in known]
    for key in unknown:
        near = difflib.get_close_matches(key, known, n=1)
        if near:
            text = say("there is no key `{key}`; `{near}` is meant?", key=key, near=near[0])
        else:
            text = say(
                "there is no key `{key}`; there are {known}", key=key, known=", ".join(known)
            )
        findings.add(code, loaded.place(key), text)
    return not unknown


def _complain(
    name: str, type_: object, error: str, loaded: Loaded, findings: Findings, code: str
) -> None:
    found = _PATH.search(error)
    inner = found[1].replace("[", ".").replace("]", "") if found else ""
    path = name + inner
    if "..." in inner:
        # msgspec does not name the key of a mapping; each entry converted by itself does.
        path = _failing_entry(name, type_, loaded.value[name]) or name
    expected = _expected(type_)
    if expected is None:
        text = say("`{key}` is of the wrong kind", key=path)
    else:
        text = say("`{key}`: {expected} is expected", key=path, expected=expected)
    findings.add(code, loaded.place(path), text)


def _failing_entry(name: str, type_: object, value: object) -> str | None:
    for key, entry in value.items() if isinstance(value, dict) else ():
        try:
            msgspec.convert({key: entry}, type_)
        except msgspec.ValidationError:
            return f"{name}.{key}"
    return None


def _expected(type_: object) -> Message | None:
    """The words of `meant`, found in an annotation or in a part of a union."""
    if get_origin(type_) is Annotated:
        for meta in get_args(type_)[1:]:
            if isinstance(meta, msgspec.Meta) and meta.extra:
                expected = meta.extra.get("expected")
                return expected if isinstance(expected, Message) else None
    return next((words for part in get_args(type_) if (words := _expected(part))), None)
