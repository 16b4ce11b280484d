"""Who gave a value and when, in words: provenance as pages show it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from beffroi.lib import typography
from beffroi.lib.dates import DateError, read_instant
from beffroi.organisations.pages.labels import current_language

SHORT = {
    "manual": gettext_lazy("set by hand"),
    "import": gettext_lazy("imported list"),
    "harvest": gettext_lazy("forge"),
    "forge": gettext_lazy("forge"),
    "file": gettext_lazy("read in file"),
    "look": gettext_lazy("read in its code"),
    "publiccode": gettext_lazy("read in file"),
    "codemeta": gettext_lazy("read in file"),
    "sample": gettext_lazy("sample"),
    "demo": gettext_lazy("sample"),
    "called": gettext_lazy("word from its account"),
}
"""First part of a source → the one or two words of the summary."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """The source of a value: in one or two words, then in sentences."""

    short: str
    sentences: tuple[str, ...]


def provenance(sources: Mapping[str, Any], field: str) -> Provenance | None:
    """Return the source of one field of a record; None when it was not kept."""
    source = sources.get(field) or sources.get("*")
    if not isinstance(source, Mapping) or not source.get("by"):
        return None
    by = str(source["by"])
    kind = by.partition(":")[0]
    sentences = [_given(said_by(by), str(source.get("at", "")))]
    if kind == "manual":
        sentences.append(gettext("A value set by hand wins over a machine’s until it is reset."))
    return Provenance(str(SHORT.get(kind, by)), tuple(sentences))


def said_by(by: str) -> str:
    """Return who gave a value, for a reader: words for the part of the program, then its format."""
    kind, _, detail = by.partition(":")
    words = str(SHORT.get(kind, kind))
    return f"{words} ({detail})" if detail else words


def _given(by: str, at: str) -> str:
    try:
        moment = typography.moment(read_instant(at), current_language())
    except DateError:
        return gettext("Source: %(source)s.") % {"source": by}
    return gettext("Source: %(source)s, %(moment)s.") % {"source": by, "moment": moment}
