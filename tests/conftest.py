"""Settings for all tests."""

from __future__ import annotations

from hypothesis import settings

# A shared machine may stall for longer than any deadline; what is checked is not speed.
settings.register_profile("hookline", deadline=None)
settings.load_profile("hookline")
