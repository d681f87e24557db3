"""The same lessons as plain text: numbered choices, charts as words and a table.

For screen readers, pipes and terminals that cannot move their cursor. Everything that happens is
the session's; this package prints and reads lines. The end of the input is a way to leave.
"""

from __future__ import annotations

from hdtui.linear.front import run_linear

__all__ = ["run_linear"]
