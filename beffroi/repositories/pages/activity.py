"""The life of a repository's code: plain facts of its history, and the vitality index with them."""

from collections.abc import Iterator

from django.utils.translation import gettext, gettext_lazy, ngettext

from beffroi.lib import typography
from beffroi.lib.cleaning import web_link
from beffroi.organisations.pages.labels import current_language, figure
from beffroi.policy.forks import GIT, MISTAKE, TECHNICAL, VARIANT
from beffroi.policy.vitality import silent, span
from beffroi.repositories.models import Repository
from beffroi.repositories.pages.facts import Fact
from beffroi.repositories.shapes import Counted, counted

FORKS = {
    VARIANT: gettext_lazy("A variant: its publiccode.yml names what it is based on."),
    TECHNICAL: gettext_lazy(
        "A technical fork: its publiccode.yml is still that of the repository it comes from."
    ),
    GIT: gettext_lazy("A copy at its forge; no publiccode.yml names another repository."),
    MISTAKE: gettext_lazy(
        "Its publiccode.yml and its address contradict each other: one of both is to be corrected."
    ),
}
"""Kind of fork → what it means."""


def activity(repository: Repository) -> list[Fact]:
    """Return what its history says; nothing when nobody read it."""
    found = counted(repository.activity)
    return [] if found is None else list(_facts(repository, found))


def counted_on(repository: Repository) -> str:
    """Return the day its history was counted, in words; "" when nobody did."""
    found = counted(repository.activity)
    return "" if found is None else typography.day(found.at, current_language())


def forked(repository: Repository) -> list[Fact]:
    """Return what kind of fork it is, and of what; nothing when it is none."""
    facts = []
    parent = web_link(repository.fork_parent)
    if parent:
        facts.append(Fact(gettext("Forked from"), links=((parent, parent),)))
    if repository.fork_kind in FORKS:
        facts.append(Fact(gettext("Kind of fork"), str(FORKS[repository.fork_kind])))
    return facts


def _facts(repository: Repository, found: Counted) -> Iterator[Fact]:
    language = current_language()
    yield Fact(gettext("Last commit"), typography.day(found.last_at, language))
    yield Fact(gettext("Commits in 12 months"), figure(found.commits_year))
    yield Fact(gettext("Authors in 12 months"), figure(found.authors_year))
    yield _release(found)
    since = gettext("%(commits)s since %(day)s") % {
        "commits": ngettext("%(count)s commit", "%(count)s commits", found.commits)
        % {"count": figure(found.commits)},
        "day": typography.day(found.first_at, language),
    }
    yield Fact(gettext("In all"), since)
    if repository.vitality is not None:
        yield _vitality(repository.vitality, found)


def _release(found: Counted) -> Fact:
    term = gettext("Last release")
    if not found.release or found.released_at is None:
        return Fact(term, gettext("No tag looks like a version."), is_unknown=True)
    day = typography.day(found.released_at, current_language())
    return Fact(term, found.release, is_code=True, note=day)


def _vitality(vitality: int, found: Counted) -> Fact:
    """Return the index with what it means: a project in which nothing happens has one too."""
    age = max(0.0, (found.at - found.first_at).total_seconds() / 86_400)
    note = gettext(
        "By Italy’s guidelines for reuse: authors, commits and tags of each of the last %(days)s "
        "days, and age. A project of this age in which nothing happens has %(silent)s, so read it "
        "with the facts above."
    ) % {"days": span(), "silent": silent(age)}
    text = gettext("%(number)s of 100") % {"number": vitality}
    return Fact(gettext("Vitality"), text, note=note)
