"""Every error that hookline raises itself.

HooklineError
├── CallbackError            an object cannot serve as a callback
│   ├── HookNameError        a method is named almost like a hook, or like one of another family
│   └── HookSignatureError   a hook cannot be called the way the loops call it
├── RequirementError         a callback asks for more than the program has
├── NotReadyError            something was read before it existed
├── ArgumentError            an argument of a loop or a callback makes no sense
├── StateError               a callback cannot go on from the state it was given
├── DataError                the data gave no batch, or too few
├── StepError                a step returned something that is no metrics
├── DivergedError            a metric is no finite number any more
├── DeliveryError            what was to be sent away has not arrived
├── FileError                a file could not be written, or is not what it was taken for
└── HookOrderError           a loop called a hook out of turn
"""

from typing import Final


class HooklineError(Exception):
    """The root of the tree above."""


class CallbackError(HooklineError, TypeError):
    """An object cannot serve as a callback, or not in this loop."""


class HookNameError(CallbackError):
    """A method is named almost like a hook, or like a hook of a family the class does not have."""


class HookSignatureError(CallbackError):
    """A hook cannot be called the way the loops call it."""


class RequirementError(HooklineError, TypeError):
    """A callback's own type arguments ask for more than the program has."""


class NotReadyError(HooklineError, RuntimeError):
    """Something was read before it existed, such as `program` before a loop set it."""


class ArgumentError(HooklineError, ValueError):
    """An argument of a loop or a callback makes no sense, such as a negative count."""


class StateError(HooklineError, ValueError):
    """A callback cannot go on from the state it was given, which it has left untouched."""


class DataError(HooklineError, ValueError):
    """The data gave no batch, or fewer than the loop was promised."""


class StepError(HooklineError, TypeError):
    """A step returned something that is not a mapping of names to numbers."""


class DivergedError(HooklineError, ArithmeticError):
    """A metric is no finite number any more."""


class FileError(HooklineError, OSError):
    """A file could not be written, or is not what it was taken for; the message names it."""


class DeliveryError(HooklineError, ConnectionError):
    """Not all that was to be sent away has arrived."""


class HookOrderError(HooklineError, RuntimeError):
    """A loop called a hook out of turn."""

    def __init__(
        self, message: str, *, state: str, hook: str, index: object, expected: tuple[str, ...]
    ) -> None:
        super().__init__(message)
        #: What the run was in the middle of.
        self.state: Final = state
        self.hook: Final = hook
        self.index: Final = index
        #: The hooks that would have been right.
        self.expected: Final = expected
