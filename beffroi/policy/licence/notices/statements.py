"""Make statements of mentions: which licences one sentence, field or heading names, and how.

Mentions that stand in one list are one statement: "GPL v2 or MIT". What speaks *about* a licence
(compares, denies, points to more) is left out.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from beffroi.policy.licence import lexicon
from beffroi.policy.licence.expressions import Expression, join, parse
from beffroi.policy.licence.notices import frames, mentions
from beffroi.policy.licence.notices.frames import GRANT, NAMED, NOTHING, STATED
from beffroi.policy.licence.notices.lexer import PARAGRAPH, Window
from beffroi.policy.licence.notices.mentions import Mention

_BEFORE, _AFTER, _GAP = 16, 12, 16
_CONTEXT = 40
_NEAR = 6
_SMALL_WORDS = 3
MANY = 8
LONGEST = 400


@dataclass(frozen=True, slots=True)
class Named:
    """One licence that a statement names; ``is_open`` says that the words leave it open."""

    licence: str
    ties: tuple[str, ...]
    line: int
    end_line: int
    is_open: bool
    is_exception: bool
    is_address: bool
    family: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What one sentence, field or heading says; ``level`` is how strongly it says it.

    ``is_alternative`` says that it offers a choice besides what stands before it.
    """

    named: tuple[Named, ...]
    expression: Expression | None
    level: int
    is_alternative: bool
    is_pointer: bool
    is_heading: bool


@dataclass(frozen=True, slots=True)
class _Placed:
    mention: Mention
    level: int
    joined: str
    is_pointer: bool
    is_denied: bool = False


def read(window: Window) -> Iterator[Statement]:
    """Yield the statements of a window in their order."""
    placed = _placed(window)
    group: list[_Placed] = []
    for one in placed:
        if group and (not one.joined or len(group) >= LONGEST):
            yield from _statement(window, group)
            group = []
        group.append(one)
    if group:
        yield from _statement(window, group)


def _placed(window: Window) -> list[_Placed]:
    """Return the mentions that count, each with its level and what joins it to the last."""
    tokens = window.tokens
    found: list[_Placed] = []
    for mention in mentions.find(window):
        last = found[-1] if found else None
        joined = _joined(tokens, last.mention, mention) if last else ""
        before = mentions.before_of(tokens, mention.start, _BEFORE)
        after = mentions.text_of(tokens, mention.end, mention.end + _AFTER)
        level = _level(mention, before, after)
        if last and joined and last.level > level and not frames.is_negated("", after):
            level = last.level
        pointer = level < GRANT and not mention.is_address and frames.is_pointer(before, after)
        is_denied = level == NOTHING and frames.is_negated(before, after)
        found.append(_Placed(mention, level, joined, pointer, is_denied))
    return list(_counting(found))


def _counting(found: list[_Placed]) -> Iterator[_Placed]:
    """Yield the mentions that count; "MIT" of "MIT/Apache-2.0" counts because of the other."""
    is_broken = True
    for place, one in enumerate(found):
        after = found[place + 1] if place + 1 < len(found) else None
        level = one.level
        if level == NOTHING and after and not one.is_denied and _is_beside(one, after):
            level = after.level
        if level != NOTHING:
            yield replace(one, level=level, joined="" if is_broken else one.joined)
        is_broken = level == NOTHING


def _is_beside(one: _Placed, after: _Placed) -> bool:
    """Tell whether a bare name stands directly beside one that counts."""
    is_near = after.mention.start - one.mention.end <= 1
    return is_near and after.level >= STATED and one.mention.meaning.family in _LICENCE_WORDS


_LICENCE_WORDS = frozenset({"MIT", "BSD", "Apache", "ISC", "Zlib", "Artistic", "X11", "NCSA"})


def _joined(tokens: list[str], last: Mention, mention: Mention) -> str:
    """Return the operator between two mentions that stand near each other, or nothing."""
    part = tokens[last.end : mention.start]
    if len(part) > _GAP or PARAGRAPH in part or "." in part[:-1]:
        return ""
    if mention.meaning.is_exception and len(part) < _NEAR:
        return "WITH"
    if last.meaning.family == mention.meaning.family and part in ([], ["("], ["[", "("]):
        return "AND"
    return frames.operator(" ".join(part) + " " if part else "")


def _level(mention: Mention, before: str, after: str) -> int:
    """Return how strongly the words around a name say that it applies."""
    if mention.is_address:
        return GRANT if frames.is_strict(before) else STATED
    meaning = mention.meaning
    if frames.is_negated(before, after):
        return NOTHING
    if meaning.strength == lexicon.BARE:
        return _bare_level(mention, before, after)
    if frames.is_field(before) or frames.is_grant(before):
        return GRANT
    if meaning.strength == lexicon.CLEAR or mention.is_versioned:
        return STATED
    return STATED if frames.is_called_licence(after) else NAMED


