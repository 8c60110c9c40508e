"""What importing the adapter imports."""

from __future__ import annotations

from importing import frameworks_after, frameworks_in


def test_the_adapter_imports_its_framework_and_no_other_by_itself() -> None:
    assert frameworks_in("torchtnt") == {"torchtnt"}
    assert frameworks_after("hookline.adapters.torchtnt") == frameworks_after("torchtnt")


def test_its_table_imports_no_framework() -> None:
    assert frameworks_after("hookline.coverage.torchtnt, hookline.bridge.course") == set()
