"""A small catalogue in which every chart has something to say."""

from datetime import UTC, datetime

from django.utils import timezone

from beffroi.portal.figures.shapes import SHOWN, Ground
from beffroi.portal.indexing import rebuild
from beffroi.repositories.models import Repository
from beffroi.repositories.pages.figures import Counted
from beffroi.search.shapes import FacetValue, Query
from tests.makers import make_account, make_forge, make_organisation, make_repository


def year(number: int) -> datetime:
    return datetime(number, 6, 1, tzinfo=UTC)


def fill() -> list[Repository]:
    """Make two bodies under a ministry, one alone and one silent, and the index that knows them."""
    ministry = make_organisation(uid="interieur", name="Ministry", kind="ministry")
    etalab = make_organisation(uid="etalab", name="Etalab", parent=ministry)
    other = make_organisation(uid="ville", name="Ville", kind="local", country="BE")
    make_organisation(uid="silent", name="Silent")
    hub = make_account(full_path="etalab", organisation=etalab, uid="etalab-hub")
    lab = make_forge("gitlab.example", software="gitlab")
    group = make_account(full_path="ville", organisation=other, forge=lab, uid="ville-lab")
    facts = [
        {"language": "Python", "licence": "MIT", "created_at": year(2019), "stars": 7,
         "files": {"readme": "README.md", "contributing": "CONTRIBUTING.md"},
         "topics": ["map"], "is_fork": False, "is_archived": False, "forks": 3},
        {"language": "Python", "licence": "other", "created_at": year(2020), "is_fork": True,
         "files": {"readme": "README.md"}, "topics": ["map", "api"],
         "last_activity_at": year(2020)},
        {"language": "Java", "licence": "CC-BY-NC-4.0", "created_at": year(2021),
         "is_archived": True},
        {"description": "", "created_at": None, "last_activity_at": timezone.now()},
    ]  # fmt: skip
    made = [make_repository(account=hub, **one) for one in facts]
    made += [make_repository(account=group, created_at=year(2020), language="C", stars=2)]
    rebuild(holder="test", at=timezone.now())
    return made


def ground(total: int = 10, rows: int = SHOWN, **facets: dict[str, int]) -> Ground:
    """Return the ground of charts with these counts, without a database."""
    found = {
        name: tuple(FacetValue(value, count) for value, count in values.items())
        for name, values in facets.items()
    }
    values = {name: len(some) for name, some in found.items()}
    query = Query(filters={"kind": ("repository",)})
    return Ground(Counted(query, total, found, values, None, 0, (), (), (), ()), rows)
