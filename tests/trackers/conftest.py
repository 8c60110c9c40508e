"""These tests need the extra `trackers`: a run that leaves them out does not even import them."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"  # read when MLflow is imported


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Ignore the files here unless `-m` asks for them; where it does, a missing package fails."""
    chosen = re.sub(r"not trackers\b", "", str(config.getoption("markexpr")))
    return None if "trackers" in chosen else True
