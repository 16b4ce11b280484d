"""The fields of the tantivy index, and a document as tantivy wants it.

All text fields hold words already analysed by ``words``, joined by spaces, so that the SQL twin
finds exactly the same.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from beffroi.search import order, words
from beffroi.search.native import tantivy
from beffroi.search.shapes import FACETS, Document

STORED_FACETS = tuple(name for name in FACETS if name != "activity")
GAP = "|"
"""Stands between name, description and text, so that no phrase crosses them."""

MAX_VALUE = 500
"""Characters of a facet value that are kept."""

_ANALYSER = "spaces"


@cache
def schema() -> tantivy.Schema:
    """Return the schema: ``forms`` to match, ``words`` for phrases, the rest to rank and count.

    ``long`` and ``long_words`` are the same of the README: a field of its own, so that a long text
    neither counts like a name nor makes one count less.
    """
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("said", stored=True)
    for name in ("forms", "name", "about", "long"):
        builder.add_text_field(name, tokenizer_name=_ANALYSER, index_option="freq")
    for name in ("words", "long_words"):
        builder.add_text_field(name, tokenizer_name=_ANALYSER, index_option="position")
    for name in STORED_FACETS:
        builder.add_text_field(
            f"facet_{name}", fast=True, tokenizer_name="raw", index_option="basic"
        )
    for name in ("by_updated", "by_score", "by_stars", "by_added", "by_size", "by_read"):
        builder.add_unsigned_field(name, fast=True)
    builder.add_text_field("by_name", fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("seen", fast=True)
    builder.add_unsigned_field("last", indexed=True)
    builder.add_float_field("weight", fast=True)
    return builder.build()


def register(index: tantivy.Index) -> tantivy.Index:
    """Give the index its analyser; it is not stored, so every opening needs it."""
    spaces = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(_ANALYSER, spaces)
    return index


def key_of(kind: str, uid: str) -> str:
    """Return the name of a thing inside the index."""
    return printable(f"{kind}:{uid}")


def printable(value: str) -> str:
    """Return a value that every store accepts: no lone surrogate, no NUL, not endless."""
    if not value.isascii():
        value = value.encode("utf-8", "replace").decode()
    return value[:MAX_VALUE].replace("\0", " ")


def facets_of(document: Document) -> dict[str, tuple[str, ...]]:
    """Return the stored facets of a document, each value once; its kind is one of them."""
    found = {**document.facets, "kind": (document.kind,)}
    return {
        name: tuple(dict.fromkeys(map(printable, found[name])))
        for name in STORED_FACETS
        if found.get(name)
    }


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a document: forms of its name, description and text, and exact words.

    ``words`` has ``GAP`` after each text, and keeps the order, for phrases. ``long`` and
    ``long_words``: forms and exact words of its README.
    """

    name: list[str]
    about: list[str]
    text: list[str]
    words: list[str]
    long: list[str]
    long_words: list[str]

    @property
    def forms(self) -> list[str]:
        """Return all forms but those of the README."""
        return self.name + self.about + self.text


def said_by(document: Document) -> Said:
    """Analyse the texts of a document."""
    forms: list[list[str]] = []
    exact: list[str] = []
    for text in (document.name, document.description, document.text):
        found: list[str] = []
        for run in words.runs(text):
            found += run.forms
            exact += run.parts
        exact.append(GAP)
        forms.append(found)
    read = list(words.runs(document.readme))
    return Said(
        name=forms[0],
        about=forms[1],
        text=forms[2],
        words=exact,
        long=[form for run in read for form in run.forms],
        long_words=[part for run in read for part in run.parts],
    )


def as_tantivy(document: Document) -> tantivy.Document:
    """Return the document with all its fields."""
    said = said_by(document)
    forms = said.forms
    keys = order.keys(document)
    values: dict[str, Any] = {
        "key": key_of(document.kind, document.uid),
        "said": " ".join(dict.fromkeys(f for f in forms if f[:3] != words.STEM)).encode(),
        "forms": " ".join(forms),
        "name": " ".join(said.name),
        "about": " ".join(said.about),
        "words": " ".join(said.words),
        "long": " ".join(said.long),
        "long_words": " ".join(said.long_words),
        "by_updated": keys.by_updated,
        "by_score": keys.by_score,
        "by_stars": keys.by_stars,
        "by_added": keys.by_added,
        "by_size": keys.by_size,
        "by_read": keys.by_read,
        "by_name": keys.by_name,
        "seen": keys.seen,
        "last": int(document.is_last),
        "weight": 2**keys.weight - 2,
    }
    for facet, chosen in facets_of(document).items():
        values[f"facet_{facet}"] = list(chosen)
    return tantivy.Document.from_dict(values, schema())
