"""One answer of many matches: close ties, join exceptions, choices and duplicates."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from beffroi.policy.licence import spdx
from beffroi.policy.licence.errors import ExpressionError
from beffroi.policy.licence.exceptions import attach
from beffroi.policy.licence.expressions import Expression, Leaf, join, leaves, parse
from beffroi.policy.licence.shapes import Band, Match
from beffroi.policy.licence.words import Text

ALTERED = 0.95
_VERSION = re.compile(r"-\d.*$")
_APPENDIX = re.compile(
    r"how to apply (?:these|the) |comment appliquer|to apply the apache licen[sc]e to your work"
    r"|one line to give the (?:program|library)|exhibit [ab] ?[-–(]",
    re.IGNORECASE,
)
_APPENDIX_LINES = 70
_FEW_LINES, _HEADING_LINES, _BETWEEN_LINES = 2, 6, 8
_TITLE_LINES, _ADDED_WORDS = 8, 8
_MIT_LIKE = ("MIT", "X11", "HPND", "ISC", "NTP", "JSON", "Boehm", "SMLNJ")
_CHOICE = re.compile(r"\b(?:or|alternatively|either|ou)\b", re.IGNORECASE)
_DUAL = re.compile(
    r"\b(?:dual(?:ly)?[- ]licen|either of the following|one of the following|at your option"
    r"|your choice of|choose (?:either|between|one)|any of the following licen|au choix)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Clue(Match):
    """A match that is no text: what it says as a whole, and how it stands to others.

    Clues of one sentence share ``statement`` and ``expression``; ``is_open``: the words leave
    version or variant open; ``is_alternative``: a choice besides what stands before.
    """

    statement: int = 0
    expression: str = ""
    is_open: bool = False
    is_alternative: bool = False
    is_heading: bool = False
    is_address: bool = False


@dataclass(frozen=True, slots=True)
class _Item:
    """What one text or one statement contributes."""

    expression: Expression
    start_line: int
    end_line: int
    is_alternative: bool = False
    is_text: bool = False


def combine(matches: Sequence[Match], text: Text) -> tuple[str | None, Band]:
    """Return the expression of a file and its band; no expression for what is only similar."""
    kept = reconcile(matches, text)
    used = [match for match in kept if band_of(match) in {"exact", "altered"}]
    if not used:
        return None, "similar" if kept else "none"
    band: Band = "altered" if any(band_of(match) == "altered" for match in used) else "exact"
    exceptions = [match for match in used if spdx.is_exception(match.licence)]
    items = _items([match for match in used if not spdx.is_exception(match.licence)])
    if not items:
        return " AND ".join(dict.fromkeys(match.licence for match in exceptions)), band
    expression = _folded(_distinct(items), text)
    return str(attach(expression, exceptions)), band


def band_of(match: Match) -> Band:
    """Return the band of one match: of a text by its score and differences, of a clue exact."""
    if match.kind != "text" or not match.differs:
        return "exact"
    return "altered" if match.score >= ALTERED else "similar"


def reconcile(matches: Sequence[Match], text: Text) -> list[Match]:
    """Return matches with ties closed by what else the file says, and without repetitions."""
    texts = [match for match in matches if match.kind == "text"]
    clues = [match for match in matches if isinstance(match, Clue)]
    sure = [match for match in texts if band_of(match) != "similar"]
    clues = [clue for clue in clues if not _is_inside(clue, sure, text)]
    kinds = {(one.licence, one.kind, one.is_open, one.is_address): one for one in clues}
    others = list(kinds.values())  # one of each kind is enough, and many clues stay quick
    clues = [clue for clue in clues if not _is_told_better(clue, texts, others)]
    clues = [clue for clue in clues if not _is_title_of_modified(clue, texts)]
    closed = [_relieved(_closed(match, clues), clues, text) for match in texts]
    return sorted([*closed, *clues], key=lambda match: (match.start_line, match.end_line))


def group_of(licence: str) -> str:
    """Return what all versions of a licence share: "GPL" of "GPL-2.0-only"."""
    if "-exception" in licence:
        return licence.partition("-exception")[0].partition("-2")[0]
    return _VERSION.sub("", licence)


def _is_inside(clue: Clue, texts: list[Match], text: Text) -> bool:
    """Tell whether a clue stands in a licence's own text or in its advice how to apply it."""
    for match in texts:
        is_within = match.start_line <= clue.start_line and clue.end_line <= match.end_line
        if is_within and _belongs(clue, match, text):
            return True
        if match.start_line < clue.start_line and _follows_appendix(clue, match, text):
            return clue.kind != "tag"
    return False


