"""Files and folders that appear whole or not at all, however the process ends.

What is written goes beside its place under a name that tells what it is, to the disk, and into
its place by one rename. What a killed writer leaves can be told from all else, and is swept.
"""

from hookline.durable.files import whole_file as whole_file
from hookline.durable.files import write_file as write_file
from hookline.durable.folders import Draft as Draft
from hookline.durable.folders import read_state as read_state
from hookline.durable.folders import remove_folder as remove_folder
from hookline.durable.folders import whole_folder as whole_folder
from hookline.durable.leftovers import sweep as sweep
from hookline.durable.manifest import FileRecord as FileRecord
from hookline.durable.manifest import Manifest as Manifest
from hookline.durable.manifest import check_folder as check_folder
from hookline.durable.manifest import read_manifest as read_manifest
from hookline.durable.newest import Newest as Newest
from hookline.durable.newest import Skipped as Skipped
from hookline.durable.newest import Whole as Whole
from hookline.durable.newest import newest as newest
from hookline.durable.packing import Packed as Packed
from hookline.durable.packing import pack as pack
from hookline.durable.packing import unpack as unpack

__all__ = [
    "Draft",
    "FileRecord",
    "Manifest",
    "Newest",
    "Packed",
    "Skipped",
    "Whole",
    "check_folder",
    "newest",
    "pack",
    "read_manifest",
    "read_state",
    "remove_folder",
    "sweep",
    "unpack",
    "whole_file",
    "whole_folder",
    "write_file",
]
