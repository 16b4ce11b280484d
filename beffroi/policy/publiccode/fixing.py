"""Write the corrected lines into a publiccode.yml, as long as there is only one way to do so."""

from typing import Final

from beffroi.lib.errors import UsageError
from beffroi.policy.publiccode.editing import put
from beffroi.policy.publiccode.judging import judge, read_tree
from beffroi.policy.publiccode.mending import corrected, mended_value
from beffroi.policy.publiccode.paths import at, plain, steps
from beffroi.policy.publiccode.places import Folder
from beffroi.policy.publiccode.shapes import Result

MOST_ROUNDS: Final = 50
MOST_LINES: Final = 500


def fixed(data: bytes, folder: Folder | None = None) -> bytes:
    """Return the file with each line corrected that can be; all other lines stay as they are.

    A correction counts when the finding is gone and the file can still be read.
    """
    refused: set[tuple[str, str]] = set()
    for _ in range(MOST_ROUNDS):
        results = judge(data, folder).results
        mended = _round(data, [one for one in results if _name(one) not in refused], refused)
        if mended == data:
            break
        data = mended
    return data


def _round(data: bytes, results: list[Result], refused: set[tuple[str, str]]) -> bytes:
    for one in results[:MOST_LINES]:
        mended = _with(data, one)
        if mended == data:
            continue
        if _is_better(one, data, mended) and read_tree(mended) is not None:
            data = mended
        else:
            refused.add(_name(one))
    return data


def _is_better(one: Result, before: bytes, after: bytes) -> bool:
    """Tell whether a finding is gone and its key has no other instead."""
    known = {_name(other) for other in judge(before).results}
    now = {_name(other) for other in judge(after).results}
    return _name(one) not in now and not any(
        name[1] == one.key and name not in known for name in now
    )


def _with(data: bytes, result: Result) -> bytes:
    """Return the file with the line of one finding corrected."""
    lines = data.splitlines(keepends=True)
    if not 0 < result.line <= len(lines):
        return data
    try:
        line = lines[result.line - 1].decode("utf-8")
    except UnicodeDecodeError:
        return data
    bare = line.rstrip("\r\n")
    mended = corrected(result, bare)
    if not mended:
        return _in_flow(data, result)
    kept = bare[len(bare.rstrip()) :]
    lines[result.line - 1] = f"{mended}{kept}{line[len(bare) :]}".encode()
    return b"".join(lines)


def _in_flow(data: bytes, result: Result) -> bytes:
    """Return the file with a value corrected that has no line of its own."""
    tree = read_tree(data)
    try:
        value = at(plain(tree), steps(result.key)) if tree else None
        mended = mended_value(result, value) if isinstance(value, str) and value else ""
        return put(data, result.key, mended) if mended and mended != value else data
    except UsageError:
        return data


def _name(result: Result) -> tuple[str, str]:
    return result.rule, result.key