def _is_title_of_modified(clue: Clue, texts: list[Match]) -> bool:
    """Tell whether a clue only names the text below it, to which somebody added conditions."""
    for match in texts:
        is_near = 0 <= match.start_line - clue.end_line <= _TITLE_LINES
        is_near = is_near or match.start_line <= clue.start_line <= match.end_line
        if clue.kind == "tag" or not is_near or group_of(clue.licence) != group_of(match.licence):
            continue
        added = sum(len(one.found.split()) - len(one.expected.split()) for one in match.differs)
        if band_of(match) == "similar" and added >= _ADDED_WORDS:
            return True
    return False


def _belongs(clue: Clue, match: Match, text: Text) -> bool:
    """Tell whether a clue inside a text is one of the text's own sentences."""
    if clue.kind == "tag":
        return not match.differs and match.start_line < clue.start_line <= match.end_line
    if clue.licence == match.licence:
        return True
    if spdx.is_exception(match.licence):
        return not _is_granted(clue, text)
    return not clue.is_alternative and match.end_line - match.start_line > _FEW_LINES


def _is_granted(clue: Clue, text: Text) -> bool:
    """Tell whether a clue inside an exception is the grant that the exception adds to."""
    around = " ".join(text.lines[max(clue.start_line - 4, 0) : clue.end_line]).lower()
    return not clue.is_open and "free software" in around and "redistribute" in around


def _follows_appendix(clue: Clue, match: Match, text: Text) -> bool:
    if match.end_line - match.start_line < _APPENDIX_LINES:
        return False
    first = max(clue.start_line - _APPENDIX_LINES, match.start_line)
    return any(_APPENDIX.search(line[:300]) for line in text.lines[first - 1 : clue.start_line])


def _is_told_better(clue: Clue, texts: list[Match], clues: list[Clue]) -> bool:
    """Tell whether another match names the same family more exactly."""
    group = group_of(clue.licence)
    for match in texts:
        if spdx.family(match.licence) == spdx.family(clue.licence) and match.differs:
            continue
        if clue.is_open and group_of(match.licence) == group:
            return True
        is_heading = 0 <= match.start_line - clue.end_line <= _HEADING_LINES
        if is_heading and clue.licence == "MIT" and match.licence.startswith(_MIT_LIKE):
            return match.licence != "MIT"
    return any(_tells_better(other, clue) for other in clues if other is not clue)


def _tells_better(other: Clue, clue: Clue) -> bool:
    if group_of(other.licence) != group_of(clue.licence) or other.licence == clue.licence:
        return False
    if clue.is_open:
        return not other.is_open or _rank(other) > _rank(clue)
    if other.is_open or spdx.family(other.licence) != spdx.family(clue.licence):
        return False
    if clue.kind == "tag":
        return False
    return other.kind == "tag" or (clue.is_address and not other.is_address) or (
        clue.licence.endswith("-only") and other.licence.endswith("-or-later")
        and not other.is_address
    )  # fmt: skip


def _rank(clue: Clue) -> tuple[int, str]:
    return (not clue.is_address, clue.licence)


