"""What every test shares."""

from __future__ import annotations

import hypothesis

# Two shared cores make single examples slow now and then; the number of examples stays.
hypothesis.settings.register_profile("hdtui", deadline=None)
hypothesis.settings.load_profile("hdtui")
