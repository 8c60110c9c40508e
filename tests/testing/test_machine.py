"""The state machine that walks through the order."""

from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from hookline import Completed
from hookline.order import ONE_LOOP
from hookline.testing import Call, HookOrderMachine, check_trace

FEW = settings(max_examples=20, stateful_step_count=20, database=None, deadline=None)


def test_a_subclass_receives_legal_calls() -> None:
    class Walk(HookOrderMachine):
        def __init__(self) -> None:
            super().__init__()
            self.calls: list[Call] = []

        def receive(self, call: Call) -> None:
            self.calls.append(call)

        def teardown(self) -> None:
            walked = [*self.calls]
            while not self.order.done:
                hook = "on_exception" if "on_exception" in self.order.expected else "on_close"
                hook = hook if walked else "on_train_begin"
                self.order.advance(hook)
                walked.append(Call(hook))
            check_trace(walked)

    run_state_machine_as_test(Walk, settings=FEW)


def test_a_reading_of_its_own_keeps_runs_out_of_hooks() -> None:
    class Flat(HookOrderMachine):
        reading = ONE_LOOP
        open = 0

        def receive(self, call: Call) -> None:
            self.open += call.hook in {"on_train_begin", "on_predict_begin"}
            self.open -= call.hook == "on_close" and self.open > 0

        @invariant()
        def one_run_at_most(self) -> None:
            assert self.open <= 1

    run_state_machine_as_test(Flat, settings=FEW)


def test_each_hook_comes_with_what_it_receives() -> None:
    seen: list[Call] = []

    class Look(HookOrderMachine):
        def receive(self, call: Call) -> None:
            seen.append(call)

    run_state_machine_as_test(Look, settings=FEW)
    for call in seen:
        assert (call.outcome == Completed()) == (call.hook == "on_close")
        assert (call.exception is not None) == (call.hook == "on_exception")


@pytest.mark.slow
def test_a_fault_is_shrunk_to_few_calls() -> None:
    class NoPredictions(HookOrderMachine):
        def receive(self, call: Call) -> None:
            assert call.hook != "on_predict_end"

    many = settings(FEW, max_examples=300, stateful_step_count=10)
    with pytest.raises(AssertionError) as caught:
        run_state_machine_as_test(NoPredictions, settings=many)
    assert "\n".join(caught.value.__notes__).count("state.call_a_hook") <= 4
