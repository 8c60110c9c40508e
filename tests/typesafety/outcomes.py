"""Outcomes: a run can end in four ways, and a `match` that forgets one is an error."""

from typing import assert_never, assert_type

from hookline import Completed, Failed, Interrupted, Outcome, Stopped


def all_four(outcome: Outcome) -> str:
    match outcome:
        case Completed():
            return "all of it"
        case Stopped(reason):
            assert_type(reason, str)
            return reason
        case Interrupted(exception):
            assert_type(exception, BaseException)
            return type(exception).__name__
        case Failed(exception=error):
            assert_type(error, Exception)
            return str(error)
        case _:
            assert_never(outcome)


def without_a_rest(outcome: Outcome) -> str:
    match outcome:
        case Completed() | Stopped():
            return "in good order"
        case Interrupted() | Failed():
            return "cut short"


def one_is_forgotten(outcome: Outcome) -> str:
    match outcome:
        case Completed() | Stopped():
            return "in good order"
        case Failed():
            return "cut short"
        case _:
            assert_never(outcome)  # E: incompatible type "Interrupted"  [arg-type]


def one_is_forgotten_without_a_rest(outcome: Outcome) -> str:  # E: Missing return  [return]
    match outcome:  # pyright only
        case Completed() | Stopped():
            return "in good order"
        case Failed():
            return "cut short"


def told_apart_by_isinstance(outcome: Outcome) -> None:
    if isinstance(outcome, Failed | Interrupted):
        assert_type(outcome.exception, Exception | BaseException)
        raise outcome.exception
    assert_type(outcome, Completed | Stopped)
    print(outcome.reason)  # E: "Completed" of "Completed | Stopped" has no  [union-attr]


def made_by_hand() -> None:
    outcomes: list[Outcome] = [Completed(), Stopped("enough"), Failed(ValueError())]
    outcomes.append(Interrupted(KeyboardInterrupt()))
    outcomes.append("completed")  # E: incompatible type "str"  [arg-type]
    Failed(KeyboardInterrupt())  # E: expected "Exception"  [arg-type]
    Stopped()  # E: Missing positional argument "reason"  [call-arg]
    Stopped("enough").reason = "another"  # E: "Stopped" is read-only  [misc]
