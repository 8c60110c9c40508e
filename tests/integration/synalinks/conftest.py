"""Synalinks warns of itself, and so does what it brings, while it is imported."""

import warnings

with warnings.catch_warnings(action="ignore"):
    import synalinks as synalinks
