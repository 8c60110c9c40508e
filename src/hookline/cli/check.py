"""`hookline check`: find the mistakes in callbacks without running them."""

from __future__ import annotations

import argparse
import sys

SUMMARY = "find mistakes in callbacks and in calls of loops, without running them"
DESCRIPTION = (
    "Find mistakes in callbacks, and in the calls that hand them to loops. "
    "Files are read and not run; what their source does not tell is not judged."
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "sources",
        nargs="+",
        metavar="PATH_OR_MODULE",
        help="a file, a folder with all below it, or a module or package by its full name",
    )
    parser.add_argument("--json", action="store_true", help="write JSON for machines")
    parser.add_argument(
        "--import",
        action="store_true",
        dest="importing",
        help="also import the modules, which runs them, and check the objects they define",
    )


def run(options: argparse.Namespace) -> int:
    """Run the check.

    Returns:
        0 where nothing is wrong, 1 where something is, 2 for a request that cannot be met.
    """
    # Imported here, so that other commands do not pay for it.
    from hookline.check.checking import check  # noqa: PLC0415
    from hookline.check.importing import check_imported  # noqa: PLC0415
    from hookline.check.reports import as_json, as_text  # noqa: PLC0415
    from hookline.check.sources import NotFoundError, find_files  # noqa: PLC0415

    try:
        report = check(find_files(options.sources))
    except NotFoundError as error:
        print(f"hookline check: {error}", file=sys.stderr)
        return 2
    if options.importing:
        report = check_imported(report)
    print(as_json(report) if options.json else as_text(report))
    return 1 if report.findings else 0
