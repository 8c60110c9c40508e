"""Synalinks warns of itself, and so does what it brings, while it is imported."""

import warnings
from importlib import import_module

with warnings.catch_warnings(action="ignore"):
    import_module("synalinks")
