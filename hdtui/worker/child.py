"""The compute child: imports torch, then runs what it is told, one run at a time.

`python -m hdtui.worker.child [--device D] [--threads N] [--experiments FILE.py]`, started by the
supervisor. It may die at any moment: nothing of value lives here.
"""

from __future__ import annotations

import argparse
import contextlib
import faulthandler
import os
import queue
import sys
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from functools import partial
from importlib import metadata

from hdtui import __version__
from hdtui.description import Description
from hdtui.errors import WorkerError
from hdtui.lab import catalogue
from hdtui.lab.catalogue import AnyExperiment
from hdtui.messages import say
from hdtui.worker import devices, guard
from hdtui.worker.authors import experiments_in
from hdtui.worker.job import execute
from hdtui.worker.lines import Lines, decode_request, encode, failed
from hdtui.worker.wire import Ack, Cancel, Request, Run, Warm
from hdtui.worker.workbench import Workbench


class Inbox(threading.Thread):
    """Listens on a thread of its own, so that a stop is heard while a run is on and the end of
    the supervisor ends us at once."""

    def __init__(self, ears: int) -> None:
        super().__init__(daemon=True, name="inbox")
        self.runs: queue.SimpleQueue[Run] = queue.SimpleQueue()
        self._ears = ears
        self._stopped = 0
        self._acknowledged = (0, 0)

    def run(self) -> None:
        try:
            lines = Lines()
            while data := os.read(self._ears, 65536):
                for line in lines.feed(data):
                    self._hear(decode_request(line))
        except Exception:  # deaf is as good as dead: the supervisor starts another
            traceback.print_exc()
        os._exit(0)  # not sys.exit: nothing may hold us back, and there is nothing to save

    def _hear(self, request: Request) -> None:
        match request:
            case Run():
                self.runs.put(request)
            case Cancel(ticket):
                self._stopped = max(self._stopped, ticket)
            case Ack(ticket, serial):
                self._acknowledged = (ticket, serial)

    def stopped(self, ticket: int) -> bool:
        return ticket <= self._stopped

    def acknowledged(self, ticket: int) -> int:
        of, serial = self._acknowledged
        return serial if of == ticket else 0


def warm_up(wanted: str, threads: int | None) -> tuple[str, dict[str, str]]:
    """Pays for everything that a first run should not wait for. The device and the versions.

    Raises WorkerError `no_torch` or `device`.
    """
    try:
        import torch
    except Exception as error:  # absent, or a broken library below it
        raise WorkerError(
            "no_torch",
            say("torch cannot be imported: {reason}", reason=str(error)[:300]),
            remedy=say("Install it where the worker runs: pip install torch"),
        ) from error
    if threads is not None:
        torch.set_num_threads(threads)
    device = devices.choose(wanted)
    with contextlib.suppress(ImportError):
        import scipy.special  # noqa: F401  # the closed forms of the first chart: 0.2 s
    versions = {"hdtui": __version__, "torch": str(torch.__version__)}
    with contextlib.suppress(metadata.PackageNotFoundError):
        versions["numpy"] = metadata.version("numpy")
    return device, versions


def known_experiments(
    file: str | None,
) -> tuple[dict[str, Callable[[], AnyExperiment]], list[Description]]:
    """How to make every experiment, by name; and the descriptions the supervisor could not give
    (other people's, whose imports may be heavy, and those of an author's file)."""
    extra = list(catalogue.describe_plugins())
    known: dict[str, Callable[[], AnyExperiment]] = {
        each.name: partial(catalogue.find, each.name)
        for each in (*catalogue.describe_all(), *extra)
    }
    if file is not None:
        for experiment, description in experiments_in(file):
            known[experiment.name] = experiment
            extra.append(description)
    return known, extra


def main(argv: Sequence[str]) -> int:
    """Listens until its input ends; 0 also where it cannot work and has said why."""
    arguments = _arguments(argv)
    ears, mouth = guard.take_wire()
    guard.ignore_the_keyboard()
    guard.die_with_parent()
    guard.go_first_when_memory_ends()
    faulthandler.enable(sys.stderr)
    inbox = Inbox(ears)
    inbox.start()
    began = time.perf_counter()
    try:
        device, versions = warm_up(arguments.device, arguments.threads)
        known, extra = known_experiments(arguments.experiments)
    except WorkerError as error:
        guard.write_all(mouth, encode(failed(None, error)))
        return 0
    bench = Workbench(device, known, versions, inbox, partial(guard.write_all, mouth))
    bench.send(
        Warm(
            devices.describe(device, chosen=True),
            [devices.describe(name, chosen=name == device) for name in devices.names()],
            versions["torch"],
            time.perf_counter() - began,
            extra,
        )
    )
    while True:
        execute(inbox.runs.get(), bench)


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="hdtui.worker.child")
    parser.add_argument("--device", default="auto")
    parser.add_argument("--threads", type=int, default=None)
    parser.add_argument("--experiments", metavar="FILE.py", default=None)
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
