"""`hdtui check`: the linter of a course."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path

import msgspec

from hdtui.cli.far import with_worker
from hdtui.cli.options import Common, command_parser
from hdtui.cli.show import write_text
from hdtui.course import check as linter
from hdtui.course.problems import Problem
from hdtui.course.reader import find_course
from hdtui.description import Description, SettingValue
from hdtui.errors import WorkerError
from hdtui.i18n import _, many
from hdtui.worker.client import WorkerClient


def main(argv: list[str], common: Common) -> int:
    parser = command_parser(
        "check", _("Look for mistakes in a course."), "hdtui check --format text"
    )
    parser.add_argument("dir", nargs="?", type=Path, metavar="DIR", help=_("the course"))
    parser.add_argument(
        "--accept", metavar="LESSON/SCREEN", help=_("the translation is up to date with its source")
    )
    parser.add_argument("--format", choices=("text", "json"), default="text")
    args = parser.parse_args(argv)
    root = find_course(args.dir or common.course)
    if args.accept:
        for path in linter.accept(root, args.accept):
            write_text(_("accepted in {path}", path=str(path)))
        return 0
    problems = _check(root, common)
    if args.format == "json":
        write_text(msgspec.json.format(msgspec.json.encode(linter.as_json(problems))).decode())
    else:
        if problems:
            write_text(linter.report(problems))
        write_text(many("{n} finding", "{n} findings", len(problems)))
    return 1 if problems else 0


def _check(root: Path, common: Common) -> list[Problem]:
    """The linter in a thread of its own, so that the worker can answer what it asks."""

    async def linted(client: WorkerClient, catalogue: dict[str, Description]) -> list[Problem]:
        loop = asyncio.get_running_loop()

        def theory_of(
            name: str, settings: Mapping[str, SettingValue]
        ) -> Mapping[str, float] | None:
            asked = client.measure(name, dict(settings), 0)
            try:
                finished = asyncio.run_coroutine_threadsafe(asked, loop).result()
            except WorkerError:
                return None
            theory = finished.outcome.theory.items()
            return {key: float(value) for key, value in theory if isinstance(value, int | float)}

        return await asyncio.to_thread(linter.check, root, catalogue, theory_of=theory_of)

    return with_worker(common, linted)
