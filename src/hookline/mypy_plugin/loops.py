"""Calls that hand callbacks to a loop: `fit`, `evaluate`, `predict` and `CallbackList`.

mypy asks for the signature of each such call before it checks the arguments.
Where the plugin is certain, the parameter then takes anything:
mypy would say what is wrong again, in the words of a union of sixteen Protocols.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from mypy.expandtype import expand_type
from mypy.nodes import CallExpr, IndexExpr
from mypy.plugin import FunctionContext, FunctionSigContext, MethodSigContext
from mypy.types import (
    AnyType,
    CallableType,
    FunctionLike,
    Instance,
    ProperType,
    Type,
    TypedDictType,
    TypeOfAny,
    get_proper_type,
)

from hookline import recognized
from hookline.mypy_plugin import arguments, steps
from hookline.mypy_plugin.callbacks import Judge
from hookline.mypy_plugin.calls import SigContext, argument
from hookline.mypy_plugin.programs import given_by


def judge_function(loop: str | None) -> Callable[[FunctionSigContext], FunctionLike]:
    """Judge a call of a loop's function, or of `CallbackList` where there is no loop."""

    def judge(context: FunctionSigContext) -> FunctionLike:
        program = argument(context, "program")
        kind = None if program is None else context.api.get_expression_type(program)
        return _judge(context, loop, kind)

    return judge


def judge_method(loop: str) -> Callable[[MethodSigContext], FunctionLike]:
    """Judge a call of a loop's method, if it is that of a Program."""

    def judge(context: MethodSigContext) -> FunctionLike:
        program = get_proper_type(context.type)
        return (
            _judge(context, loop, program) if _is_ours(program, loop) else context.default_signature
        )

    return judge


def judge_compile(context: MethodSigContext) -> FunctionLike:
    """Judge the arguments with which a Program is told how to run."""
    if _is_ours(get_proper_type(context.type), "compile"):
        arguments.judge(context)
    return context.default_signature


def judge_application(context: FunctionContext) -> Type:
    """Judge `CallbackList[MyLogs](…)`, for which mypy asks no signature."""
    call = context.context
    if isinstance(call, CallExpr) and isinstance(call.callee, IndexExpr):
        signature = get_proper_type(context.api.get_expression_type(call.callee))
        if isinstance(signature, CallableType):
            asked = FunctionSigContext(context.args, signature, call, context.api)
            judge_function(None)(asked)
    return context.default_return_type


def _is_ours(program: ProperType, method: str) -> bool:
    """Tell whether a method is that of `Program` itself; what overrides it has its own sense."""
    owner = program.type.get_containing_type_info(method) if isinstance(program, Instance) else None
    return owner is not None and owner.fullname == recognized.PROGRAM


def _judge(context: SigContext, loop: str | None, program: Type | None) -> FunctionLike:
    given = given_by(context, loop, program)
    arguments.judge(context)
    judged: set[str] = set()
    signature = context.default_signature
    if loop is not None and steps.judge(context, loop, given):
        judged.add("program")
        signature = _of_plain_logs(signature)
    callbacks = argument(context, "callbacks")
    if callbacks is not None and Judge(context.api, loop, given).is_certain(callbacks):
        judged.add("callbacks")
    return _taking_anything(signature, judged) if judged else signature


def _of_plain_logs(signature: CallableType) -> CallableType:
    """What the loop is for a program whose metrics have no names: one of plain `Logs`."""
    bounds = {
        variable.id: variable.upper_bound
        for variable in signature.variables
        if isinstance(get_proper_type(variable.upper_bound), TypedDictType)
    }
    free = [variable for variable in signature.variables if variable.id not in bounds]
    solved = expand_type(signature, bounds)
    return solved.copy_modified(variables=free)  # pyright: ignore[reportUnknownMemberType]  # of an untyped parameter


def _taking_anything(signature: CallableType, parameters: Collection[str]) -> CallableType:
    anything = AnyType(TypeOfAny.special_form)
    types = [
        anything if name in parameters else kind
        for name, kind in zip(signature.arg_names, signature.arg_types, strict=True)
    ]
    # mypy gives the defaults of `copy_modified` no types.
    return signature.copy_modified(arg_types=types)  # pyright: ignore[reportUnknownMemberType]  # of an untyped parameter
