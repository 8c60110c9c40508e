from enum import StrEnum

class TrainerFn(StrEnum):
    FITTING = "fit"
    VALIDATING = "validate"
    TESTING = "test"
    PREDICTING = "predict"

class TrainerState:
    fn: TrainerFn | None
