"""Class bodies: hooks misspelt or out of place, told where they are written.

mypy asks as soon as it knows the bases of a class, before it has looked at the body:
so the body is read as written, and only the names in it.
A class that derives from hookline is a callback. One that does not is judged as one where it has
a hook that is right in name and in parameters: what is near to a hook beside it is meant to be one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mypy.errorcodes import ErrorCode
from mypy.nodes import (
    ARG_STAR,
    ARG_STAR2,
    AssignmentStmt,
    Decorator,
    Expression,
    FuncDef,
    IfStmt,
    LambdaExpr,
    MemberExpr,
    NameExpr,
    Node,
    OverloadedFuncDef,
    PlaceholderNode,
    Statement,
    get_member_expr_fullname,
)
from mypy.plugin import ClassDefContext
from mypy.types import CallableType, Instance, UnboundType

from hookline import recognized, sentences
from hookline.hooks import ALIASES, HOOKS
from hookline.mypy_plugin import attached_bodies, codes, hook_reads, misplaced, recorded
from hookline.mypy_plugin.parameters import accepts
from hookline.mypy_plugin.walking import walk
from hookline.spelling import nearest_hook


def judge(context: ClassDefContext) -> None:
    """Report what is wrong in a class; keep what can only be judged once it is handed over."""
    if context.api.modules[context.api.cur_mod_id].is_stub:
        return  # nobody's callbacks, and most of all classes that mypy reads
    methods = dict(_methods(context.cls.defs.body))
    attached = context.cls.info.has_base(recognized.ATTACHED)
    if attached or any(name[:2].lower() == "on" for name in methods):
        _Body(context, methods, attached=attached).judge()


class _Body:
    """A class that derives from a mixin, or has a method that may be a hook."""

    def __init__(
        self, context: ClassDefContext, methods: dict[str, Statement], *, attached: bool
    ) -> None:
        self._attached = attached
        self._context = context
        self._cls = context.cls.info
        self._bases = context.cls.info.mro[1:]
        self._subject = f"The class {context.cls.name}"
        self._walked: dict[Statement, list[Node]] = {}
        #: Without the no-op defaults of a family.
        self._methods = {
            name: method
            for name, method in methods.items()
            if recognized.DEFAULT not in _decorators(context, method)
        }

    def judge(self) -> None:
        """Judge it as what it derives from, or shows itself to be."""
        evident = not self._attached and self._is_evident()
        if self._attached or evident or self._is_kindred():
            for name, meant in self._near_misses().items():
                self._fail(name, sentences.misspelt(self._subject, name, meant), codes.HOOK)
            misplaced.judge(self._context, self._within_methods())
        else:
            recorded.keep_near_misses(self._cls, self._near_misses())
        self._judge_reads()
        if self._attached:
            self._judge_families()
            within = [node for one in self._context.cls.defs.body for node in self._walk(one)]
            attached_bodies.judge(self._context, self._subject, within)
        elif evident:  # of other classes mypy compares each method with that of the base
            self._judge_signatures()
            self._judge_aliases()

    def _fail(self, name: str, sentence: str, code: ErrorCode) -> None:
        method = self._methods[name]
        # At the line of the name, not at that of a decorator above it.
        place = method.func if isinstance(method, Decorator) else method
        self._context.api.fail(sentence, place, code=code)

    def _near_misses(self) -> dict[str, str]:
        """The names that are almost a hook's, and which hook was meant."""
        return {
            name: meant
            for name, method in self._methods.items()
            if (meant := nearest_hook(name))
            # A name that a base has belongs to the vocabulary of that base.
            and not self._is_inherited(name)
            and self._is_function(method)
            and not _may_be_decorated(self._context, method, recognized.NOT_A_HOOK)
        }

    def _is_function(self, method: Statement) -> bool:
        if not isinstance(method, AssignmentStmt) or not isinstance(method.rvalue, NameExpr):
            return True
        name = method.rvalue
        found = self._context.api.lookup_qualified(name.name, name, suppress_errors=True)
        return found is not None and isinstance(found.node, (FuncDef, Decorator, OverloadedFuncDef))

    def _is_inherited(self, name: str) -> bool:
        return any(name in base.names for base in self._bases)

    def _is_kindred(self) -> bool:
        """Tell whether the class takes its hooks from a base that lists them."""
        known = {base.fullname for base in self._bases}
        # As written too, because mypy does not know the bases of a package without types.
        known |= {getattr(base, "fullname", "") for base in self._context.cls.base_type_exprs}
        protocols = any(name.startswith(f"{recognized.PROTOCOLS}.") for name in known)
        return protocols or not known.isdisjoint(recognized.KINDRED)

    def _is_evident(self) -> bool:
        """Tell whether the class has a hook that is right in name and in parameters."""
        if self._cls.fallback_to_any:
            return False  # the names may be those of a base without types
        own = any(_is_right(name, method) for name, method in self._methods.items())
        return own or any(
            _is_right(name, symbol.node)
            for base in self._bases
            if base.fullname != "builtins.object"
            for name, symbol in base.names.items()
        )

    def _judge_reads(self) -> None:
        for name in HOOKS.keys() & self._methods.keys():
            method = self._methods[name]
            function = method.func if isinstance(method, Decorator) else method
            if isinstance(function, FuncDef):
                within = [node for node in self._walk(method) if node is not function]
                hook_reads.judge(self._context, function, within, attached=self._attached)

    def _within_methods(self) -> Iterator[tuple[FuncDef, list[Node]]]:
        for statement in self._context.cls.defs.body:
            function = statement.func if isinstance(statement, Decorator) else statement
            if isinstance(function, FuncDef):
                yield function, self._walk(statement)

    def _walk(self, statement: Statement) -> list[Node]:
        """Return the nodes of a part of the body, which several rules ask for."""
        if statement not in self._walked:
            self._walked[statement] = walk(statement)
        return self._walked[statement]

    def _judge_families(self) -> None:
        """Report hooks of a family that the class does not have."""
        for name in HOOKS.keys() & self._methods.keys():
            family = HOOKS[name].family
            if family != "run" and not self._is_inherited(name):
                self._fail(name, sentences.absent_family(self._subject, name, family), codes.HOOK)

    def _judge_signatures(self) -> None:
        """Report hooks that loops cannot call, as far as it shows without types."""
        for name in HOOKS.keys() & self._methods.keys():
            method = self._methods[name]
            if isinstance(method, FuncDef) and (told := _signature(name, method, self._subject)):
                self._fail(name, told, codes.SIGNATURE)
                recorded.keep_reported(self._cls, name)

    def _judge_aliases(self) -> None:
        """Report a hook and its alias, of which only the hook would be called."""
        for name, alias in ALIASES.items():
            if {name, alias} <= self._methods.keys():
                told = sentences.both_names(self._subject, name, alias)
                self._fail(alias, told, codes.HOOK)


