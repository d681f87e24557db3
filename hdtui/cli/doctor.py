"""`hdtui doctor`: terminal, locale, device, worker, store; what works and what to do."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import msgspec

from hdtui import __version__, i18n
from hdtui.cli.far import with_bare_worker
from hdtui.cli.options import Common, command_parser
from hdtui.cli.show import columns, write, write_text
from hdtui.course.reader import find_course, open_course
from hdtui.description import Description
from hdtui.errors import HdtuiError, WorkerError
from hdtui.i18n import _, tell
from hdtui.messages import Message, say
from hdtui.session.catalogue import warmed
from hdtui.study.store import Store
from hdtui.text.lines import Line, Run, pad, wrap
from hdtui.worker import wire
from hdtui.worker.client import WorkerClient

GIB = 2**30
PATIENCE = 60.0
"Seconds for a compute process to be ready: torch from a slow network disk takes 30."
NAMES = {
    "hdtui": say("hdtui"),
    "terminal": say("terminal"),
    "locale": say("locale"),
    "course": say("course"),
    "store": say("store"),
    "worker": say("worker"),
    "device": say("device"),
}
"What was looked at, as it is said; scripts get the keys."
NAME_CELLS = 9


class Finding(msgspec.Struct, frozen=True):
    """One thing that was looked at."""

    what: str
    "One of NAMES."
    works: bool
    found: Message
    remedy: Message | None = None


def main(argv: list[str], common: Common) -> int:
    parser = command_parser(
        "doctor", _("What works here, what does not, what to do."), "hdtui doctor --format json"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text")
    args = parser.parse_args(argv)
    findings = list(_examine(common))
    if args.format == "json":
        shown = [_as_json(finding) for finding in findings]
        write_text(msgspec.json.format(msgspec.json.encode(shown)).decode())
    else:
        for finding in findings:
            write(_lines(finding, columns()))
    return 0 if all(finding.works for finding in findings) else 1


def _examine(common: Common) -> Iterator[Finding]:
    yield Finding(
        "hdtui", True, say("{version}, Python {python}", version=__version__, python=_python())
    )
    yield _terminal()
    yield _locale()
    for what, look in (("course", _course), ("store", _store), ("worker", _worker)):
        yield from _guarded(what, look, common)


def _guarded(what: str, look: Callable[[Common], list[Finding]], common: Common) -> list[Finding]:
    """What a look found, or its error as a finding."""
    try:
        return look(common)
    except HdtuiError as error:
        return [Finding(what, False, error.title, error.remedy)]


def _python() -> str:
    return ".".join(str(part) for part in sys.version_info[:3])


def _terminal() -> Finding:
    remedy = say("Without a terminal use `hdtui --linear`.")
    if not sys.stdout.isatty():
        return Finding("terminal", True, say("none: this output goes to a pipe or a file"), remedy)
    size = shutil.get_terminal_size()
    kind = os.environ.get("TERM", "dumb")
    if kind in ("dumb", ""):
        return Finding(
            "terminal", False, say("TERM={kind} cannot move its cursor", kind=kind), remedy
        )
    found = say("{kind}, {w}x{h}", kind=kind, w=size.columns, h=size.lines)
    if size.columns < 60 or size.lines < 18:
        return Finding("terminal", False, found, say("hdtui needs 60x18 or more."))
    return Finding("terminal", True, found)


def _locale() -> Finding:
    encoding = sys.stdout.encoding or "ascii"
    found = say("{encoding}; language {lang}", encoding=encoding, lang=i18n.current())
    works = encoding.lower().replace("-", "") == "utf8"
    return Finding(
        "locale", works, found, None if works else say("Set LANG=C.UTF-8 or PYTHONUTF8=1.")
    )


def _course(common: Common) -> list[Finding]:
    course = open_course(find_course(common.course))
    heads = course.heads[course.source]
    found = say("{n} lessons in {root}", n=len(heads), root=course.root)
    broken = [head for head in heads if head.problem is not None]
    remedy = say("`hdtui check` says what is wrong.") if broken else None
    return [Finding("course", not broken, found, remedy)]


def _store(common: Common) -> list[Finding]:
    store = Store.open(common.data, datetime.now(UTC))
    try:
        if store.notice is not None:
            return [Finding("store", False, store.notice)]
        found = say("{n} events in {folder}", n=len(store.events()), folder=str(common.data))
        return [Finding("store", True, found)]
    finally:
        store.close()


def _worker(common: Common) -> list[Finding]:
    async def looked_at(client: WorkerClient, catalogue: dict[str, Description]) -> list[Finding]:
        try:
            async with asyncio.timeout(PATIENCE):
                warm = await warmed(client)
        except WorkerError as error:
            devices = [Finding("device", False, error.title, error.remedy)]
        except TimeoutError:
            found = say("no compute process within {n} s", n=round(PATIENCE))
            remedy = say("What it said is in {path}.", path=str(common.log))
            devices = [Finding("device", False, found, remedy)]
        else:
            catalogue = {each.name: each for each in warm.extra} | catalogue
            devices = [_device(device, warm) for device in warm.devices]
        return [Finding("worker", True, say("{n} experiments", n=len(catalogue))), *devices]

    return with_bare_worker(common, looked_at)


def _device(device: wire.Device, warm: wire.Warm) -> Finding:
    used = "▸ " if device.name == warm.device.name else ""
    if device.memory and device.free is not None:
        gib = say(
            "{used}{label} ({name}), {free} of {memory} GiB free; torch {torch}",
            used=used,
            label=device.label,
            name=device.name,
            free=round(device.free / GIB, 1),
            memory=round(device.memory / GIB, 1),
            torch=warm.torch,
        )
        return Finding("device", True, gib)
    label = say(
        "{used}{label} ({name}); torch {torch}",
        used=used,
        label=device.label,
        name=device.name,
        torch=warm.torch,
    )
    return Finding("device", True, label)


def _as_json(finding: Finding) -> dict[str, object]:
    return {
        "what": finding.what,
        "works": finding.works,
        "found": tell(finding.found),
        "remedy": tell(finding.remedy) if finding.remedy is not None else None,
    }


def _lines(finding: Finding, width: int) -> list[Line]:
    mark = Run("✓ ", "right") if finding.works else Run("✗ ", "wrong")
    name = pad(tell(NAMES[finding.what]), NAME_CELLS)
    runs = [mark, Run(f"{name} "), Run(tell(finding.found))]
    if finding.remedy is not None:
        runs.append(Run(f"  {tell(finding.remedy)}", "strong"))
    return wrap(runs, width, rest=" " * (NAME_CELLS + 3))
