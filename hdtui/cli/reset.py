"""`hdtui reset [LESSON]`: forget a lesson, or everything, after asking; a copy is kept."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from hdtui.cli.options import Common, command_parser
from hdtui.cli.show import write_text
from hdtui.course.reader import find_course
from hdtui.errors import UsageError
from hdtui.i18n import _
from hdtui.messages import say
from hdtui.session.library import Library
from hdtui.study.store import Store

YES = ("y", "yes", "はい")


def main(argv: list[str], common: Common) -> int:
    parser = command_parser(
        "reset",
        _("Forget a lesson, or everything. Asks first and keeps a copy."),
        "hdtui reset equator --yes",
    )
    parser.add_argument("lesson", nargs="?", metavar="LESSON", help=_("only this lesson"))
    parser.add_argument("--yes", action="store_true", help=_("do not ask"))
    args = parser.parse_args(argv)
    id, name = None, _("every lesson")
    if args.lesson is not None:
        head = Library(find_course(common.course)).find(args.lesson)
        if head is None:
            raise UsageError(say("there is no lesson “{what}”", what=args.lesson))
        id, name = head.id, head.title
    if not args.yes and not _sure(name):
        write_text(_("Nothing was changed."))
        return 1
    now = datetime.now(UTC)
    store = Store.open(common.data, now)
    try:
        copy = store.reset(id, now)
    finally:
        store.close()
    write_text(_("Forgotten: {name}. A copy is in {copy}", name=name, copy=str(copy)))
    return 0


def _sure(name: str) -> bool:
    sys.stdout.write(_("Forget {name}? [y/N] ", name=name))
    sys.stdout.flush()
    return sys.stdin.readline().strip().lower() in YES
