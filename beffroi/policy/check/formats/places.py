"""Where the findings of a report stand, how grave each is, and the mark that recognises it.

A forge shows a finding at its line only when every result has a place: what concerns the whole
repository stands at the file where it is answered or waived, ``.beffroi.toml``.
"""

import hashlib
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias
from urllib.parse import quote

from beffroi.lib.cleaning import clean
from beffroi.policy.check.declarations import NAME
from beffroi.policy.check.judging import Judged
from beffroi.policy.check.shapes import Evidence, Rule, Words

Gravity: TypeAlias = Literal["error", "warning", "note", "none"]
_PROBLEMS: Final = frozenset({"fail", "warn", "waived"})
_SOURCES: Final = "https://github.com"


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a finding; ``mark`` stays the same when its line moves, and is unique.

    ``is_named``: the finding names the path itself.
    """

    judged: Judged
    path: str
    line: int
    text: str
    commit: str
    mark: str
    is_named: bool = True

    @property
    def uri(self) -> str:
        """Return the path as a relative address: forward slashes, percent-encoded."""
        return quote(os.fsencode(self.path), safe="/")

    def message(self, language: str) -> str:
        """Return what was found and what was seen there, in a sentence and its proof."""
        said = in_language(self.judged.finding.why, language)
        if self.text and self.text not in said:
            said = f"{said} [{self.text}]"
        return f"{said} ({self.commit[:12]})" if self.commit else said


def in_language(words: Words, language: str) -> str:
    """Return words in a language without what no file can hold."""
    return clean(words.fr if language == "fr" else words.en, lines=True)


def gravity(judged: Judged) -> Gravity:
    """Return the level of a finding: what blocks, what is remarked, what informs."""
    state = judged.finding.state
    if state not in _PROBLEMS:
        return "note" if state == "unknown" else "none"
    if state == "warn":
        return "warning"
    return {"MUST": "error", "SHOULD": "warning", "MAY": "note"}[judged.severity]  # type: ignore[return-value]


def places(judged: Judged) -> Iterator[Place]:
    """Return the places of one finding in order; at least one."""
    found = sorted(judged.finding.evidence, key=_order) or [Evidence()]
    seen: Counter[tuple[str, str, str]] = Counter()
    for evidence in found:
        path = evidence.path.strip("/") or NAME
        text = clean(evidence.text)
        key = (path, text, evidence.commit)
        mark = _mark(judged.rule.id, *key, str(seen[key]))
        seen[key] += 1
        line = evidence.line if evidence.path else 0
        yield Place(judged, path, line, text, evidence.commit, mark, bool(evidence.path))


def remedy(judged: Judged, language: str) -> str:
    """Return how to mend it, as the finding says or else as the rule does."""
    return in_language(judged.finding.remedy or judged.rule.remedy, language)


def explained(rule: Rule, language: str) -> str:
    """Return the address that explains a rule: the portal's page, else the document itself.

    ``BEFFROI_URL`` names the portal of one's office; nothing is asked on the network.
    """
    if portal := os.environ.get("BEFFROI_URL", "").rstrip("/"):
        return f"{portal}/{language}/policy/rules/#{rule.id}"
    return document(rule.source)


def document(source: str) -> str:
    """Return the address of a source written ``owner/repository path``, or nothing."""
    repository, _, path = source.partition(" ")
    if repository.count("/") != 1 or not path or " " in path:
        return ""
    return f"{_SOURCES}/{repository}/blob/HEAD/{quote(path)}"


def _order(evidence: Evidence) -> tuple[str, int, str, str]:
    return (evidence.path, evidence.line, evidence.commit, evidence.text)


def _mark(*parts: str) -> str:
    whole = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(whole).hexdigest()[:32]
