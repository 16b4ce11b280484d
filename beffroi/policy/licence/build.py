"""Build the index: from licence texts to one file that is mapped into memory.

Layout: MAGIC, SHA-256 of the rest, length of the head, head (JSON: place and length of each
section), sections. Texts and keys are UTF-16, one unit per word; numbers are arrays of this
machine, so an index is built where it is used.
"""

import hashlib
import json
import re
import struct
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from zlib import crc32

from beffroi.policy.licence import spdx
from beffroi.policy.licence.align import Chunk, differences
from beffroi.policy.licence.sources import Source
from beffroi.policy.licence.templates import ANYTHING, CHOICE, Template, parse
from beffroi.policy.licence.vocabulary import Vocabulary, collect
from beffroi.policy.licence.words import Text, read_text

MAGIC = b"BFLICX11"
GRAM = 4
"""Words of a key."""
OPTIONAL, OPEN, CHOOSE = 1, 2, 4
"""Marks of a word: it may be missing; before it may stand any words, or one of the choices."""
_SHORT = 250
_ONE_OF = 5
_LONGEST_GAP = 30
_COARSE = 4
_WHOLE_LICENCE = 2000


@dataclass(slots=True)
class Entry:
    """One text; several identifiers when their texts are the same."""

    codes: str
    marks: bytes
    names: list[str]
    is_exception: bool
    choices: list[str] = field(default_factory=list)


def build(sources: Iterable[Source]) -> bytes:
    """Return the index of the texts as bytes."""
    read = [(source, read_text(source.text), parse(source.patterns)) for source in sources]
    choices = [read_text(" ".join(template.choices)) for _, _, template in read]
    words = collect([text for _, text, _ in read] + choices)
    vocabulary = Vocabulary(words)
    entries: dict[str, Entry] = {}
    for source, text, template in read:
        codes, _ = vocabulary.encode(text)
        if len(codes) < GRAM:
            continue
        entry = entries.get(codes)
        if entry is None:
            marks = bytearray(len(codes))
            if source.patterns:
                _mark_template(codes, marks, template, vocabulary)
            for part in source.optional:
                _mark_part(codes, marks, vocabulary.encode(read_text(part))[0])
            _mark_placeholders(text, vocabulary, codes, marks)
            entry = entries[codes] = Entry(codes, bytes(marks), [], source.is_exception)
            entry.choices = _choices(template.choices, vocabulary)
        if source.licence not in entry.names:
            entry.names.append(source.licence)
    _name_deprecated(entries.values())
    return _pack([*entries.values(), *_without_appended(list(entries.values()))], words)


def _without_appended(entries: list[Entry]) -> Iterator[Entry]:
    """Yield texts again without a whole other licence in them: LGPL-3.0 without the GPL."""
    for other in entries:
        if len(other.codes) >= _WHOLE_LICENCE:
            for entry in entries:
                at = entry.codes.find(other.codes) if entry is not other else -1
                if at >= 0:
                    end = at + len(other.codes)
                    codes = entry.codes[:at] + entry.codes[end:]
                    marks = entry.marks[:at] + entry.marks[end:]
                    yield Entry(codes, marks, entry.names, entry.is_exception, entry.choices)


def _name_deprecated(entries: Iterable[Entry]) -> None:
    """Name the deprecated GNU identifiers (GPL-2.0, GPL-2.0+) beside those of the same text."""
    known = {name: entry for entry in entries for name in entry.names}
    for row in spdx.entries().values():
        for ending in ("-only", "-or-later"):
            bare = row.spdx_id.removesuffix("+")
            if row.successor == bare + ending and row.successor in known:
                known[row.successor].names.append(row.spdx_id)


def _mark_template(
    codes: str, marks: bytearray, template: Template, vocabulary: Vocabulary
) -> None:
    """Mark what the template does not require, and where it lets anything stand."""
    pieces = re.split(f"([{ANYTHING}{CHOICE}])", template.required)
    parts = [vocabulary.encode(read_text(piece))[0] for piece in pieces[::2]]
    gaps, length = [], 0
    for part, kind in zip(parts, pieces[1::2], strict=False):
        length += len(part)
        gaps.append((length, OPEN if kind == ANYTHING else CHOOSE))
    required = "".join(parts)
    choices = map(re.escape, _choices(template.choices, vocabulary))
    is_choice = re.compile(f"(?:{'|'.join(choices) or '(?!)'})+", re.DOTALL)
    place = other = 0
    ends = (len(codes), len(codes), len(required), 0)
    for i0, i1, j0, j1 in [*_fine(codes, required), ends]:
        open_here = False
        for gap, mark in gaps:
            at = place + gap - other
            if other <= gap <= j0 and at < len(codes):
                marks[at] |= mark
                open_here = open_here or (at == i0 and mark == OPEN)
        if (open_here and i1 - i0 <= _LONGEST_GAP) or is_choice.fullmatch(codes, i0, i1):
            for at in range(i0, i1):
                marks[at] |= OPTIONAL
        place, other = i1, j1


