"""The licence index: one file mapped into memory, checked by its digest when it is opened."""

import hashlib
import json
import mmap
import struct
from array import array
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any
from zlib import crc32

from beffroi.lib.errors import BeffroiError
from beffroi.policy.licence.build import GRAM, MAGIC
from beffroi.policy.licence.vocabulary import Vocabulary

_HEAD = len(MAGIC) + 32


class DamagedIndexError(BeffroiError):
    """The index file is not whole or not of this version; building it anew helps."""


class Index:
    """Licence texts as strings of one letter per word, and where each four words occur."""

    def __init__(self, data: "bytes | mmap.mmap") -> None:
        """Take the bytes of an index; raises DamagedIndexError when they are not whole."""
        if data[: len(MAGIC)] != MAGIC:
            raise DamagedIndexError("the licence index is of another version. Run: make setup")
        view = memoryview(data)
        if hashlib.sha256(view[_HEAD:]).digest() != bytes(view[len(MAGIC) : _HEAD]):
            raise DamagedIndexError("the licence index is damaged. Run: make setup")
        (size,) = struct.unpack("<I", view[_HEAD : _HEAD + 4])
        self._head: dict[str, list[int]] = json.loads(bytes(view[_HEAD + 4 : _HEAD + 4 + size]))
        self._body = view[_HEAD + 4 + size :]
        self._keys_of: dict[int, frozenset[str]] = {}
        self._texts: dict[int, tuple[str, bytes]] = {}
        rows: list[Any] = json.loads(bytes(self._section("entries")))
        self.names: list[list[str]] = [row[0] for row in rows]
        self.is_exception: list[bool] = [row[1] for row in rows]
        self.choices: list[frozenset[str]] = [frozenset(row[2]) for row in rows]
        self._starts = self._section("starts").cast("I")
        self._sums = dict(zip(self._section("sums").cast("I"), range(len(rows)), strict=True))
        self.lengths = [end - begin for begin, end in pairwise(self._starts)]
        self.words = bytes(self._section("words")).decode().split("\n")
        self.vocabulary = Vocabulary(self.words)
        self._read_keys()

    @classmethod
    def open(cls, path: Path) -> "Index":
        """Map an index file; raises DamagedIndexError or OSError."""
        with path.open("rb") as file:
            return cls(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))

    def text(self, number: int) -> tuple[str, bytes]:
        """Return the letters of one text and their marks."""
        known = self._texts.get(number)
        if known is None:
            begin, end = self._starts[number], self._starts[number + 1]
            codes = bytes(self._section("codes")[begin * 2 : end * 2]).decode("utf-16-le")
            known = self._texts[number] = (codes, bytes(self._section("marks")[begin:end]))
        return known

    def whole(self, codes: str) -> int | None:
        """Return the text that these letters are, all of them and nothing else."""
        number = self._sums.get(crc32(codes.encode("utf-16-le")))
        return number if number is not None and self.text(number)[0] == codes else None

    def keys_of(self, number: int) -> frozenset[str]:
        """Return the keys of one text."""
        known = self._keys_of.get(number)
        if known is None:
            codes, _ = self.text(number)
            grams = {codes[place : place + GRAM] for place in range(len(codes) - GRAM + 1)}
            own = (gram for gram in grams if number in self.keys.get(gram, ()))
            known = self._keys_of[number] = frozenset(own)
        return known

    @cached_property
    def _word_of(self) -> dict[str, str]:
        return {letter: word.removeprefix("=") for word, letter in self.vocabulary.items()}

    def spell(self, codes: str) -> str:
        """Return letters as words."""
        return " ".join(self._word_of.get(letter, "?") for letter in codes)

    def _section(self, name: str) -> memoryview:
        begin, size = self._head[name]
        return self._body[begin : begin + size]

    def _read_keys(self) -> None:
        keys = bytes(self._section("keys")).decode("utf-16-le")
        post = array("H")
        post.frombytes(self._section("post"))
        ends = array("I", [0])
        ends.frombytes(self._section("ends"))
        cut = [keys[place : place + GRAM] for place in range(0, len(keys), GRAM)]
        lists = [post[begin:end] for begin, end in pairwise(ends)]
        self.keys: dict[str, array[int]] = dict(zip(cut, lists, strict=True))
        self.key_counts = [0] * len(self.names)
        for numbers in lists:
            for number in numbers:
                self.key_counts[number] += 1
