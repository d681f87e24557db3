"""Texts that are said by name, not as a literal: statuses, kinds of alerts, meanings."""

from __future__ import annotations

from hdtui.course.model import STATUSES
from hdtui.ui.screens.keys import MEANINGS

DYNAMIC: set[str] = {*STATUSES, *MEANINGS.values()}
