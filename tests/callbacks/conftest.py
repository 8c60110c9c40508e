"""What tests of callbacks share."""

from __future__ import annotations

import os

import pytest


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait for the disk: nobody cuts the power here."""

    def pass_over(fd: int) -> None: ...

    monkeypatch.setattr(os, "fsync", pass_over)
