"""Tools for people who test callbacks and loops; hookline's own tests use them."""

from hookline.testing.recorder import Call as Call
from hookline.testing.recorder import Recorder as Recorder

__all__ = ["Call", "Recorder"]
