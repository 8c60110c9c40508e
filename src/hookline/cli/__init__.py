"""The command `hookline`: one module for each of its commands."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from hookline.cli import check, demo, inspect, typings


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code, which each command's module explains."""
    options = _parser().parse_args(arguments)
    code: int = options.run(options)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("hookline", description="Callbacks for training loops.")
    parser.add_argument("--version", action=_ShowVersion, nargs=0, help="show it and exit")
    commands = parser.add_subparsers(metavar="command", required=True)
    modules = {"check": check, "demo": demo, "inspect": inspect, "typings": typings}
    for name, command in modules.items():
        own = commands.add_parser(
            name,
            help=command.SUMMARY,
            description=command.DESCRIPTION,
            formatter_class=argparse.ArgumentDefaultsHelpFormatter,
        )
        command.configure(own)
        own.set_defaults(run=command.run)
    return parser


class _ShowVersion(argparse.Action):
    """Prints the version, which is looked up only where it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version  # noqa: PLC0415 - heavy, and seldom needed

        print(f"hookline {version('hookline')}")
        parser.exit()
