"""Where tracebacks go instead of the screen."""

from __future__ import annotations

import traceback
from pathlib import Path

import platformdirs


def log_exception(error: BaseException) -> Path:
    """Append the traceback to the log; the path of the log."""
    path = Path(platformdirs.user_log_dir("hdtui")) / "hdtui.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as log:
        log.writelines(traceback.format_exception(error))
    return path
