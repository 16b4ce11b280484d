"""What a look says of a repository, column by column."""

import json
from datetime import timedelta
from typing import Any

import pytest

from beffroi.forges.shapes import Activity, Day, Failure, Look
from beffroi.repositories.actions.inside import Inside, inside
from beffroi.repositories.models import Repository
from tests.makers import NOON

SHARED = "https://forge.example.org/a/b"
MIT = """MIT License

Copyright (c) 2026 A body

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and \
associated documentation files (the "Software"), to deal in the Software without restriction, \
including without limitation the rights to use, copy, modify, merge, publish, distribute, \
sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is \
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or \
substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT \
NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND \
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, \
DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, \
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


def row(by: str = "harvest", **facts: Any) -> Repository:
    """Return a repository of a forge, all of whose values come from one source."""
    known = {"url": SHARED, "forge_id": "1", "sources": {"*": {"by": by, "at": ""}}}
    return Repository(**{**known, **facts})


def seen(
    known: Repository | None = None, look: dict[str, Any] | None = None, **texts: str
) -> Inside:
    """Return what a look with these texts says."""
    names = {"readme": "README.md", "licence": "LICENSE", "publiccode": "publiccode.yml"}
    files = {kind: names.get(kind, f"{kind}.json") for kind in texts}
    said = {"key": "x", "files": files, "texts": texts, **(look or {})}
    return inside(known or row(), Look(**said), at=NOON)


def publiccode(licence: str = "", **values: Any) -> str:
    """Return the text of a publiccode.yml."""
    return json.dumps({"legal": {"license": licence}, **values})


@pytest.mark.parametrize(
    ("known", "texts", "licence"),
    [
        (row(), {"licence": MIT}, ("MIT", "MIT", "look")),
        (row(licence="other", licence_raw="Other"), {"licence": MIT}, ("MIT", "MIT", "look")),
        (row(licence="ISC"), {"licence": MIT}, None),
        (row(licence="ISC"), {"publiccode": publiccode("EUPL-1.2")},
         ("EUPL-1.2", "EUPL-1.2", "publiccode")),
        (row(licence="ISC"), {"publiccode": publiccode("mine")}, None),
        (row(), {"publiccode": publiccode("mine"), "licence": MIT}, ("MIT", "MIT", "look")),
        (row(), {"publiccode": publiccode("mine")}, ("other", "mine", "publiccode")),
        (row(), {"licence": MIT.replace("free of charge", "for a fee of one euro")}, None),
        (row(), {"codemeta": '{"license": "https://spdx.org/licenses/MIT"}'},
         ("MIT", "MIT", "look")),
        (row("look", licence="MIT"), {}, ("", "", "look")),
        (row("harvest", licence="MIT"), {}, None),
        (row(), {}, None),
    ],
)  # fmt: skip
def test_the_licence_is_that_of_the_strongest_word(
    known: Repository, texts: dict[str, str], licence: tuple[str, str, str] | None
) -> None:
    assert seen(known, **texts).licence == licence


@pytest.mark.parametrize(
    ("source", "raw", "licence"),
    [
        ("forge", "isc", ("ISC", "isc", "look")),
        ("forge", "NOASSERTION", ("MIT", "MIT", "look")),
        ("file", "EUPL-1.2", ("EUPL-1.2", "EUPL-1.2", "look")),
        ("file", "LicenseRef-Mine", ("MIT", "MIT", "look")),
    ],
)
def test_what_the_look_calls_the_licence_counts_too(
    source: str, raw: str, licence: tuple[str, str, str]
) -> None:
    found = seen(look={"licence_raw": raw, "licence_source": source}, licence=MIT)
    assert found.licence == licence


def test_every_row_of_a_gitlab_without_licence_gets_the_one_of_its_file() -> None:
    """D3 of the incumbent: licence, language, fork and homepage of GitLab were always empty."""
    text = publiccode(url=SHARED, landingURL="https://example.org")
    found = seen(look={"languages": {"Python": 1.0}}, licence=MIT, publiccode=text)
    assert found.licence == ("MIT", "MIT", "look")
    told = {name: found.facts[name] for name in ("language", "languages", "homepage")}
    assert told == {
        "language": "Python",
        "languages": {"Python": 1.0},
        "homepage": "https://example.org",
    }


@pytest.mark.parametrize(
    ("known", "texts", "description"),
    [
        (row(), {"readme": "# T\n\nRead me."}, "Read me."),
        (row(), {"codemeta": '{"description": "Meta."}', "readme": "Read me."}, "Meta."),
        (row("look", description="Old."), {"readme": "Read me."}, "Read me."),
        (row("look", description="Old."), {}, ""),
        (row("harvest", description="Old.", forge_id=""), {"readme": "Read me."}, "Read me."),
    ],
)
def test_a_repository_without_description_is_described_by_its_files(
    known: Repository, texts: dict[str, str], description: str
) -> None:
    assert seen(known, **texts).facts["description"] == description


def test_the_forge_s_own_description_stands_beside_publiccode() -> None:
    parts = {"fr": {"shortDescription": "Voir."}, "en": {"shortDescription": "See."}}
    text = publiccode(description=parts)
    facts = seen(row(description="The forge's."), publiccode=text).facts
    assert facts["descriptions"] == {"fr": "Voir.", "en": "See."}
    assert "description" not in facts
    assert seen(publiccode=text).facts["description"] == "See."


def test_a_text_that_did_not_come_changes_nothing() -> None:
    look = {"files": {"publiccode": "publiccode.yml", "readme": "README"}}
    found = seen(row(publiccode={"a": 1}), look=look)
    assert not {"publiccode", "descriptions"} & found.facts.keys()
    assert found.readme is None
    assert seen().facts["publiccode"] is None


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [("publiccode", "a: [", "publiccode-invalid"), ("codemeta", "[]", "codemeta-invalid")],
)
def test_a_file_that_cannot_be_read_is_named(kind: str, text: str, code: str) -> None:
    found = seen(**{kind: text})
    assert [(one.address, one.code, one.permanent) for one in found.failures] == [
        (SHARED, code, True)
    ]


def test_a_readme_is_kept_without_markup_and_addresses_of_people() -> None:
    found = seen(readme="# Title\n\n[Text](x) of jane.doe@example.org\x1b.\n\n```\ncode\n```\n")
    assert found.readme == "Title\n\nText of …@example.org ."
    assert seen().readme == ""


def test_activity_is_kept_with_the_day_it_was_counted() -> None:
    days = tuple(Day(authors=0, commits=0, tags=0) for _ in range(60))
    first, last = NOON - timedelta(days=800), NOON - timedelta(days=100)
    activity = Activity(
        first_at=first, last_at=last, commits=9, commits_year=3, authors_year=2, days=days
    )
    facts = seen(look={"activity": activity}).facts
    assert facts["vitality"] == 61
    assert facts["activity"] == {
        "at": "2026-05-04T12:00:00Z", "first_at": "2024-02-24T12:00:00Z",
        "last_at": "2026-01-24T12:00:00Z", "commits": 9, "commits_year": 3, "authors_year": 2,
        "release": "", "released_at": None,
    }  # fmt: skip


def test_an_unknown_history_is_unknown_and_one_that_may_come_changes_nothing() -> None:
    assert seen().facts["activity"] is None
    broken = {"failures": (Failure(SHARED, "timeout", "Slow."),)}
    assert "activity" not in seen(look=broken).facts


@pytest.mark.parametrize(
    ("is_fork", "values", "kind"),
    [
        (True, {}, "git"),
        (True, {"url": "https://github.com/up/b"}, "technical"),
        (None, {"isBasedOn": "https://github.com/up/b"}, "variant"),
        (False, {"isBasedOn": [SHARED]}, "url-mistake"),
        (False, {"isBasedOn": {"a": 1}, "url": 3}, ""),
        (None, {}, ""),
    ],
)
def test_the_kind_of_fork_comes_from_forge_and_publiccode(
    is_fork: object, values: dict[str, Any], kind: str
) -> None:
    found = seen(row(is_fork=is_fork), publiccode=publiccode(**values))
    assert found.facts["fork_kind"] == kind


def test_the_last_activity_of_plain_git_is_that_of_its_newest_commit() -> None:
    look = {"committed_at": NOON}
    assert seen(look=look).facts["last_activity_at"] == NOON
    assert "last_activity_at" not in seen(row(pushed_at=NOON), look=look).facts


def test_the_branch_that_the_forge_names_stands() -> None:
    look = {"default_branch": "master"}
    assert "default_branch" not in seen(row(default_branch="main"), look=look).facts
    assert seen(look=look).facts["default_branch"] == "master"