def _methods(body: Iterable[Statement]) -> Iterator[tuple[str, Statement]]:
    """The methods of a class and what stands for one, by name, as they are written."""
    for statement in body:
        match statement:
            case FuncDef() | Decorator() | OverloadedFuncDef():
                yield statement.name, statement
            case AssignmentStmt(lvalues=[NameExpr(name=name)], rvalue=LambdaExpr() | NameExpr()):
                yield name, statement
            case IfStmt(body=bodies, else_body=rest):
                for block in [*bodies, *([rest] if rest else [])]:
                    yield from _methods(block.body)
            case _:
                pass


def _may_be_decorated(context: ClassDefContext, method: Statement, decorator: str) -> bool:
    """Tell whether it is, or mypy does not know yet: of modules that import one another."""
    return not {decorator, None}.isdisjoint(_decorators(context, method))


def _decorators(context: ClassDefContext, method: Statement) -> Iterator[str | None]:
    """The full names of a method's decorators, as far as they are names; None if it is unknown."""
    for decorator in method.original_decorators if isinstance(method, Decorator) else ():
        if text := _dotted(decorator):
            found = context.api.lookup_qualified(text, method, suppress_errors=True)
            is_known = found is not None and not isinstance(found.node, PlaceholderNode)
            yield found.fullname if found is not None and is_known else None


def _dotted(decorator: Expression) -> str | None:
    """Write a decorator as the source does: "hookline.not_a_hook"."""
    if isinstance(decorator, NameExpr):
        return decorator.name
    return get_member_expr_fullname(decorator) if isinstance(decorator, MemberExpr) else None


def _is_right(name: str, method: object) -> bool:
    """Tell whether a method shows that its class is made for these loops, and not for others."""
    known = HOOKS[name] if name in recognized.DISTINCTIVE else None
    if known is None or not isinstance(method, FuncDef) or _is_of_a_dict(method):
        return False
    # `*args, **kwargs` alone fit any loop, and so say nothing.
    names_any = not {ARG_STAR, ARG_STAR2}.issuperset(method.arg_kinds[1:])
    return names_any and _takes(method, known.parameters)


def _is_of_a_dict(method: FuncDef) -> bool:
    """Tell whether a hook says that it takes a dictionary, which logs of these loops are not."""
    kind = method.unanalyzed_type or method.type
    if not isinstance(kind, CallableType) or "logs" not in kind.arg_names:
        return False
    logs = kind.arg_types[kind.arg_names.index("logs")]
    name = logs.name if isinstance(logs, UnboundType) else ""
    name = logs.type.name if isinstance(logs, Instance) else name
    return name.rpartition(".")[2].lower() == "dict"


def _takes(method: FuncDef, parameters: tuple[str, ...]) -> bool:
    own = list(zip(method.arg_names, method.arg_kinds, strict=True))
    bound = own if method.arg_kinds[:1] == [ARG_STAR] else own[1:]  # `*args` take `self` too
    return accepts(bound, parameters)


def _signature(name: str, method: FuncDef, subject: str) -> str | None:
    """Say why a loop could not call the method, or would not run its body."""
    parameters = HOOKS[name].parameters
    if method.is_coroutine or method.is_async_generator:
        return sentences.asynchronous(subject, name)
    if method.is_generator:
        return sentences.generator(subject, name)
    if not _takes(method, parameters):
        shown = f"({', '.join(argument or '_' for argument in method.arg_names)})"
        return sentences.wrong_signature(subject, name, parameters, shown)
    return None
