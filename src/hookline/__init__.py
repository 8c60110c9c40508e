"""Typed protocols and mixins for the callbacks of training, evaluation and prediction loops.

What a user needs is here. Behind it, each layer imports only those before it:

- contracts, what things are: `logs`, `outcome`, `errors`, `protocols`, `program_protocols`,
  `state`, `hooks`, `signatures`, `spelling`, `mixins`, `stateful`, `callback`;
- the order of hooks: `transitions`, `frames`, `advice`, `order`;
- engine, what happens when: `registration`, `implements`, `requirements`, `dispatch`, `guard`,
  `runs`, `closing`, `callback_list`;
- `callbacks`, ready-made; `loops` and `programs`, who calls the hooks;
- `adapters`, for the loops of other frameworks, with `coverage` and `bridge` that they share;
- `cli` and `demo`, the command `hookline`.
"""

from hookline.callback import Callback as Callback
from hookline.callback_list import CallbackList as CallbackList
from hookline.callbacks.history import History as History
from hookline.callbacks.progress import Verbosity as Verbosity
from hookline.callbacks.progress_lines import ProgressLines as ProgressLines
from hookline.errors import (
    ArgumentError as ArgumentError,
)
from hookline.errors import (
    CallbackError as CallbackError,
)
from hookline.errors import (
    DataError as DataError,
)
from hookline.errors import (
    DeliveryError as DeliveryError,
)
from hookline.errors import (
    DivergedError as DivergedError,
)
from hookline.errors import (
    FileError as FileError,
)
from hookline.errors import (
    HooklineError as HooklineError,
)
from hookline.errors import (
    HookNameError as HookNameError,
)
from hookline.errors import (
    HookOrderError as HookOrderError,
)
from hookline.errors import (
    HookSignatureError as HookSignatureError,
)
from hookline.errors import (
    NotReadyError as NotReadyError,
)
from hookline.errors import (
    RequirementError as RequirementError,
)
from hookline.errors import (
    StateError as StateError,
)
from hookline.errors import (
    StepError as StepError,
)
from hookline.hooks import own_hooks as own_hooks
from hookline.implements import implements as implements
from hookline.logs import (
    Logs as Logs,
)
from hookline.logs import (
    NoLogs as NoLogs,
)
from hookline.logs import (
    Params as Params,
)
from hookline.logs import (
    PredictLogs as PredictLogs,
)
from hookline.logs import (
    metric as metric,
)
from hookline.logs import (
    metrics as metrics,
)
from hookline.loops.evaluate import evaluate as evaluate
from hookline.loops.fit import fit as fit
from hookline.loops.predict import predict as predict
from hookline.mixins import (
    PredictHooksMixin as PredictHooksMixin,
)
from hookline.mixins import (
    RunHooksMixin as RunHooksMixin,
)
from hookline.mixins import (
    TestHooksMixin as TestHooksMixin,
)
from hookline.mixins import (
    TrainHooksMixin as TrainHooksMixin,
)
from hookline.outcome import (
    Completed as Completed,
)
from hookline.outcome import (
    Failed as Failed,
)
from hookline.outcome import (
    Interrupted as Interrupted,
)
from hookline.outcome import (
    Outcome as Outcome,
)
from hookline.outcome import (
    Stopped as Stopped,
)
from hookline.program_protocols import (
    HasHistory as HasHistory,
)
from hookline.program_protocols import (
    HasLearningRate as HasLearningRate,
)
from hookline.program_protocols import (
    HasStopEvaluating as HasStopEvaluating,
)
from hookline.program_protocols import (
    HasStopPredicting as HasStopPredicting,
)
from hookline.program_protocols import (
    HasStopTraining as HasStopTraining,
)
from hookline.program_protocols import (
    Predictable as Predictable,
)
from hookline.program_protocols import (
    Stoppable as Stoppable,
)
from hookline.program_protocols import (
    SupportsCountSamples as SupportsCountSamples,
)
from hookline.program_protocols import (
    SupportsJoinOutputs as SupportsJoinOutputs,
)
from hookline.program_protocols import (
    SupportsLoad as SupportsLoad,
)
from hookline.program_protocols import (
    SupportsResetMetrics as SupportsResetMetrics,
)
from hookline.program_protocols import (
    SupportsSave as SupportsSave,
)
from hookline.program_protocols import (
    SupportsStateDict as SupportsStateDict,
)
from hookline.program_protocols import (
    Testable as Testable,
)
from hookline.program_protocols import (
    Trainable as Trainable,
)
from hookline.programs import Program as Program
from hookline.protocols import (
    AnyHook as AnyHook,
)
from hookline.protocols import (
    EvaluateHook as EvaluateHook,
)
from hookline.protocols import (
    FitHook as FitHook,
)
from hookline.protocols import (
    OnBatchBegin as OnBatchBegin,
)
from hookline.protocols import (
    OnBatchEnd as OnBatchEnd,
)
from hookline.protocols import (
    OnClose as OnClose,
)
from hookline.protocols import (
    OnEpochBegin as OnEpochBegin,
)
from hookline.protocols import (
    OnEpochEnd as OnEpochEnd,
)
from hookline.protocols import (
    OnException as OnException,
)
from hookline.protocols import (
    OnPredictBatchBegin as OnPredictBatchBegin,
)
from hookline.protocols import (
    OnPredictBatchEnd as OnPredictBatchEnd,
)
from hookline.protocols import (
    OnPredictBegin as OnPredictBegin,
)
from hookline.protocols import (
    OnPredictEnd as OnPredictEnd,
)
from hookline.protocols import (
    OnTestBatchBegin as OnTestBatchBegin,
)
from hookline.protocols import (
    OnTestBatchEnd as OnTestBatchEnd,
)
from hookline.protocols import (
    OnTestBegin as OnTestBegin,
)
from hookline.protocols import (
    OnTestEnd as OnTestEnd,
)
from hookline.protocols import (
    OnTrainBatchBegin as OnTrainBatchBegin,
)
from hookline.protocols import (
    OnTrainBatchEnd as OnTrainBatchEnd,
)
from hookline.protocols import (
    OnTrainBegin as OnTrainBegin,
)
from hookline.protocols import (
    OnTrainEnd as OnTrainEnd,
)
from hookline.protocols import (
    PredictHook as PredictHook,
)
from hookline.protocols import (
    PredictHooks as PredictHooks,
)
from hookline.protocols import (
    RunHooks as RunHooks,
)
from hookline.protocols import (
    SupportsParams as SupportsParams,
)
from hookline.protocols import (
    SupportsProgram as SupportsProgram,
)
from hookline.protocols import (
    TestHooks as TestHooks,
)
from hookline.protocols import (
    TrainHooks as TrainHooks,
)
from hookline.requirements import metric_names as metric_names
from hookline.spelling import not_a_hook as not_a_hook

