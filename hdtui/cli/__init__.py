"""argv -> the app, or one headless command.

Exit status: 0 done; 1 it met a fault (one clear line on stderr); 2 a fault in the command line
itself; 130 interrupted; 129 and 143 hung up and terminated after saving; a closed pipe is quiet.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path

from hdtui import __version__, i18n
from hdtui.cli.options import Common, take_common, wanted_language
from hdtui.errors import CourseError, HdtuiError, UsageError
from hdtui.i18n import _, tell
from hdtui.messages import say
from hdtui.text.clean import clean

COMMANDS = ("experiments", "run", "read", "check", "reset", "doctor", "worker")
"Each is a module of this package with `main(argv, common) -> int`."


def main(argv: Sequence[str]) -> int:
    """Run one command line. Never lets a traceback reach a person, unless --debug asks."""
    _mend_streams()
    try:
        i18n.use(i18n.from_environment())
        return _dispatch(list(argv))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        _silence_stdout()
        return 0
    except Exception as error:
        if "--debug" in argv:
            traceback.print_exception(error)
        known = error if isinstance(error, HdtuiError) else _unexpected(error, argv)
        print_error(known)
        return known.status


def _mend_streams() -> None:
    """Closed streams read and write nothing; what an encoding cannot say is a question mark."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _dispatch(argv: list[str]) -> int:
    if argv[:1] == ["worker"]:  # the far end of the wire has options of its own
        return _command("worker", argv[1:], Common())
    _speak(wanted_language(argv))
    common, rest = take_common(argv)
    if "--version" in rest and rest[0] not in COMMANDS:
        sys.stdout.write(f"hdtui {__version__}\n")
        return 0
    if rest and rest[0] in COMMANDS:
        return _command(rest[0], rest[1:], common)
    return _command("app", rest, common)


def _speak(lang: str | None) -> None:
    """Before anything else is read, so that complaints are in the language too."""
    if lang is None:
        return
    if lang not in i18n.languages():
        known = ", ".join(i18n.languages())
        raise UsageError(
            say("hdtui does not speak “{lang}”", lang=lang),
            remedy=say("It speaks {known}.", known=known),
        )
    i18n.use(lang)


def _command(name: str, argv: list[str], common: Common) -> int:
    """Commands are imported when they are called: none pays for another."""
    status: int = import_module(f"hdtui.cli.{name}").main(argv, common)
    return status


def print_error(error: HdtuiError) -> None:
    """`hdtui: what happened: where; what to do`, on one line of stderr."""
    parts = [tell(error.title)]
    if isinstance(error, CourseError):
        parts.insert(0, str(error.place))
    if error.detail is not None:
        parts.append(tell(error.detail))
    line = ": ".join(part.rstrip(".。") for part in parts)
    if error.remedy is not None:
        line = _("{what}. {remedy}", what=line, remedy=tell(error.remedy))
    sys.stderr.write(clean(f"hdtui: {line}") + "\n")


def _unexpected(error: Exception, argv: Sequence[str]) -> HdtuiError:
    """What nobody foresaw: said in one line, kept whole in the log if that can be written."""
    from hdtui.cli.log import log_exception

    common = Common()
    with suppress(UsageError):
        common, _rest = take_common(argv)
    path = log_exception(error, common.logs)
    what = " ".join(f"{type(error).__name__}: {error}".split())
    return HdtuiError(
        say("something unforeseen went wrong ({what})", what=what),
        remedy=say("The log has the details: {path}", path=str(path)) if path else None,
    )


def _silence_stdout() -> None:
    """The reader of the pipe has gone: keep Python's own flush at exit from complaining."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
