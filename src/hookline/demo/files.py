"""Files that are whole at any moment."""

from __future__ import annotations

import os
from pathlib import Path


def replace_file(path: Path, content: bytes) -> None:
    """Put a new file in the place of an old one, in one step.

    It is written beside it under another name, down to the disk, and only then renamed. Cut short
    at any point, by Ctrl-C or by a kill, this leaves either the old file or the new one.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