def _closed(match: Match, clues: list[Clue]) -> Match:
    """Return a text whose variants are told apart by a notice with the notice's variant."""
    if not match.ties:
        return match
    for clue in clues:
        if not clue.is_open and clue.licence in match.ties and clue.licence != match.licence:
            return Match(
                licence=clue.licence, kind=match.kind, start_line=match.start_line,
                end_line=match.end_line, score=match.score, ties=(), differs=match.differs,
            )  # fmt: skip
    return match


def _relieved(match: Match, clues: list[Clue], text: Text) -> Match:
    """Return a text without the difference that is another licence offered in its middle."""
    if not match.differs or not any(
        clue.is_alternative and match.start_line < clue.start_line <= match.end_line
        for clue in clues
    ):
        return match
    left = tuple(one for one in match.differs if one.expected or not _CHOICE.search(one.found))
    words = sum(match.start_line <= line <= match.end_line for line in text.line_of)
    wrong = sum(max(len(one.expected.split()), len(one.found.split())) for one in left)
    score = max(match.score, 1 - wrong / max(words, 1))
    return replace(match, differs=left, score=1.0 if not left else min(score, 0.999))


def _items(matches: Sequence[Match]) -> list[_Item]:
    """Return what each text and each statement contributes, without what was left out."""
    items: list[_Item] = []
    kept: dict[int, set[str]] = {}
    for match in matches:
        if isinstance(match, Clue):
            kept.setdefault(match.statement, set()).add(match.licence)
    seen: set[int] = set()
    for match in matches:
        if not isinstance(match, Clue):
            items.append(_text_item(match))
        elif match.statement not in seen:
            seen.add(match.statement)
            expression = _pruned(match, kept[match.statement])
            items.append(_Item(expression, match.start_line, match.end_line, match.is_alternative))
    return items


def _text_item(match: Match) -> _Item:
    try:
        expression = parse(match.licence)
    except ExpressionError:
        expression = Leaf(match.licence)
    return _Item(expression, match.start_line, match.end_line, is_text=True)


def _pruned(clue: Clue, kept: set[str]) -> Expression:
    """Return the expression of a statement without the licences that were told better."""
    try:
        whole = parse(clue.expression)
    except ExpressionError:
        return Leaf(clue.licence)
    return _prune(whole, kept) or Leaf(clue.licence)


def _prune(expression: Expression, kept: set[str]) -> Expression | None:
    if isinstance(expression, Leaf):
        return expression if expression.licence in kept else None
    parts = [part for part in (_prune(one, kept) for one in expression.parts) if part]
    return join(expression.operator, parts) if parts else None


def _distinct(items: list[_Item]) -> list[_Item]:
    """Return the items of which no other says the same or more."""
    named = [{leaf.licence for leaf in leaves(item.expression)} for item in items]
    kept = []
    for place, item in enumerate(items):
        is_repeated = any(
            named[place] < other or (named[place] == other and place > at)
            for at, other in enumerate(named)
            if at != place
        )
        if not is_repeated:
            kept.append(item)
    return kept


def _folded(items: list[_Item], text: Text) -> Expression:
    """Join the items in their order: by OR where the file offers a choice, else by AND."""
    parts: list[Expression] = []
    last: _Item | None = None
    for item in items:
        if last is not None and (item.is_alternative or _is_choice(last, item, text)):
            parts[-1] = join("OR", [parts[-1], item.expression])
        else:
            parts.append(item.expression)
        last = item
    return join("AND", parts)


def _is_choice(last: _Item, item: _Item, text: Text) -> bool:
    """Tell whether the lines around two whole texts say that one may choose."""
    if not (last.is_text and item.is_text):
        return False
    between = text.lines[last.end_line : item.start_line - 1]
    if 0 < len(between) <= _BETWEEN_LINES and any(_CHOICE.search(line[:300]) for line in between):
        return True
    above = text.lines[max(last.start_line - 16, 0) : last.start_line]
    return any(_DUAL.search(line[:300]) for line in [*above, *between[:12]])
