"""The real list of November 2021: every count that the reference gives of it."""

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from beffroi.journal.models import Act
from beffroi.lib import files
from beffroi.lib.privacy import without_addresses
from beffroi.organisations.models import ForgeAccount, Organisation
from beffroi.repositories.actions.facts import Remarks, facts_of
from beffroi.repositories.formats import imports
from beffroi.repositories.models import Repository
from tests.makers import NOON
from tests.repositories.lists import exported, take, text_at

pytestmark = pytest.mark.slow
DAY = timedelta(days=1)


@dataclass
class Real:
    """The real list: its cells, its rows as read, their facts and what is remarked."""

    cells: list[dict[str, str]]
    rows: list[imports.Row]
    facts: list[dict[str, Any]]
    remarks: list[Remarks]


@pytest.fixture(scope="module")
def real(shared: Path) -> Real:
    text = text_at(shared, "repositories-2021-11-15.csv.gz")
    rows = list(imports.rows(text, "FR"))
    cells = [dict(cells) for _, cells, _ in files.csv_rows(text) if cells]
    checked = [facts_of(row.found) for row in rows if row.found]
    return Real(cells, rows, [facts for facts, _ in checked], [said for _, said in checked])


def count(facts: list[dict[str, Any]], name: str, value: object) -> int:
    return sum(one[name] == value for one in facts)


def test_every_row_of_the_real_list_can_be_taken(real: Real) -> None:
    assert (len(real.rows), len(real.facts)) == (9157, 9157)
    assert len({facts["url_key"] for facts in real.facts}) == 9066


def test_no_licence_and_an_unknown_one_are_two_states(real: Real) -> None:
    assert count(real.facts, "licence", "") == 6302
    others = [facts for facts in real.facts if facts["licence"] == "other"]
    assert (len(others), {facts["licence_raw"] for facts in others}) == (588, {"Other"})
    assert len({facts["licence_raw"] for facts in real.facts} - {""}) == 24


def test_unknown_is_never_no(real: Real) -> None:
    assert Counter(facts["is_fork"] for facts in real.facts) == {
        None: 3979,
        True: 641,
        False: 4537,
    }
    assert count(real.facts, "is_archived", True) == 443
    assert count(real.facts, "is_template", None) == 9157


def test_descriptions_are_trimmed_and_nothing_else_is_lost(real: Real) -> None:
    before = [cells["description"] for cells in real.cells]
    after = [facts["description"] for facts in real.facts]
    assert sum(text != text.strip() for text in before) == 329
    assert sum("\r\n" in text for text in before) == 209
    assert after == [text.replace("\r\n", "\n").strip() for text in before]
    assert (after.count(""), max(map(len, after)) > 350) == (2840, True)
    assert sum(not text.isascii() for text in after) == 1490
    assert sum(any(ord(character) > 0xFFFF for character in text) for text in after) == 60
    assert sum(bool(re.search(r":[a-z0-9_+-]+:", text)) for text in after) == 37
    assert (sum("<" in text for text in after), sum("\xa0" in text for text in after)) == (6, 5)


def test_thirteen_home_pages_are_doubtful_and_named(real: Real) -> None:
    codes = Counter(code for said in real.remarks for _, code, _ in said)
    assert codes == {"repaired": 12, "not-an-address": 1}
    homepages = {facts["homepage"] for facts in real.facts}
    assert {"https://participez.nanterre.fr", "http://griotte.erasme.org"} <= homepages


def test_topics_are_kept_as_given(real: Real) -> None:
    topics = [facts["topics"] for facts in real.facts if facts["topics"]]
    assert (len(topics), max(map(len, topics))) == (1128, 20)
    assert sum(any(" " in topic for topic in row) for row in topics) == 72
    assert sum(any(topic != topic.lower() for topic in row) for row in topics) == 88


def test_paths_of_every_depth_name_their_whole_account(real: Real) -> None:
    assert Counter(row.account.software for row in real.rows if row.account) == {
        "github": 5178,
        "gitlab": 3979,
    }
    depths: Counter[int] = Counter()
    for given, facts in zip(real.rows, real.facts, strict=True):
        assert given.account is not None
        assert facts["url"] == f"{given.account.url}/{facts['url'].rpartition('/')[2]}"
        depths[facts["url_key"].count("/")] += given.account.software == "gitlab"
    assert +depths == {2: 2547, 3: 1049, 4: 268, 5: 55, 6: 11, 7: 43, 8: 6}


def test_no_order_of_dates_is_assumed(real: Real) -> None:
    facts = real.facts
    assert sum(one["updated_at"] < one["pushed_at"] for one in facts) == 1744
    assert sum(one["pushed_at"] < one["created_at"] for one in facts) == 166
    assert min(one["created_at"] for one in facts) == datetime(2010, 2, 16, 16, 29, tzinfo=UTC)
    assert all(
        one["last_activity_at"] == max(one["updated_at"], one["pushed_at"], one["created_at"])
        for one in facts
    )


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.timeout(300)
def test_the_real_list_is_9066_repositories_and_a_second_import_changes_nothing(
    shared: Path,
) -> None:
    text = text_at(shared, "repositories-2021-11-15.csv.gz")
    first = take(text, country="FR")
    assert (first.read, first.new, first.changed, first.same) == (9157, 9066, 0, 91)
    assert first.refused == []
    codes = Counter(note.code for note in first.remarks)
    assert codes == {"listed-twice": 91, "repaired": 12, "not-an-address": 1}
    acts = Act.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # no vacuum of PostgreSQL sees into this test's transaction
    second = take(text, NOON + DAY, country="FR")
    assert (second.read, second.new, second.changed, second.same) == (9157, 0, 0, 9157)
    assert (Act.objects.count(), Repository.objects.count()) == (acts, 9066)
    assert Repository.objects.filter(name="docs").count() > 40
    assert Repository.objects.get(description__startswith="@").name == "MaterialDesign-SVG"


def everything() -> list[dict[str, Any]]:
    """Return all that a repository is, but for keys, its last sight and the wish to look at it."""
    skipped = {"id", "account", "seen_at", "look_wanted_at"}
    names = [field.name for field in Repository._meta.fields if field.name not in skipped]
    found = Repository.objects.order_by("url_key")
    rows = found.values(*names, "account__uid", "account__organisation__uid")
    return [without_addresses(row) for row in rows]


@pytest.mark.long
@pytest.mark.django_db
def test_our_own_export_read_into_an_empty_catalogue_gives_the_same(shared: Path) -> None:
    text = text_at(shared, "repositories-2021-11-15.csv.gz")
    head, *cells = csv.reader(io.StringIO(text, newline=""))
    out = io.StringIO()
    csv.writer(out).writerows([head, *cells[::20]])
    take(out.getvalue(), country="FR")
    before, file = everything(), exported()
    ForgeAccount.objects.update(parent=None)
    for model in (Repository, ForgeAccount, Organisation):
        model.objects.all().delete()  # type: ignore[attr-defined]
    assert take(file, NOON + DAY).new == len(before) > 400
    assert everything() == before
    assert exported() == file