def _bare_level(mention: Mention, before: str, after: str) -> int:
    """Return the level of a word that mostly means something else: "python", "boost"."""
    if frames.names_exception(after):
        return NOTHING
    if before == mentions.UNDER_HEADING and after[:1].isalnum():
        before = ""
    if frames.is_strict(before):
        return GRANT
    return STATED if frames.is_called_licence(after) or _is_clear_alone(mention) else NOTHING


def _is_clear_alone(mention: Mention) -> bool:
    """Tell whether a bare name with its version is hardly ever the program: "Apache 2.0"."""
    return mention.has_point and mention.meaning.family in {"Apache", "Artistic"}


def _statement(window: Window, group: list[_Placed]) -> Iterator[Statement]:
    """Yield one statement; a list of many names says nothing, and its level tells so."""
    level = max(one.level for one in group)
    if len(group) >= (MANY if group[0].level < GRANT else 2 * MANY):
        level = NOTHING
    tokens = window.tokens
    first, last = group[0].mention, group[-1].mention
    before = mentions.before_of(tokens, first.start, _BEFORE)
    around = mentions.text_of(tokens, first.start - _BEFORE, last.end + _AFTER)
    named = tuple(one for placed in group for one in _named(window, placed.mention))
    yield Statement(
        named=named,
        expression=_expression(group, is_choice=frames.offers_choice(before + around)),
        level=level,
        is_alternative=_is_alternative(tokens, first),
        is_pointer=all(one.is_pointer for one in group),
        is_heading=_is_heading(window, group),
    )


def _is_alternative(tokens: list[str], first: Mention) -> bool:
    """Tell whether the sentence up to a name offers it besides what stands before."""
    before = mentions.before_of(tokens, first.start, _CONTEXT)
    sentence = before.rpartition(" . ")[2] if ". " in before else before
    return frames.is_alternative(sentence)


def _is_heading(window: Window, group: list[_Placed]) -> bool:
    """Tell whether the lines of a statement hold hardly anything besides its names."""
    first, last = group[0].mention, group[-1].mention
    begin = bisect_left(window.line_of, window.line_of[first.start])
    end = bisect_right(window.line_of, window.line_of[last.end - 1])
    if end - begin > 2 * _CONTEXT:
        return False
    words = sum(not mentions.is_sign(token) for token in window.tokens[begin:end])
    return words - sum(one.mention.end - one.mention.start for one in group) <= _SMALL_WORDS


def _named(window: Window, mention: Mention) -> Iterator[Named]:
    meaning = mention.meaning
    is_open = bool(mention.ties) or (bool(meaning.versions) and not mention.is_versioned)
    is_open = is_open or meaning.is_exception
    if mention.is_address:
        is_open = not mention.is_versioned
    for expression in mention.licences:
        for licence in expression.replace(" OR ", " WITH ").split(" WITH "):
            yield Named(
                licence=licence,
                ties=mention.ties,
                line=window.line_of[mention.start],
                end_line=window.line_of[max(mention.end - 1, mention.start)],
                is_open=is_open,
                is_exception=meaning.is_exception,
                is_address=mention.is_address,
                family=meaning.family,
            )


def _expression(group: list[_Placed], *, is_choice: bool) -> Expression | None:
    """Return what the names of a group make together; exceptions are joined later."""
    parts: list[Expression] = []
    operators: list[str] = []
    for placed in group:
        mention = placed.mention
        if mention.meaning.is_exception:
            continue
        one = join("OR", [parse(licence) for licence in mention.licences])
        if parts:
            operators.append(placed.joined)
        parts.append(one)
    if not parts:
        return None
    operators = _settled(operators, is_choice=is_choice)
    return _joined_parts(parts, operators)


def _settled(operators: list[str], *, is_choice: bool) -> list[str]:
    """Return the operators with each comma read as the word that ends its list."""
    settled, following = [], "AND"
    for operator in reversed(operators):
        if operator != "LIST":
            following = "AND" if operator == "ALSO" and "OR" not in operators else operator
        settled.append("OR" if is_choice and following != "ALSO" else following)
    return settled[::-1]


def _joined_parts(parts: list[Expression], operators: list[str]) -> Expression:
    """Join parts: AND binds stronger than OR, and OR stronger than what a comma and AND adds."""
    groups: list[list[list[Expression]]] = [[[parts[0]]]]
    for part, operator in zip(parts[1:], operators, strict=True):
        if operator == "ALSO":
            groups.append([[part]])
        elif operator == "OR":
            groups[-1].append([part])
        else:
            groups[-1][-1].append(part)
    return join("AND", [join("OR", [join("AND", both) for both in one]) for one in groups])
