"""The fixtures and the option that pytest has where hookline is installed."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytest_plugins = ["pytester"]

LEGAL = """
def test_loop({fixture}):
    {fixture}.on_predict_begin()
    {fixture}.on_predict_end()
    {fixture}.on_close(None)
"""

OUT_OF_ORDER = """
def test_loop({fixture}):
    {fixture}.on_train_begin()
    {fixture}.on_train_end()
    {fixture}.on_epoch_begin(0)
"""

FAILING = """
def test_loop({fixture}):
    {fixture}.on_train_begin()
    assert False, "of its own"
"""

TREE = ["on_train_begin", "on_train_end", "  on_epoch_begin(0)"]


def run(
    pytester: pytest.Pytester, source: str, *options: str, fixture: str = "hook_order"
) -> pytest.RunResult:
    pytester.makepyfile(source.format(fixture=fixture))
    return pytester.runpytest_inprocess("-p", "no:cacheprovider", *options)


def test_hook_recorder_is_a_recorder(pytester: pytest.Pytester) -> None:
    source = "def test_type(hook_recorder): assert type(hook_recorder).__name__ == 'Recorder'"
    run(pytester, source).assert_outcomes(passed=1)


@pytest.mark.parametrize("fixture", ["hook_order", "hook_recorder"])
def test_a_legal_loop_passes(pytester: pytest.Pytester, fixture: str) -> None:
    run(pytester, LEGAL, fixture=fixture).assert_outcomes(passed=1)


def test_each_test_has_a_recorder_of_its_own(pytester: pytest.Pytester) -> None:
    source = LEGAL.replace("test_loop", "test_one") + LEGAL.replace("test_loop", "test_two")
    run(pytester, source).assert_outcomes(passed=2)


def test_hook_order_fails_a_test_whose_loop_breaks_the_order(pytester: pytest.Pytester) -> None:
    result = run(pytester, OUT_OF_ORDER)
    result.assert_outcomes(failed=1, errors=0)
    result.stdout.fnmatch_lines(["*call 2: `on_epoch_begin(0)` after the end hook of its run*"])


def test_the_failure_shows_the_trace_as_a_tree(pytester: pytest.Pytester) -> None:
    run(pytester, OUT_OF_ORDER).stdout.fnmatch_lines([f"E *{line}" for line in TREE])


def test_hook_order_fails_a_test_whose_loop_does_not_close(pytester: pytest.Pytester) -> None:
    source = "def test_loop(hook_order): hook_order.on_train_begin()"
    result = run(pytester, source)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*the trace ends too early: *"])


def test_hook_recorder_lets_any_order_pass(pytester: pytest.Pytester) -> None:
    run(pytester, OUT_OF_ORDER, fixture="hook_recorder").assert_outcomes(passed=1)


def test_a_test_that_fails_itself_keeps_its_own_failure(pytester: pytest.Pytester) -> None:
    result = run(pytester, FAILING)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*of its own*"])
    result.stdout.no_fnmatch_line("*ends too early*")


def test_a_test_that_is_skipped_stays_so(pytester: pytest.Pytester) -> None:
    source = "import pytest\ndef test_loop(hook_order): pytest.skip()"
    run(pytester, source).assert_outcomes(skipped=1)


@pytest.mark.parametrize("fixture", ["hook_order", "hook_recorder"])
def test_the_option_shows_the_trace_of_a_failing_test(
    pytester: pytest.Pytester, fixture: str
) -> None:
    result = run(pytester, FAILING, "--hook-trace", fixture=fixture)
    result.stdout.fnmatch_lines([f"*trace of {fixture}*", "on_train_begin"])


def test_without_the_option_no_trace_is_shown(pytester: pytest.Pytester) -> None:
    run(pytester, FAILING).stdout.no_fnmatch_line("*trace of*")


def test_the_option_shows_nothing_of_a_test_that_passes(pytester: pytest.Pytester) -> None:
    run(pytester, LEGAL, "--hook-trace").stdout.no_fnmatch_line("*trace of*")


def test_a_test_that_uses_neither_fixture_is_left_alone(pytester: pytest.Pytester) -> None:
    result = run(pytester, "def test_plain(): assert False", "--hook-trace")
    result.assert_outcomes(failed=1)
    result.stdout.no_fnmatch_line("*trace of*")


def test_the_option_is_in_the_help(pytester: pytest.Pytester) -> None:
    run(pytester, "", "--help").stdout.fnmatch_lines(["*--hook-trace*"])


def test_importing_the_plugin_imports_nothing_heavy() -> None:
    code = (
        "import sys, hookline.pytest_plugin\n"
        "print([name for name in sys.modules if name.split('.')[0] in {'hypothesis', 'rich'}"
        " or name in {'hookline.callbacks.recorder', 'hookline.trace', 'hookline.testing'}])"
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter, our own text
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
