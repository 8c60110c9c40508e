"""`hookline inspect`: show what a callback is, and what is wrong with it."""

from __future__ import annotations

import argparse
import sys

SUMMARY = "show the hooks of a callback, what it needs, and what is wrong with it"
DESCRIPTION = (
    "Show which hooks a class of callbacks has, which Protocols it satisfies, what it needs of a "
    "program and its logs, and what is wrong with it. Its module is imported, which runs it."
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "target",
        metavar="TARGET",
        help="module:Class or path/to/file.py:Class; Outer.Inner and an object will do too",
    )
    parser.add_argument("--json", action="store_true", help="write JSON for machines")


def run(options: argparse.Namespace) -> int:
    """Run the inspection.

    Returns:
        0 where nothing is wrong, 1 where something is, 2 for a request that cannot be met.
    """
    # Imported here, so that other commands do not pay for it.
    from hookline.cli.inspection_report import as_json, show  # noqa: PLC0415
    from hookline.cli.target import NotFoundError, find  # noqa: PLC0415
    from hookline.inspection import inspect_callback  # noqa: PLC0415

    try:
        found = find(options.target)
    except NotFoundError as error:
        return _fail(str(error))
    try:
        report = inspect_callback(found)
    except Exception as error:
        return _fail(f"`{options.target}` cannot be inspected: {type(error).__name__}: {error}")
    if options.json:
        print(as_json(options.target, report))
    else:
        show(report)
    return 1 if report.findings else 0


def _fail(sentence: str) -> int:
    print(f"hookline inspect: {sentence}", file=sys.stderr)
    return 2
