"""What a person reads of a conversion: the file on standard output, the report beside it."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from beffroi.policy.metadata.converting import convert
from beffroi.policy.metadata.cyclonedx import component_of
from beffroi.policy.metadata.shapes import Converted, Remark
from beffroi.policy.metadata.words import data as metadata
from beffroi.policy.publiccode.writing import dump

_TITLES: Final = {
    "en": {"lost": "Lost", "guessed": "Guessed, to be looked at", "missing": "Still to be said"},
    "fr": {"lost": "Perdu", "guessed": "Supposé, à vérifier", "missing": "Encore à dire"},
}
_SHOWN: Final = 80
_NAMES: Final = ("name", "dct:title", "nom")


def say_converted(data: bytes, asked: Namespace) -> int:
    """Convert a file and print it; 1 when a record still needs something, else 0."""
    records = convert(data, asked.to)
    if asked.format == "json":
        parts = [record.as_json() for record in records]
        document = parts[0] if len(parts) == 1 else {"records": parts}
        sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.write(_document(records, asked.to))
        sys.stderr.write("".join(_report(records, asked.language)))
    return 1 if any(record.missing for record in records) else 0


def _document(records: list[Converted], target: str) -> str:
    documents = [dict(record.document) for record in records]
    if target == "publiccode":
        return "---\n".join(dump(document) for document in documents)
    whole = documents[0] if len(documents) == 1 else documents
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _report(records: Iterable[Converted], language: str) -> Iterator[str]:
    titles = _TITLES[language]
    for record in records:
        yield f"{_name(record.document)}\n"
        for name, remarks in (("lost", record.lost), ("guessed", record.guessed)):
            if remarks:
                yield f"  {titles[name]}:\n"
                yield from (_line(one, language) for one in remarks)
        if record.missing:
            yield f"  {titles['missing']}: {', '.join(record.missing)}\n"


def _name(document: Mapping[str, Any]) -> str:
    """Return the name of the software, wherever the format has it, "?" for none."""
    about = component_of(document) or document
    return next((str(about[key]) for key in _NAMES if about.get(key)), "?")


def _line(one: Remark, language: str) -> str:
    value = json.dumps(one.value, ensure_ascii=False, default=str)
    shown = value if len(value) <= _SHOWN else f"{value[: _SHOWN - 1]}…"
    return f"    {one.key}: {shown} – {metadata()['reasons'][one.reason][language]}\n"
