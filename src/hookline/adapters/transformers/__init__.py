"""hookline's callbacks in the `Trainer` of transformers, and its callbacks in our loops."""

from hookline.adapters.transformers.from_transformers import (
    NEVER,
    FromTransformers,
    from_transformers,
)
from hookline.adapters.transformers.to_transformers import ToTransformers, to_transformers
from hookline.coverage.transformers import COVERAGE

__all__ = [
    "COVERAGE",
    "NEVER",
    "FromTransformers",
    "ToTransformers",
    "from_transformers",
    "to_transformers",
]
