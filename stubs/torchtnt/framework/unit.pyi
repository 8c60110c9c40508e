from abc import ABC, abstractmethod
from typing import Any, Generic, TypeVar

from torchtnt.framework.state import State
from torchtnt.utils.progress import Progress

TTrainData = TypeVar("TTrainData")
TEvalData = TypeVar("TEvalData")
TPredictData = TypeVar("TPredictData")

class TrainUnit(ABC, Generic[TTrainData]):
    train_progress: Progress
    @abstractmethod
    def train_step(self, state: State, data: TTrainData) -> Any: ...

class EvalUnit(ABC, Generic[TEvalData]):
    eval_progress: Progress
    @abstractmethod
    def eval_step(self, state: State, data: TEvalData) -> Any: ...

class PredictUnit(ABC, Generic[TPredictData]):
    predict_progress: Progress
    @abstractmethod
    def predict_step(self, state: State, data: TPredictData) -> Any: ...

TTrainUnit = TrainUnit[Any]
TEvalUnit = EvalUnit[Any]
TPredictUnit = PredictUnit[Any]