__all__ = [
    "AnyHook",
    "ArgumentError",
    "Callback",
    "CallbackError",
    "CallbackList",
    "Completed",
    "DataError",
    "DeliveryError",
    "DivergedError",
    "EvaluateHook",
    "Failed",
    "FileError",
    "FitHook",
    "HasHistory",
    "HasLearningRate",
    "HasStopEvaluating",
    "HasStopPredicting",
    "HasStopTraining",
    "History",
    "HookNameError",
    "HookOrderError",
    "HookSignatureError",
    "HooklineError",
    "Interrupted",
    "Logs",
    "NoLogs",
    "NotReadyError",
    "OnBatchBegin",
    "OnBatchEnd",
    "OnClose",
    "OnEpochBegin",
    "OnEpochEnd",
    "OnException",
    "OnPredictBatchBegin",
    "OnPredictBatchEnd",
    "OnPredictBegin",
    "OnPredictEnd",
    "OnTestBatchBegin",
    "OnTestBatchEnd",
    "OnTestBegin",
    "OnTestEnd",
    "OnTrainBatchBegin",
    "OnTrainBatchEnd",
    "OnTrainBegin",
    "OnTrainEnd",
    "Outcome",
    "Params",
    "PredictHook",
    "PredictHooks",
    "PredictHooksMixin",
    "PredictLogs",
    "Predictable",
    "Program",
    "ProgressLines",
    "RequirementError",
    "RunHooks",
    "RunHooksMixin",
    "StateError",
    "StepError",
    "Stoppable",
    "Stopped",
    "SupportsCountSamples",
    "SupportsJoinOutputs",
    "SupportsLoad",
    "SupportsParams",
    "SupportsProgram",
    "SupportsResetMetrics",
    "SupportsSave",
    "SupportsStateDict",
    "TestHooks",
    "TestHooksMixin",
    "Testable",
    "TrainHooks",
    "TrainHooksMixin",
    "Trainable",
    "Verbosity",
    "evaluate",
    "fit",
    "implements",
    "metric",
    "metric_names",
    "metrics",
    "not_a_hook",
    "own_hooks",
    "predict",
]
