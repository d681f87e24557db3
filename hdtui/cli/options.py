"""The options every command understands, and parsers that fail in one line."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import platformdirs

from hdtui.errors import UsageError
from hdtui.i18n import _
from hdtui.messages import say


@dataclass(frozen=True)
class Common:
    """What may stand before or after any command."""

    course: Path | None = None
    lang: str | None = None
    device: str = "auto"
    threads: int | None = None
    data_dir: Path | None = None
    debug: bool = False

    @property
    def data(self) -> Path:
        """Where progress is kept."""
        return self.data_dir or Path(platformdirs.user_data_dir("hdtui"))

    @property
    def logs(self) -> Path:
        """The folder where the worker and the unforeseen write."""
        return self.data_dir or Path(platformdirs.user_log_dir("hdtui"))

    @property
    def log(self) -> Path:
        """The worker's log."""
        return self.logs / "worker.log"


class Parser(argparse.ArgumentParser):
    """An argument parser whose complaints are UsageErrors: one line, status 2."""

    def error(self, message: str) -> NoReturn:
        remedy = say("See `{prog} --help`.", prog=self.prog)
        raise UsageError(say("{message}", message=message), remedy=remedy)


def command_parser(name: str, description: str, example: str) -> Parser:
    """A parser for one command; its example is run by a test."""
    return Parser(
        prog=f"hdtui {name}".strip(),
        description=description,
        epilog=_("example:") + f"\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
        parents=[common_options()],
    )


def common_options() -> argparse.ArgumentParser:
    options = Parser(prog="hdtui", add_help=False, allow_abbrev=False)
    group = options.add_argument_group(_("options of every command"))
    group.add_argument("--course", type=Path, metavar="DIR", help=_("another course"))
    group.add_argument("--lang", metavar="en|ja", help=_("language; else from the environment"))
    group.add_argument(
        "--device", default="auto", metavar="auto|cpu|cuda[:N]|mps", help=_("what computes")
    )
    group.add_argument("--threads", type=_threads, metavar="N", help=_("CPU threads of a run"))
    group.add_argument("--data-dir", type=Path, metavar="DIR", help=_("where progress is kept"))
    group.add_argument("--debug", action="store_true", help=_("show tracebacks"))
    return options


def wanted_language(argv: Sequence[str]) -> str | None:
    """What `--lang` says, wherever it stands; the other options are not looked at yet."""
    for option, value in zip(argv, [*argv[1:], ""], strict=True):
        if option == "--lang":
            return value
        if option.startswith("--lang="):
            return option.removeprefix("--lang=")
    return None


def take_common(argv: Sequence[str]) -> tuple[Common, list[str]]:
    """The common options, wherever they stand, and what is left."""
    found, rest = common_options().parse_known_args(list(argv))
    return Common(**vars(found)), rest


def _threads(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1024:
        raise argparse.ArgumentTypeError(_("a number of threads from 1 to 1024"))
    return int(text)