def _fine(left: str, right: str) -> Iterator[Chunk]:
    """Yield the differences, large ones taken apart once more at any cost."""
    for chunk in differences(left, right):
        i0, i1, j0, j1 = chunk
        if min(i1 - i0, j1 - j0) < _COARSE:
            yield chunk
            continue
        steps = SequenceMatcher(None, left[i0:i1], right[j0:j1], autojunk=False).get_opcodes()
        yield from (
            (i0 + a, i0 + b, j0 + c, j0 + d) for kind, a, b, c, d in steps if kind != "equal"
        )


def _mark_part(codes: str, marks: bytearray, part: str) -> None:
    at = codes.find(part) if part else -1
    if at >= 0:
        marks[at : at + len(part)] = bytes(
            mark | OPTIONAL | OPEN for mark in marks[at : at + len(part)]
        )


def _mark_placeholders(text: Text, vocabulary: Vocabulary, codes: str, marks: bytearray) -> None:
    """Mark ``<name of author>`` and ``[yyyy]``: words to be replaced."""
    for number, line in enumerate(text.lines, 1):
        for opening, closing in ("<>", "[]", "{}"):
            begin = line.find(opening)
            end = line.find(closing, begin)
            if 0 <= begin < end <= begin + 60 and number not in text.copyright:
                _mark_part(codes, marks, vocabulary.encode(read_text(line[begin:end]))[0])


def _choices(choices: Iterable[str], vocabulary: Vocabulary) -> list[str]:
    found = {vocabulary.encode(read_text(choice))[0] for choice in choices}
    return sorted(choice for choice in found if choice)


def _pack(entries: list[Entry], words: list[str]) -> bytes:
    keys: dict[str, list[int]] = {}
    for number, entry in enumerate(entries):
        for gram in _grams(entry):
            keys.setdefault(gram, []).append(number)
    post = array("H")
    ends = array("I")
    for numbers in keys.values():
        post.extend(numbers)
        ends.append(len(post))
    starts = array("I", [0])
    for entry in entries:
        starts.append(starts[-1] + len(entry.codes))
    names = [[entry.names, entry.is_exception, entry.choices] for entry in entries]
    return _seal(
        {
            "entries": json.dumps(names).encode(),
            "words": "\n".join(words).encode(),
            "codes": "".join(entry.codes for entry in entries).encode("utf-16-le"),
            "marks": b"".join(entry.marks for entry in entries),
            "starts": starts.tobytes(),
            "sums": array(
                "I", (crc32(entry.codes.encode("utf-16-le")) for entry in entries)
            ).tobytes(),
            "keys": "".join(keys).encode("utf-16-le"),
            "post": post.tobytes(),
            "ends": ends.tobytes(),
        }
    )


def _grams(entry: Entry) -> set[str]:
    """Return the keys of a text: all of a short one, about one of five of a long one.

    A key lies in the required part of the text, at least by half.
    """
    codes, marks = entry.codes, entry.marks
    required = [place for place in range(len(codes) - GRAM + 1) if _is_firm(marks, place)]
    grams = {codes[place : place + GRAM] for place in required or range(len(codes) - GRAM + 1)}
    if len(codes) <= _SHORT:
        return grams
    return {gram for gram in grams if crc32(gram.encode("utf-16-le")) % _ONE_OF == 0} or grams


def _is_firm(marks: bytes, place: int) -> bool:
    return sum(mark & OPTIONAL for mark in marks[place : place + GRAM]) <= GRAM // 2


def _seal(sections: dict[str, bytes]) -> bytes:
    head: dict[str, list[int]] = {}
    body = b""
    for name, data in sections.items():
        body += b"\0" * (-len(body) % 8)
        head[name] = [len(body), len(data)]
        body += data
    words = json.dumps(head).encode()
    words += b" " * (-(len(words) + 4 + len(MAGIC) + 32) % 8)
    rest = struct.pack("<I", len(words)) + words + body
    return MAGIC + hashlib.sha256(rest).digest() + rest
