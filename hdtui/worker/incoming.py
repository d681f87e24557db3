"""What arrives from a worker, as the app may use it: read, and cleaned of what gives orders.

A worker may be another machine, and an experiment may be anybody's: no escape sequence of theirs
reaches the terminal, and no message of theirs can break the saying of it.
"""

from __future__ import annotations

from string import Formatter
from typing import Any, TypeVar, cast

import msgspec

from hdtui.messages import Message
from hdtui.text.clean import clean
from hdtui.worker.lines import decode_reply
from hdtui.worker.wire import Reply

T = TypeVar("T")


def receive(line: bytes) -> Reply:
    """A line as a reply, cleaned. Raises WorkerError `protocol`."""
    return cleaned(decode_reply(line))


def cleaned(value: T) -> T:
    """The same plain data with every text cleaned and every message sayable."""
    return cast(T, _cleaned(value))


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, msgspec.Struct):
        fields = {name: getattr(value, name) for name in value.__struct_fields__}
        changed = {name: new for name, old in fields.items() if (new := _cleaned(old)) is not old}
        clear = msgspec.structs.replace(value, **changed) if changed else value
        return _sayable(clear) if isinstance(clear, Message) else clear
    if isinstance(value, (tuple, list)):
        if all(each is None or type(each) in (float, int) for each in value):
            return value  # a series of numbers: most of what there is
        parts = [_cleaned(each) for each in value]
        same = all(new is old for new, old in zip(parts, value, strict=True))
        return value if same else type(value)(parts)
    if isinstance(value, dict):
        pairs = {_cleaned(key): _cleaned(each) for key, each in value.items()}
        same = all(key in pairs and pairs[key] is each for key, each in value.items())
        return value if same else pairs
    return value


def _sayable(message: Message) -> Message:
    """The message, or its bare text where its placeholders are not plain names it has arguments
    for (a width of a billion, an attribute of an argument, a lone brace)."""
    try:
        fields = [field for field in Formatter().parse(message.id) if field[1] is not None]
    except ValueError:
        fields = [("", "", "", None)]
    if all(name in message.args and not spec and not how for _, name, spec, how in fields):
        return message
    return Message("{text}", {"text": message.id})
