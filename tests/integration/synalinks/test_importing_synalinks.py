"""What importing the adapter imports."""

from __future__ import annotations

from importing import frameworks_after, frameworks_in


def test_the_adapter_imports_its_framework_and_no_other_by_itself() -> None:
    assert frameworks_in("synalinks") == {"synalinks"}
    assert frameworks_after("hookline.adapters.synalinks") == frameworks_after("synalinks")


def test_nothing_else_imports_a_framework() -> None:
    modules = "hookline, hookline.adapters, hookline.bridge.relay, hookline.bridge.guest"
    assert frameworks_after(f"{modules}, hookline.coverage.synalinks") == set()
