"""Tests that run another framework: read only where they are asked for, by `-m frameworks`.

Their files import the framework, so where it is not installed they cannot even be read. Where they
are asked for, that is a failure.
"""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent

#: Folders with a test for each framework.
FRAMEWORKS = sorted(path.name for path in HERE.iterdir() if any(path.glob("test_*.py")))

#: What the frameworks warn of themselves, whatever callbacks do.
OF_FRAMEWORKS = [
    "__array__ implementation doesn't accept a copy keyword:DeprecationWarning",  # Keras on PyTorch
    "Your input ran out of data:UserWarning",  # Keras and Synalinks, at the end of a short group
    "The program does not have any trainable variables:UserWarning",  # Synalinks
    "pkg_resources is deprecated as an API:UserWarning",  # TorchTNT
    "`torch.jit.*` is deprecated:DeprecationWarning",  # Ignite on PyTorch 2.13
    "`isinstance.treespec, LeafSpec.` is deprecated:FutureWarning",  # Lightning on PyTorch 2.13
]


def asked_for(config: pytest.Config) -> bool:
    expression = str(config.option.markexpr)
    return "frameworks" in expression and "not frameworks" not in expression


def pytest_configure(config: pytest.Config) -> None:
    if asked_for(config):  # some warn as soon as they are imported
        for warning in OF_FRAMEWORKS:
            config.addinivalue_line("filterwarnings", f"ignore:{warning}")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    of_framework = collection_path.parent == HERE and collection_path.name in FRAMEWORKS
    return True if of_framework and not asked_for(config) else None


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    if not asked_for(config):
        terminalreporter.write_line(
            f"DESELECTED tests/integration/{{{','.join(FRAMEWORKS)}}}: "
            "each in an environment of its framework, by .ci/frameworks"
        )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.frameworks)
