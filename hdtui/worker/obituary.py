"""Why a worker did not start, or ended: statuses, last lines and banners as typed errors."""

from __future__ import annotations

import shlex
import signal
from collections.abc import Sequence

from hdtui.errors import WorkerError
from hdtui.messages import Message, say
from hdtui.text.clean import clean

_NOT_FOUND = 127
"A shell's status for a command it does not find."
_ABSENT = ("command not found", "No module named 'hdtui'", "No module named hdtui")


def cannot_start(command: Sequence[str], error: Exception) -> WorkerError:
    """The system refused to start it."""
    reason = getattr(error, "strerror", None) or str(error)
    title = say(
        "The worker cannot be started ({reason}): {command}",
        reason=clean(reason),
        command=_quoted(shlex.join(command)),
    )
    return WorkerError("not_started", title, remedy=say("Is it installed, and on the PATH?"))


def stillborn(status: int | None, last_line: str, banner: bytes) -> WorkerError:
    """It ended before it spoke: by its own doing, or by a signal (then it is worth a retry)."""
    if status is not None and status < 0:
        return WorkerError("died", cause(status))
    said = _quoted(last_line or banner.decode("utf-8", "replace"))
    if status == _NOT_FOUND or any(sign in last_line for sign in _ABSENT):
        return WorkerError(
            "not_started",
            say("hdtui is not installed there, or not on the PATH: {text}", text=said),
            remedy=say("Install hdtui where the worker is to run."),
        )
    title = (
        say("{cause} It had said: {text}", cause=cause(status), text=said)
        if said
        else say("{cause} It had said nothing.", cause=cause(status))
    )
    return WorkerError("not_started", title, remedy=say("`hdtui doctor` looks for the reason."))


def silent(seconds: float, banner: bytes) -> WorkerError:
    """It runs, but no worker has answered."""
    if banner:
        return noise(banner)
    return WorkerError(
        "not_started", say("No worker has answered in {seconds} s.", seconds=round(seconds, 1))
    )


def noise(said: bytes) -> WorkerError:
    """Text where a worker should have answered."""
    text = _quoted(said.decode("utf-8", "replace"))
    return WorkerError(
        "protocol", say("The command printed text, but no worker answered: {text}", text=text)
    )


def cause(status: int | None) -> Message:
    """The end of a worker process that was in use (negative: the signal that ended it)."""
    if status is None:
        return say("The worker process closed its wire.")
    if status >= 0:
        return say("The worker process ended with status {status}.", status=status)
    try:
        name = signal.Signals(-status).name
    except ValueError:
        name = str(-status)
    return say("The worker process was ended by {signal}.", signal=name)


def _quoted(text: str) -> str:
    return clean(text.strip()[:160])
