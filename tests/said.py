"""Texts that are said by name, not as a literal; none today."""

from __future__ import annotations

DYNAMIC: set[str] = set()
