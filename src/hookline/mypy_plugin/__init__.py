"""The mypy plugin: what types alone cannot say of callbacks, programs and logs.

Enable it with `plugins = ["hookline.mypy_plugin"]` in mypy's configuration.
Here is the table from what mypy meets to the module that judges it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from zlib import crc32

from mypy.plugin import (
    AttributeContext,
    ClassDefContext,
    FunctionContext,
    FunctionSigContext,
    MethodContext,
    MethodSigContext,
    Plugin,
)
from mypy.plugins.default import DefaultPlugin
from mypy.types import FunctionLike, Type

from hookline import recognized
from hookline.mypy_plugin import class_bodies, log_keys, loops, unready

_OWN_FILES = Path(__file__).parent.glob("*.py")

#: Part of mypy's cache key, so that another state of the plugin checks anew.
__version__ = str(crc32(b"".join(sorted(file.read_bytes() for file in _OWN_FILES))))


def plugin(version: str) -> type[Plugin]:
    """Mypy's entry point."""
    return HooklinePlugin


class HooklinePlugin(Plugin):
    """Tells mypy which module judges what."""

    def get_customize_class_mro_hook(self, fullname: str) -> Callable[[ClassDefContext], None]:
        """Every class, as soon as its bases are known."""
        return class_bodies.judge

    def get_function_signature_hook(
        self, fullname: str
    ) -> Callable[[FunctionSigContext], FunctionLike] | None:
        """The loops as functions, and the list of a hand-written loop."""
        if fullname in recognized.LOOP_FUNCTIONS or fullname == recognized.CALLBACK_LIST:
            return loops.judge_function(recognized.LOOP_FUNCTIONS.get(fullname))
        return None

    def get_function_hook(self, fullname: str) -> Callable[[FunctionContext], Type] | None:
        """The list of a hand-written loop with its type arguments, and the reader of metrics."""
        if fullname == recognized.CALLBACK_LIST:
            return loops.judge_application
        return log_keys.judge_metric if fullname == recognized.METRIC else None

    def get_method_signature_hook(
        self, fullname: str
    ) -> Callable[[MethodSigContext], FunctionLike] | None:
        """The loops as methods; `fullname` is that of the subclass, so the class is asked later."""
        name = fullname.rpartition(".")[2]
        if name == "compile":
            return loops.judge_compile
        return loops.judge_method(name) if name in recognized.LOOPS else None

    def get_attribute_hook(self, fullname: str) -> Callable[[AttributeContext], Type] | None:
        """`program` and `params`, which a callback has only once a loop has set them."""
        return unready.judge if fullname in recognized.SET_BEFORE_HOOKS else None

    def get_method_hook(self, fullname: str) -> Callable[[MethodContext], Type] | None:
        """Reads of logs and of a history; of `get` mypy's own hook finds the type."""
        if fullname == "typing.Mapping.get":
            return log_keys.judge_get(DefaultPlugin(self.options).get_method_hook(fullname))
        return log_keys.judge_series if fullname == "builtins.dict.__getitem__" else None
