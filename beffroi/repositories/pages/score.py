"""The score of one repository as its page explains it: every criterion, and how to improve."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from beffroi.lib import typography
from beffroi.organisations.pages.labels import current_language
from beffroi.policy import catalogue_score
from beffroi.policy.catalogue_score import Criterion
from beffroi.repositories.models import Repository
from beffroi.repositories.shapes import score_facts, score_of

MINUS = "\u2212"
COLUMNS = (
    *("licence", "description", "files", "head", "sources", "is_empty"),
    *("is_template", "is_archived", "is_fork", "forks", "watchers"),
)
"""What a score is made of."""


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion: what is known, what it earns, how to earn more and who may.

    ``id``: where a link leads on the page. ``draft``: address of what helps to improve.
    """

    id: str
    title: str
    statement: str
    points: str
    is_unknown: bool
    remedy: str = ""
    who: str = ""
    draft: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """All criteria, their sum, and how the French catalogue would count."""

    lines: tuple[Line, ...]
    total: str
    limits: tuple[str, str]
    version: str
    elsewhere: str


def score(repository: Repository) -> Score:
    """Return the table of one repository, in the page's language."""
    language = current_language()
    facts = score_facts(repository)
    total = catalogue_score.score(facts)
    theirs = catalogue_score.incumbent_score(facts)
    draft = reverse("repositories:publiccode_yml", args=[repository.uid])
    lines = tuple(_line(one, language, draft) for one in catalogue_score.criteria(facts))
    least, most = catalogue_score.limits()
    return Score(
        lines=lines,
        total=signed(total, language),
        limits=(signed(least, language), signed(most, language)),
        version=catalogue_score.version(),
        elsewhere=signed(theirs, language) if theirs != total else "",
    )


def signed(value: int, language: str, *, plus: str = "") -> str:
    """Write a number that may be below zero, with a true minus sign."""
    sign = MINUS if value < 0 else plus if value > 0 else ""
    return sign + typography.figure(abs(value), language)


def scores(uids: Iterable[str]) -> dict[str, str]:
    """Return uid → score as a row says it, at the cost of one query."""
    language = current_language()
    found = Repository.objects.filter(uid__in=list(uids)).only("uid", *COLUMNS)
    return {
        one.uid: gettext("score %(points)s") % {"points": signed(score_of(one), language)}
        for one in found
    }


def by_score() -> str:
    """Return the address of the list with the best scores first."""
    return f"{reverse('repositories:list')}?{urlencode({'sort': '-score'})}"


def _line(one: Criterion, language: str, draft: str) -> Line:
    return Line(
        id=f"score-{one.id}",
        title=one.title[language],
        statement=one.statement[language],
        points=signed(one.points, language, plus="+"),
        is_unknown=one.state == "unknown",
        remedy=one.remedy.get(language, ""),
        who=one.who.get(language, ""),
        draft=draft if one.id == "publiccode" and one.remedy and one.state == "no" else "",
    )
