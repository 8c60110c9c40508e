"""How little the types leave open: the exceptions to strictness, counted and named."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import hookline

ROOT = Path(__file__).parent.parent
PACKAGE = Path(hookline.__file__).parent

#: Most that may be silenced, of a thousand lines.
MOST = 3

#: Where the comments themselves are what is tested: they silence mistakes that are meant.
MEANT = ("tests/typesafety", "tests/typings")

WITH_CODE_AND_REASON = re.compile(r"# (type|pyright): ignore\[[\w-]+(, ?[\w-]+)*\]  # \S")

#: The public functions whose signatures say `Any`, and why.
ANY = {
    "a batch, and what a step makes of it, are of a user's own types": {
        "loops.batch_pass.BatchPass.__init__",
        "loops.batch_size.size_of_first",
        "loops.batch_size.size_of_first_value",
        "loops.batch_size.size_reader",
        "loops.metrics.LatestMetrics.add",
        "loops.metrics.Meter.add",
        "loops.metrics.Meter.logs",
        "loops.metrics.RunningMeans.add",
    },
    "a list serves runs of any outputs when it only tests": {"loops.evaluate.run_test"},
    "the metrics and outputs of a framework's program are not known to a type checker": {
        "adapters.keras.ToKeras.__init__",
        "adapters.keras.ToKerasOnJax.__init__",
        "adapters.keras.to_keras",
        "adapters.synalinks.ToSynalinks.__init__",
        "adapters.synalinks.to_synalinks",
        "adapters.ignite.ToIgnite.__init__",
        "adapters.ignite.to_ignite",
        "adapters.lightgbm.ToLightGBM.__init__",
        "adapters.lightgbm.to_lightgbm",
        "adapters.lightning.ToLightning.__init__",
        "adapters.lightning.to_lightning",
        "adapters.skorch.to_skorch.ToSkorch.__init__",
        "adapters.skorch.to_skorch.to_skorch",
        "adapters.torchtnt.ToTorchTNT.__init__",
        "adapters.torchtnt.to_torchtnt",
        "adapters.transformers.to_transformers.ToTransformers.__init__",
        "adapters.transformers.to_transformers.to_transformers",
        "adapters.xgboost.ToXGBoost.__init__",
        "adapters.xgboost.to_xgboost",
        "bridge.attachment.Attachment.__init__",
        "bridge.course.Course.__init__",
        "bridge.course.Host.__init__",
        "bridge.relay.Relay.__init__",
    },
    "weights and variables are of the framework's own types": {
        "adapters.keras.HasWeights.set_weights",
        "adapters.synalinks.StoppableWithVariables.trainable_variables",
    },
    "the class of a TypedDict has no type of its own": {"requirements.required_logs"},
}


def sources() -> Iterator[tuple[str, str]]:
    """Every source, and the Python of every page, with its path."""
    for folder in ("src", "tests", "docs"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
    for page in (ROOT / "README.md", *sorted(ROOT.glob("docs/**/*.md"))):
        fences = re.findall(r"^```python\n(.*?)^```$", page.read_text("utf-8"), re.M | re.S)
        yield page.relative_to(ROOT).as_posix(), "\n".join(fences)


def silencing(source: str) -> list[str]:
    """The comments that silence a type checker, but not such text in strings."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    comments = [token.string for token in tokens if token.type == tokenize.COMMENT]
    return [comment for comment in comments if re.match(r"# (type|pyright): ignore", comment)]


def test_little_is_silenced() -> None:
    lines, silenced = 0, 0
    for _, source in sources():
        lines += source.count("\n")
        silenced += len(silencing(source))
    assert silenced / lines * 1_000 <= MOST


def test_what_is_silenced_has_a_code_and_a_reason() -> None:
    bare = [
        (path, comment)
        for path, source in sources()
        if not path.startswith(MEANT)
        for comment in silencing(source)
        if not WITH_CODE_AND_REASON.match(comment)
    ]
    assert bare == []


def public_functions(body: list[ast.stmt], place: str) -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in body:
        match node:
            case ast.ClassDef(name=name) if not name.startswith("_"):
                yield from public_functions(node.body, f"{place}.{name}")
            case ast.FunctionDef(name=name) if not name.startswith("_") or name.endswith("__"):
                yield f"{place}.{name}", node
            case _:
                pass


def says_any(function: ast.FunctionDef) -> bool:
    """Whether a function's signature says `Any`; what its body says is its own business."""
    signature = [function.args, *([function.returns] if function.returns else [])]
    return any(
        isinstance(node, ast.Name) and node.id == "Any"
        for part in signature
        for node in ast.walk(part)
    )


def test_no_public_signature_says_any_but_for_a_reason() -> None:
    found = {
        name
        for path in PACKAGE.rglob("*.py")
        for name, function in public_functions(
            ast.parse(path.read_text(encoding="utf-8")).body,
            ".".join(path.relative_to(PACKAGE).with_suffix("").parts),
        )
        if says_any(function)
    }
    assert found == set().union(*ANY.values())
