"""hookline's callbacks in the `fit` of skorch, and skorch's callbacks in hookline's loops."""

from hookline.adapters.skorch.from_skorch import FromSkorch, from_skorch
from hookline.adapters.skorch.to_skorch import ToSkorch, to_skorch
from hookline.coverage.skorch import COVERAGE

__all__ = ["COVERAGE", "FromSkorch", "ToSkorch", "from_skorch", "to_skorch"]
