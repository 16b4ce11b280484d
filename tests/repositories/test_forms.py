"""What may be asked of the list of repositories: the same as of the search."""

from datetime import UTC, date, datetime

import pytest
from django.conf import settings

from beffroi.repositories.forms import chosen
from beffroi.repositories.models import Repository
from beffroi.repositories.offers.documents import RepositoryDocuments
from beffroi.search.engine import build, open_index
from beffroi.search.shapes import FACETS, Query
from tests.makers import make_account, make_forge, make_organisation, make_repository

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 4)
FRESH, OLD = datetime(2026, 5, 1, tzinfo=UTC), datetime(2019, 5, 1, tzinfo=UTC)


DESCRIBED = (
    {
        "licence": "EUPL-1.2 OR CC-BY-NC-4.0", "is_template": True, "created_at": OLD,
        "files": {"readme": "README.md", "publiccode": "publiccode.yml"}, "forks": 101,
        "publiccode": {"softwareType": "library", "developmentStatus": "stable"},
    },
    {
        "licence": "CC-BY-NC-4.0", "is_template": False, "created_at": FRESH, "head": "abc",
        "description": "", "watchers": 11, "first_seen_at": OLD,
        "publiccode": {"softwareType": "nonsense", "developmentStatus": ["stable"]},
    },
    {"is_archived": True, "is_fork": True, "is_empty": True, "description": ""},
    {"files": {"changelog": "NEWS", "contributing": "C"}, "forks": 2, "watchers": 1},
)  # fmt: skip


def found(**filters: tuple[str, ...]) -> set[str]:
    choice, is_wanted = chosen(Query(filters=filters, today=TODAY))
    return {repository.uid for repository in filter(is_wanted, choice)}


def make_every_sort() -> None:
    """Make repositories in which each facet has several values, and nothing."""
    ministry = make_organisation(uid="ministry", kind="ministry", country="FR")
    agency = make_organisation(uid="agency", parent=ministry, country="")
    first = make_account(organisation=agency)
    second = make_account(organisation=ministry, forge=make_forge("git.example.org"))
    facts = (
        {"language": "Python", "licence": "MIT", "is_archived": True, "topics": ["Open Data"]},
        {"language": "C++", "licence": "other", "is_fork": True, "last_activity_at": FRESH},
        {"is_archived": False, "is_fork": False, "last_activity_at": OLD, "topics": ["open-data"]},
        {"language": "Python", "is_archived": True, "last_activity_at": OLD},
        *DESCRIBED,
    )
    for number, given in enumerate(facts):
        make_repository(uid=f"r{number}", account=(first, second)[number % 2], **given)
    make_repository(withdrawn_at=FRESH, withdrawn_reason="deleted", language="Python")


@pytest.mark.parametrize(
    ("name", "values", "uids"),
    [
        ("organisation", ("ministry",), {f"r{n}" for n in range(8)}),
        ("organisation", ("agency",), {"r0", "r2", "r4", "r6"}),
        ("ministry", ("agency",), set()),
        ("language", ("Python",), {"r0", "r3"}),
        ("licence", ("other",), {"r1"}),
        ("forge", ("git.example.org",), {"r1", "r3", "r5", "r7"}),
        ("topic", ("open-data",), {"r0", "r2"}),
        ("country", ("unknown",), {"r0", "r2", "r4", "r6"}),
        ("archived", ("unknown", "no"), {"r1", "r2", "r4", "r5", "r7"}),
        ("fork", ("unknown",), {"r0", "r3", "r4", "r5", "r7"}),
        ("free", ("yes",), {"r0", "r4"}),
        ("free", ("no", "maybe"), {"r5"}),
        ("template", ("yes", "no"), {"r4", "r5"}),
        ("has", ("readme", "publiccode"), {"r4"}),
        ("has", ("readme", "unknown"), set()),
        ("lacks", ("readme", "description"), {"r5", "r6"}),
        ("lacks", ("nonsense",), set()),
        ("type", ("library", "nonsense"), {"r4"}),
        ("status", ("stable",), {"r4"}),
        ("created", ("2019",), {"r4"}),
        ("created", ("2019-05", "20x9", "2019-13"), {"r4"}),
        ("added", ("2019-05", "unknown"), {"r5"}),
        ("score", ("4100",), {"r4"}),
        ("score", ("-2100", "00", "1", "-100000"), {"r6"}),
        ("activity", ("archived", "quiet"), {"r0", "r2", "r3", "r6"}),
        ("activity", ("active",), {"r1"}),
        ("archived", ("maybe",), set()),
        ("kind", ("organisation",), set()),
    ],
)
def test_each_filter_finds_its_repositories(
    name: str, values: tuple[str, ...], uids: set[str]
) -> None:
    make_every_sort()
    assert found(**{name: values}) == uids


@pytest.mark.slow
def test_the_database_finds_what_the_index_finds_for_every_value_of_every_facet() -> None:
    make_every_sort()
    build(settings.BEFFROI_INDEX, RepositoryDocuments().documents(None))
    index = open_index(settings.BEFFROI_INDEX)
    assert index is not None
    counts = index.search(Query(facets=FACETS, facet_size=100, today=TODAY)).facets
    for name, values in counts.items():
        for value in (*(one.value for one in values), "nonsense"):
            hits = index.search(Query(filters={name: (value,)}, today=TODAY)).hits
            assert found(**{name: (value,)}) == {hit.uid for hit in hits}, (name, value)


def test_filters_may_ask_for_what_was_withdrawn() -> None:
    make_every_sort()
    choice, _ = chosen(
        Query(filters={"language": ("Python",)}, today=TODAY),
        Repository.objects.exclude(withdrawn_at=None),
    )
    assert choice.count() == 1
