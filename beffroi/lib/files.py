"""Files as people bring them, read within limits: gzip, UTF-8, CSV, JSON, YAML; refused by name."""

import codecs
import csv
import io
import json
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from beffroi.lib.errors import UsageError

MAX_BYTES = 200_000_000
MAX_YAML_BYTES = 5_000_000
MAX_DEPTH = 60
MAX_CELL = 10_000_000
_GZIP = b"\x1f\x8b"
_TEXT, _NULL = "tag:yaml.org,2002:str", "tag:yaml.org,2002:null"
_MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class FileRefusedError(UsageError):
    """A whole file that cannot be read: a code, and what is wrong, where, and the way out."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


def unpacked(content: bytes, *, limit: int = MAX_BYTES) -> bytes:
    """Return the bytes, unpacked when they are gzip; at most ``limit`` of them."""
    if not content.startswith(_GZIP):
        _check_size(len(content), limit)
        return content
    parts, size = [], 0
    while content:  # a gzip file may have several members, RFC 1952
        reader = zlib.decompressobj(wbits=31)
        try:
            parts.append(reader.decompress(content, limit - size + 1))
        except zlib.error as error:
            raise FileRefusedError("broken-gzip", f"The gzip file is broken: {error}.") from error
        size += len(parts[-1])
        _check_size(size, limit)
        if not reader.eof:
            raise FileRefusedError("broken-gzip", "The gzip file ends too early; fetch it again.")
        content = reader.unused_data.lstrip(b"\x00")  # padding
    return b"".join(parts)


def text_of(content: bytes) -> str:
    """Return the text of a UTF-8 file, with or without its mark."""
    if not content.removeprefix(codecs.BOM_UTF8).strip():
        raise FileRefusedError("empty-file", "The file is empty.")
    beginning = content[:200]
    for mark, name in _MARKS.items():
        if content.startswith(mark) or beginning.count(0) * 3 > len(beginning):
            text = f"The file is {name}; turn it into UTF-8: iconv -f {name} -t UTF-8 FILE."
            raise FileRefusedError("wrong-encoding", text)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        text = (
            f"The file is not UTF-8: byte {error.start} in line {line}. If it is Latin-1, turn it "
            "into UTF-8: iconv -f ISO-8859-1 -t UTF-8 FILE."
        )
        raise FileRefusedError("wrong-encoding", text) from error


def csv_header(text: str) -> tuple[str, ...]:
    """Return the names of the columns in the first line, as far as it is CSV."""
    first = text.partition("\n")[0].rstrip("\r")
    try:
        row = next(csv.reader([first]), [])
    except csv.Error:
        return ()
    return tuple(name.strip() for name in row)


def csv_rows(text: str) -> Iterator[tuple[int, Mapping[str, str] | None, str]]:
    """Yield the rows below the header: number from 1, cells by column, or why there are none.

    A row with too few or too many cells is yielded as None with the reason.
    """
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(io.StringIO(text.replace("\x00", "�"), newline=""), strict=True)
    header = csv_header(text)
    _check_header(header)
    try:
        next(reader, None)
    except csv.Error as error:
        raise FileRefusedError("broken-csv", f"The first line is no CSV: {error}.") from error
    number = 0
    while True:
        number += 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield number, None, f"The row is no CSV ({error}); see line {reader.line_num}."
            continue
        if not row:
            number -= 1
        elif len(row) != len(header):
            yield number, None, f"The row has {len(row)} cells, the header has {len(header)}."
        else:
            yield number, dict(zip(header, row, strict=True)), ""


def _check_header(header: Sequence[str]) -> None:
    twice = sorted(name for name, count in Counter(header).items() if count > 1)
    if twice:
        text = f"The header names a column twice: {', '.join(twice)[:200] or 'the empty name'}."
        raise FileRefusedError("duplicate-column", text)


def json_of(text: str) -> Any:
    """Return a JSON document; an object that names a key twice is refused."""
    try:
        return json.loads(text, object_pairs_hook=_pairs)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise FileRefusedError("broken-json", f"No JSON: {error.msg} in {place}.") from error
    except ValueError as error:  # a number of thousands of digits
        raise FileRefusedError("broken-json", f"No JSON: {error}.") from error
    except RecursionError as error:
        raise FileRefusedError("too-deep", "The JSON document is nested too deeply.") from error


def _pairs(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        key = Counter(key for key, _ in pairs).most_common(1)[0][0]
        raise FileRefusedError("duplicate-key", f"An object has the key “{key[:100]}” twice.")
    return found


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """A YAML document; ``lines``: of each key of its top level.

    ``doubles``: key of the top level → lines and keys below it that stand there a second time;
    the last one counts.
    """

    value: Any
    lines: Mapping[str, int]
    doubles: Mapping[str, Sequence[tuple[int, str]]]


def yaml_of(text: str) -> YamlDocument:
    """Return a YAML document.

    Scalars stay the texts that were written (an account may be called ``10``, ``on`` or
    ``1_000``), but for null. Aliases are refused: an account list needs none, and they can make
    a small file huge. So is a key that stands twice at the top level.
    """
    _check_size(len(text), MAX_YAML_BYTES)
    try:
        _check_events(text)
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
            lines, doubles = _top(node)
            return YamlDocument(loader.construct_document(node) if node else None, lines, doubles)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"line {mark.line + 1}, column {mark.column + 1}" if mark else "an unknown line"
        text = f"No YAML: {error.problem} in {place}."
        raise FileRefusedError("broken-yaml", text) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise FileRefusedError("broken-yaml", f"No YAML: {error}.") from error


def _check_events(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent):
            line = event.start_mark.line + 1 if event.start_mark else 0
            message = f"Line {line} has an alias (*{event.anchor}); write the value out."
            raise FileRefusedError("yaml-alias", message)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise FileRefusedError("too-deep", "The YAML document is nested too deeply.")


def _top(node: Any) -> tuple[dict[str, int], dict[str, list[tuple[int, str]]]]:
    """Make the scalars texts; return the lines of the keys, and what is double below them."""
    lines: dict[str, int] = {}
    doubles: dict[str, list[tuple[int, str]]] = {}
    if not isinstance(node, yaml.MappingNode):
        _as_written(node)
        return lines, doubles
    for key, value in node.value:
        _as_text(key)
        name, line = str(key.value), key.start_mark.line + 1
        if name in lines:
            text = f"Line {line} has the key “{name[:100]}” again, after line {lines[name]}."
            raise FileRefusedError("duplicate-key", f"{text} Join the two.")
        lines[name] = line
        doubles[name] = list(_as_written(value))
    return lines, doubles


def _as_text(node: Any) -> None:
    if isinstance(node, yaml.ScalarNode):
        node.tag = _TEXT


def _as_written(node: Any) -> list[tuple[int, str]]:
    """Make every scalar but null a text; return lines and keys that stand a second time."""
    if isinstance(node, yaml.ScalarNode) and node.tag != _NULL:
        _as_text(node)
    if isinstance(node, yaml.SequenceNode):
        return [double for item in node.value for double in _as_written(item)]
    doubles: list[tuple[int, str]] = []
    seen: set[str] = set()
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        _as_text(key)
        doubles += _as_written(value)
        if str(key.value) in seen:
            doubles.append((key.start_mark.line + 1, str(key.value)))
        seen.add(str(key.value))
    return doubles


def _check_size(size: int, limit: int) -> None:
    if size > limit:
        text = f"The file holds more than {limit:,} bytes; cut it into parts."
        raise FileRefusedError("too-large", text)


def missing(header: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """Return the wanted columns that a header lacks."""
    return [name for name in wanted if name not in header]
