"""`hdtui experiments`: names, claims, settings with bounds, measures."""

from __future__ import annotations

from typing import Any

import msgspec

from hdtui.cli.far import with_worker
from hdtui.cli.options import Common, command_parser
from hdtui.cli.show import columns, write, write_text
from hdtui.description import Description
from hdtui.i18n import _, tell
from hdtui.text.lines import Line, Run, wrap
from hdtui.text.numbers import show_number
from hdtui.worker.client import WorkerClient


def main(argv: list[str], common: Common) -> int:
    parser = command_parser(
        "experiments", _("What can be measured."), "hdtui experiments --format json"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text")
    args = parser.parse_args(argv)

    async def listed(client: WorkerClient, catalogue: dict[str, Description]) -> list[Description]:
        return list(catalogue.values())

    found = with_worker(common, listed)
    if args.format == "json":
        write_text(
            msgspec.json.format(msgspec.json.encode([as_json(each) for each in found])).decode()
        )
    else:
        for description in found:
            write(_lines(description, columns()))
    return 0


def as_json(description: Description) -> dict[str, Any]:
    """The shape promised to scripts."""
    return {
        "name": description.name,
        "claim": tell(description.claim),
        "settings": {
            key: {
                "type": setting.type,
                "default": setting.default,
                "low": setting.low,
                "high": setting.high,
                "choices": list(setting.choices),
                "scale": setting.scale,
                "unit": setting.unit,
            }
            for key, setting in description.settings.items()
        },
        "measures": {
            key: {"unit": measure.unit, "by": measure.by}
            for key, measure in description.measures.items()
        },
        "breaks": list(description.breaks),
    }


def _lines(description: Description, width: int) -> list[Line]:
    lines: list[Line] = [(Run(description.name, "strong"),)]
    lines += wrap([Run(tell(description.claim))], width, first="  ", rest="  ")
    if description.problem is not None:
        return [*lines, *wrap([Run(tell(description.problem), "error")], width), ()]
    for key, setting in description.settings.items():
        bounds = ", ".join(setting.choices)
        if setting.low is not None and setting.high is not None:
            bounds = f"{show_number(setting.low)} … {show_number(setting.high)}"
        default = setting.default
        shown = show_number(default) if isinstance(default, int | float) else str(default)
        text = f"{key} = {shown}  ({bounds})  {tell(setting.label)}"
        lines += wrap([Run(text)], width, first="    ", rest="      ")
    measures = ", ".join(description.measures)
    lines += wrap(
        [Run(_("measures: {names}", names=measures), "muted")], width, first="    ", rest="    "
    )
    return [*lines, ()]
