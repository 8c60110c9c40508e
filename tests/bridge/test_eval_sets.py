"""The names in logs of metrics that were measured on several data sets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookline.bridge.eval_sets import EvalSets
from hookline.errors import ArgumentError

NAMES = st.lists(st.sampled_from(["train", "a", "b", "c"]), unique=True)


@given(NAMES, st.sampled_from(["train", "a", "b"]))
def test_every_metric_has_a_name_of_its_own_and_only_the_training_a_bare_one(
    names: list[str], training: str
) -> None:
    measured = [(name, "rmse", float(place)) for place, name in enumerate(names)]
    logs = EvalSets().logs(measured, training)
    assert sorted(logs.values()) == [float(place) for place in range(len(names))]
    assert {name for name in logs if not name.startswith("val_")} == (
        {"rmse"} if training in names else set()
    )
    others = [name for name in names if name != training]
    assert ("val_rmse" in logs) == (len(others) == 1)


@given(NAMES.filter(len), st.data())
def test_the_set_that_validates_is_the_one_that_was_named(
    names: list[str], data: st.DataObject
) -> None:
    validation = data.draw(st.sampled_from(names))
    measured = [(name, "rmse", float(place)) for place, name in enumerate(names)]
    logs = EvalSets(validation=validation).logs(measured, "nothing")
    assert logs["val_rmse"] == names.index(validation)


def test_sets_that_change_from_run_to_run_are_named_anew() -> None:
    sets = EvalSets()
    assert sets.logs([("train", "rmse", 1), ("a", "rmse", 2)], "train") == {
        "rmse": 1.0,
        "val_rmse": 2.0,
    }
    assert sets.logs([("a", "rmse", 1), ("b", "rmse", 2)], "a") == {"rmse": 1.0, "val_rmse": 2.0}
    assert sets.logs([("a", "rmse", 1), ("b", "rmse", 2)], "b") == {"val_rmse": 1.0, "rmse": 2.0}
    assert sets.logs([], "b") == {}


def test_a_name_of_no_set_is_refused() -> None:
    with pytest.raises(ArgumentError, match="`training` names the evaluation set 'x'"):
        EvalSets(training="x").logs([("a", "rmse", 1)], "a")
