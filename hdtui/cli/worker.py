"""`hdtui worker`: the far end of the wire. Started by the app; becomes the other process."""

from __future__ import annotations

from hdtui.cli.options import Common


def main(argv: list[str], common: Common) -> int:
    from hdtui.worker import supervisor

    return supervisor.main(argv)
