from typing import Any

from skorch.history import History

class NeuralNet:
    # What it is made of may be set later; those of `Any` are of PyTorch or the user's own.
    module: Any
    module_: Any
    callbacks: Any
    callbacks_: list[tuple[str, Any]]
    train_split: Any
    max_epochs: int
    batch_size: int
    verbose: int
    def __init__(
        self,
        module: Any,
        criterion: Any,
        optimizer: Any = ...,
        lr: float = 0.01,
        max_epochs: int = 10,
        batch_size: int = 128,
        iterator_train: Any = ...,
        iterator_valid: Any = ...,
        dataset: Any = ...,
        train_split: Any = ...,
        callbacks: Any = None,
        predict_nonlinearity: Any = "auto",
        warm_start: bool = False,
        verbose: int = 1,
        device: Any = "cpu",
        compile: bool = False,
        use_caching: bool | str = "auto",
        torch_load_kwargs: Any = None,
        **kwargs: Any,
    ) -> None: ...
    @property
    def history(self) -> History: ...
    @history.setter
    def history(self, value: History) -> None: ...
    def fit(self, X: Any, y: Any = None, **fit_params: Any) -> Any: ...
    def partial_fit(self, X: Any, y: Any = None, classes: Any = None, **fit_params: Any) -> Any: ...
    def train_step(self, batch: Any, **fit_params: Any) -> Any: ...
    def forward(self, X: Any, training: bool = False, device: Any = "cpu") -> Any: ...
    def predict(self, X: Any) -> Any: ...
    def get_params(self, deep: bool = True, **kwargs: Any) -> dict[str, Any]: ...
    def set_params(self, **kwargs: Any) -> Any: ...
    def notify(self, method_name: str, **cb_kwargs: Any) -> None: ...
    def initialize(self) -> Any: ...
