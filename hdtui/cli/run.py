"""`hdtui run NAME`: one run, headless; progress on stderr, chart or data on stdout."""

from __future__ import annotations

import argparse
import csv
import io

import msgspec

from hdtui.charts.draw import draw
from hdtui.charts.words import describe
from hdtui.cli.far import find, show_progress, with_worker
from hdtui.cli.options import Common, command_parser
from hdtui.cli.show import columns, styled, write, write_text
from hdtui.description import Description, Outcome, SettingValue
from hdtui.errors import UsageError
from hdtui.i18n import _, tell
from hdtui.messages import say
from hdtui.session.readout import cost_line, facts
from hdtui.session.settings_text import read_settings
from hdtui.text.lines import Line, Run, wrap
from hdtui.worker.client import WorkerClient
from hdtui.worker.wire import Finished

CHART_ROWS = 18


def main(argv: list[str], common: Common) -> int:
    args = _parse(argv)

    async def measured(
        client: WorkerClient, catalogue: dict[str, Description]
    ) -> tuple[Description, Finished]:
        description = find(catalogue, args.name)
        settings = {**_overlay(description, args.breaks), **read_settings(description, args.set)}
        finished = await client.measure(args.name, settings, args.seed, show_progress)
        return description, finished

    description, finished = with_worker(common, measured, args.name)
    match args.format:
        case "json":
            write_text(msgspec.json.format(msgspec.json.encode(as_json(finished.outcome))).decode())
        case "csv":
            write_text(_csv(finished.outcome))
        case _:
            write(_report(description, finished, columns()))
    return 0


def _parse(argv: list[str]) -> argparse.Namespace:
    parser = command_parser(
        "run",
        _("One run of an experiment, without the app."),
        "hdtui run sphere.latitude --set d=1000 --seed 1 --format json",
    )
    parser.add_argument("name", metavar="NAME", help=_("an experiment: see `hdtui experiments`"))
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE")
    parser.add_argument(
        "--breaks", nargs="?", type=int, const=1, metavar="N", help=_("the run where it stops")
    )
    parser.add_argument("--seed", type=int, default=0, metavar="N")
    parser.add_argument("--format", choices=("text", "json", "csv"), default="text")
    args = parser.parse_args(argv)
    if not 0 <= args.seed <= 2**53:
        raise UsageError(say("--seed goes from 0 to {high}", high=2**53))
    return args


def _overlay(description: Description, number: int | None) -> dict[str, SettingValue]:
    if number is None:
        return {}
    if not 1 <= number <= len(description.breaks):
        raise UsageError(
            say(
                "{name} has {n} runs where it stops",
                name=description.name,
                n=len(description.breaks),
            )
        )
    return dict(description.breaks[number - 1])


def as_json(outcome: Outcome) -> dict[str, object]:
    """The shape promised to scripts: an outcome with its table's headings said."""
    table = {
        "columns": [tell(column) for column in outcome.table.columns],
        "rows": outcome.table.rows,
    }
    return {**msgspec.structs.asdict(outcome), "table": table}


def _csv(outcome: Outcome) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(tell(column) for column in outcome.table.columns)
    writer.writerows(outcome.table.rows)
    return text.getvalue()


def _report(description: Description, finished: Finished, width: int) -> list[Line]:
    lines = [*wrap([Run(tell(description.claim), "strong")], width), ()]
    lines += draw(finished.chart, width, CHART_ROWS, colour=styled())
    lines.append(())
    for sentence in describe(finished.chart):
        lines += wrap([Run(sentence)], width)
    lines += [(), *facts(finished.outcome, description, None, min(width, 60)), ()]
    return [*lines, (Run(cost_line(finished.outcome), "muted"),)]
