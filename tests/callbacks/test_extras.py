"""What is said where a package is missing that a callback needs."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from functools import partial

import pytest

from hookline.callbacks import MLflow, OpenTelemetry, TensorBoard
from hookline.callbacks.extras import needed

#: Callbacks that need a package: how one is made, the package, and the extra that brings it.
NEEDING: list[tuple[Callable[[], object], str, str]] = [
    (MLflow, "mlflow", "mlflow"),
    (OpenTelemetry, "opentelemetry", "opentelemetry"),
    (partial(TensorBoard, "logs"), "tensorboard", "tensorboard"),
]


@pytest.mark.parametrize(("make", "package", "extra"), NEEDING)
def test_a_missing_package_is_named_with_the_extra_that_brings_it(
    make: Callable[[], object], package: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == package]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ImportError) as caught:
        make()
    sentence = f' needs `{package}`: pip install "hookline[{extra}]"'
    assert str(caught.value).partition(" ")[0] in {"MLflow", "OpenTelemetry", "TensorBoard"}
    assert str(caught.value).endswith(sentence)


def test_what_a_package_lacks_itself_is_not_blamed_on_an_extra(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("site")
    (folder / "half_installed.py").write_text("import not_installed_at_all")
    monkeypatch.setattr(sys, "path", [str(folder), *sys.path])
    with pytest.raises(ModuleNotFoundError, match="No module named 'not_installed_at_all'"):
        needed("Chart", "half_installed", "charts")


@pytest.mark.parametrize("name", ["MLflow", "OpenTelemetry", "RemoteMonitor", "TensorBoard"])
def test_importing_one_loads_no_package(name: str) -> None:
    packages = {package for _, package, _ in NEEDING} | {"numpy", "google"}
    code = (
        f"import sys; from hookline.callbacks import {name}; "
        f"print(*sorted({packages!r} & set(sys.modules)))"
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter, our own text
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []
