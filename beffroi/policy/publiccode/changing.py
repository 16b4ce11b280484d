"""What ``--set``, ``--unset`` and ``--fix`` do to a file: change it, show the difference, write."""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from beffroi.lib.errors import UsageError
from beffroi.policy.publiccode import editing
from beffroi.policy.publiccode.fixing import fixed
from beffroi.policy.publiccode.judging import judge
from beffroi.policy.publiccode.paths import value_of
from beffroi.policy.publiccode.places import Folder


@dataclass(frozen=True, slots=True)
class Change:
    """What is wanted: values as ``key=value``, keys to take out, corrected lines."""

    values: Sequence[str] = ()
    without: Sequence[str] = ()
    is_fixed: bool = False
    is_dry: bool = False
    is_json: bool = False


def run(file: str, data: bytes, change: Change) -> int:
    """Change a file (``-``: to standard output); 0 when it is valid then, else 1."""
    after = changed(data, change)
    path = Path(file)
    if after != data and not change.is_dry and file != "-":
        try:
            path.write_bytes(after)
        except OSError as error:
            raise UsageError(f"{file} cannot be written: {error.strerror or error}.") from error
    verdict = judge(after, None if file == "-" else Folder(path.parent))
    difference = editing.difference(data, after, path.name if file != "-" else "publiccode.yml")
    if change.is_json:
        document = {
            "changed": after != data,
            "valid": verdict.is_valid,
            "results": [result.as_json() for result in verdict.results],
            "diff": difference,
        }
        sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
    elif file == "-":
        sys.stdout.buffer.write(after)
        sys.stderr.write(difference)
    else:
        sys.stdout.write(difference)
    return 0 if verdict.is_valid else 1


def changed(data: bytes, change: Change) -> bytes:
    """Return the bytes of the file as wanted; raises UsageError for what cannot be done."""
    for said in change.values:
        key, sign, text = said.partition("=")
        if not sign or not key.strip():
            raise UsageError(f"“{said}” sets nothing; write --set key=value.")
        data = editing.put(data, key.strip(), value_of(key.strip(), text))
    for key in change.without:
        data = editing.take_out(data, key.strip())
    return fixed(data) if change.is_fixed else data
