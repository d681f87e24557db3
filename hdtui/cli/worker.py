"""`hdtui worker`: the far end of the wire. Started by the app; becomes the other process."""

from __future__ import annotations

from hdtui.cli.options import Common, Parser
from hdtui.i18n import _


def main(argv: list[str], common: Common) -> int:
    parser = Parser(
        prog="hdtui worker",
        description=_("The far end of the wire; the app starts it."),
        allow_abbrev=False,
    )
    parser.add_argument(
        "--experiments",
        metavar="FILE.py",
        help=_("also offer the experiments that this file defines"),
    )
    args = parser.parse_args(argv)
    from hdtui.worker import supervisor

    return supervisor.main([] if args.experiments is None else ["--experiments", args.experiments])
