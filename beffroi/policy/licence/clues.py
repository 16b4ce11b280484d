"""Everything in a file that names a licence without being its text, and one answer of it all."""

from collections.abc import Iterator, Sequence

from beffroi.policy.licence import literals, manifests, phrases, tags
from beffroi.policy.licence.combining import Clue, combine, group_of, reconcile
from beffroi.policy.licence.expressions import Expression, leaves
from beffroi.policy.licence.notices import lexer, statements
from beffroi.policy.licence.notices.frames import GRANT, NOTHING, STATED
from beffroi.policy.licence.notices.statements import MANY, Statement
from beffroi.policy.licence.shapes import Match
from beffroi.policy.licence.words import Text

SHORT_TEXT = 6
LISTED_SHARE = 0.3
__all__ = ["combine", "find_clues", "reconcile"]


def find_clues(text: Text, name: str = "", texts: Sequence[Match] = ()) -> list[Match]:
    """Return tags, notices, fields and addresses of a file; ``name`` tells manifests apart.

    What whole texts say themselves, the exact ones among ``texts``, is not read again.
    """
    known = [
        range(match.start_line, match.end_line + 1)
        for match in texts
        if not match.differs and match.end_line - match.start_line > SHORT_TEXT
    ]
    stated = list(_tagged(text))
    declared = list(manifests.find(name, text))
    for number, one in enumerate(declared, len(stated)):
        stated += _clues_of(one.expression, one.line, number)
    found = [one for window in lexer.windows(text, known) for one in statements.read(window)]
    if literals.is_program(name):
        found = [one for one in found if not _is_literal(one, text)]
    clues: list[Clue] = list(stated)
    start = len(stated) + len(declared)
    clues += phrases.find(text, start)
    for number, statement in enumerate(_chosen(found), start + len(clues)):
        clues += _noticed(statement, number)
    return _without_repetitions(clues)


def _tagged(text: Text) -> Iterator[Clue]:
    for number, tag in enumerate(tags.find(text)):
        yield from _clues_of(tag.expression, tag.line, number)


def _clues_of(expression: Expression, line: int, number: int) -> list[Clue]:
    """Return one clue per licence and exception of an expression that stands on one line."""
    names = [name for leaf in leaves(expression) for name in (leaf.licence, leaf.exception) if name]
    return [
        Clue(
            licence=name, kind="tag", start_line=line, end_line=line, statement=number,
            expression=str(expression),
        )
        for name in dict.fromkeys(names)
    ]  # fmt: skip


def _chosen(found: list[Statement]) -> list[Statement]:
    """Return the statements that count: grants and fields first, then plain names, then hints."""
    granted = [one for one in found if one.level >= GRANT]
    stated = [one for one in found if one.level == STATED]
    is_listing = any(one.level == NOTHING for one in found)
    if is_listing or (len(stated) >= MANY and _is_list(stated)):
        stated = []
    if granted:
        wanted = {
            group_of(named.licence) for one in granted for named in one.named if named.is_open
        }
        kept = [one for one in stated if not one.is_pointer and _adds(one, wanted)]
        counting = {id(one) for one in (*granted, *kept)}
        return [one for one in found if id(one) in counting]
    return [one for one in stated if not one.is_pointer] or stated


def _is_literal(statement: Statement, text: Text) -> bool:
    """Tell whether a program names the licences of a statement in its strings only."""
    return all(
        literals.is_only_string(text.lines[one.line - 1], one.licence) for one in statement.named
    )


def _is_list(stated: list[Statement]) -> bool:
    """Tell whether names stand in a list of licences: many, hardly one of them twice."""
    named = [one.licence for statement in stated for one in statement.named]
    return len(set(named)) >= MANY and len(set(named)) > len(named) * LISTED_SHARE


def _adds(statement: Statement, wanted: set[str]) -> bool:
    """Tell whether a name without a grant counts beside grants: a heading, or an exact version."""
    return statement.is_heading or any(
        not named.is_open and group_of(named.licence) in wanted for named in statement.named
    )


def _noticed(statement: Statement, number: int) -> list[Clue]:
    expression = str(statement.expression) if statement.expression else ""
    return [
        Clue(
            licence=one.licence,
            kind="reference" if one.is_address else "notice",
            start_line=one.line,
            end_line=one.end_line,
            ties=one.ties,
            statement=number,
            expression=expression,
            is_open=one.is_open,
            is_alternative=statement.is_alternative,
            is_heading=statement.is_heading,
            is_address=one.is_address,
        )
        for one in statement.named
    ]


def _without_repetitions(clues: list[Clue]) -> list[Match]:
    """Return the clues without open ones that a closed one tells better, each once a line."""
    kept: dict[tuple[str, int, str], Clue] = {}
    for clue in clues:
        kept.setdefault((clue.licence, clue.start_line, clue.kind), clue)
    return list(kept.values())
