"""A sentence as data: its English text is its id, what varies is an argument.

Experiments, the worker and every error speak in messages, so that they cross the wire as plain
data and are said in the learner's language only where they are shown (`hdtui.i18n`).
"""

from __future__ import annotations

import msgspec


class Message(msgspec.Struct, frozen=True):
    """One sentence or label, not yet said in any language."""

    id: str
    "The English text, with `{name}` where an argument goes; gettext's msgid."
    args: dict[str, str | int | float | Message] = {}
    "What the placeholders stand for. Numbers stay numbers: the language formats them."

    def __str__(self) -> str:
        """The English wording: for logs and tests, never for a screen."""
        return self.id.format(**{key: str(value) for key, value in self.args.items()})


def say(id: str, /, **args: str | int | float | Message) -> Message:
    """A message by its English text. Catalogues are checked against the literal first argument."""
    return Message(id, args)
