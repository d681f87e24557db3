"""Where tracebacks go instead of the screen."""

from __future__ import annotations

import traceback
from pathlib import Path


def log_exception(error: BaseException, folder: Path) -> Path | None:
    """Append the traceback to the log in this folder; its path, None where it cannot be written."""
    path = folder / "hdtui.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8", errors="backslashreplace") as log:
            log.writelines(traceback.format_exception(error))
    except OSError:
        return None
    return path
