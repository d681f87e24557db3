"""Experiments straight from a file, for those who write one: `hdtui worker --experiments FILE.py`.

An installed package registers them by the entry point group `hdtui.experiments` instead.
"""

from __future__ import annotations

import importlib.util
import inspect
import sys
from pathlib import Path
from types import ModuleType

from hdtui.description import Description
from hdtui.errors import WorkerError
from hdtui.lab import catalogue
from hdtui.lab.catalogue import AnyExperiment
from hdtui.lab.experiment import Experiment
from hdtui.messages import say

MODULE = "hdtui_author"
"The name the file is imported under."


def experiments_in(file: str) -> list[tuple[type[AnyExperiment], Description]]:
    """The experiment classes that the file itself defines, described. Raises WorkerError
    `kernel` where it cannot be imported or described."""
    try:
        module = _load(Path(file))
        return [
            (found, catalogue.describe(found))
            for _, found in inspect.getmembers(module, inspect.isclass)
            if issubclass(found, Experiment)
            and found.__module__ == MODULE
            and not inspect.isabstract(found)
        ]
    except (Exception, SystemExit) as error:  # an author's file may raise anything
        reason = f"{type(error).__name__}: {error}"[:300]
        title = say("{file} cannot be used: {reason}", file=file, reason=reason)
        raise WorkerError("kernel", title) from error


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(MODULE, path)
    if spec is None or spec.loader is None:
        raise ImportError("not a Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[MODULE] = module  # msgspec resolves annotations through it
    spec.loader.exec_module(module)
    return module
