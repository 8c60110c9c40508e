"""The pytest plugin: two fixtures and an option.

pytest loads it in every run where hookline is installed, so it imports nothing heavy;
the fixtures import what they need when a test asks for them.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from hookline.callbacks.recorder import Recorder

_FIXTURES = ("hook_order", "hook_recorder")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--hook-trace`."""
    parser.getgroup("hookline").addoption(
        "--hook-trace",
        action="store_true",
        help="show the trace of hooks of a failing test that uses hook_recorder or hook_order",
    )


@pytest.fixture
def hook_recorder() -> Recorder:
    """Give the test a Recorder, to pass to a loop as a callback."""
    from hookline.callbacks.recorder import Recorder  # noqa: PLC0415 - see above

    return Recorder()


@pytest.fixture
def hook_order() -> Recorder:
    """Give the test a Recorder whose trace must keep to the order of hooks."""
    from hookline.callbacks.recorder import Recorder  # noqa: PLC0415 - see above

    return Recorder()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Fail a test that passed, if the trace of its `hook_order` breaks the order."""
    result = yield
    recorder = _recorders(item).get("hook_order")
    if recorder is not None:
        from hookline.trace import check_trace  # noqa: PLC0415 - see above

        check_trace(recorder.calls)
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add the trace to the report of a failing test, if asked to."""
    report = yield
    if report.failed and item.config.getoption("--hook-trace"):
        report.sections += [
            (f"trace of {name}", recorder.tree()) for name, recorder in _recorders(item).items()
        ]
    return report


def _recorders(item: pytest.Item) -> dict[str, Recorder]:
    fixtures: dict[str, Recorder] = getattr(item, "funcargs", {})
    return {name: fixtures[name] for name in _FIXTURES if name in fixtures}
