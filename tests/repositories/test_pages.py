"""What pages of repositories show: life line, facts, rows, the next step."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from beffroi.forges.files import KINDS
from beffroi.lib.slots import LIFE, PanelRow
from beffroi.repositories.models import Repository
from beffroi.repositories.pages import facts, life, rows, steps
from tests.makers import NOON, make_repository


def test_the_small_line_draws_each_state_in_its_own_way() -> None:
    states = ("none", "done", "done", "next", "open", "fail", "open", "open", "open")
    found = life.small(states, "en")
    assert found["d"] == "M21 7h0M35 7h0"
    assert found["t"] == "M21 7h14M35 7h14"
    assert (found["x"], found["f"]) == ("M49 7h0", "M77 7h0")
    assert found["label"] == "Done: Judged, Published"


def test_the_place_reached_is_the_last_point_done() -> None:
    assert life.reached(("open", "open", "done", "next", "done")) == "Catalogued"
    assert life.reached(("open", "open", "fail", "open", "done")) == "Not found at the forge"


def test_a_higher_room_fills_its_own_point() -> None:
    def judged(uids: object) -> list[PanelRow]:
        del uids
        return [PanelRow("a", "judged", {"en": "A, contributory"}, "/x", "done", NOON, None)]

    LIFE.register("test", judged)
    try:
        elsewhere = life.known_elsewhere(["a"])["a"]
    finally:
        LIFE._providers.pop("test")  # noqa: SLF001 (a slot has no way to leave)
    with translation.override("en"):
        line = life.line(Repository(first_seen_at=NOON), elsewhere)
    assert (line[1].state, line[1].text, line[1].url) == ("done", "A, contributory", "/x")


def texts(found: list[facts.Fact]) -> dict[str, str]:
    return {fact.term: fact.text + ", ".join(words for words, _ in fact.links) for fact in found}


@pytest.mark.django_db
def test_facts_say_what_is_not_known() -> None:
    found = texts([*facts.what(bare := make_repository()), *facts.at_forge(bare)])
    assert found["Licence"] == "Licence not stated."
    assert found["Programming language"] == "Not known"
    assert found["Home page"] == "None stated"
    assert found["Created"] == "Not known"
    assert found["Followed"] == "Not known: its forge does not count."
    assert found["Mirror"] == "Not known: its source does not say."


@pytest.mark.django_db
def test_facts_say_what_is_known_in_whole_words() -> None:
    full = make_repository(
        languages={"Python": 0.81, "HTML": 0.19},
        language="Python",
        stars=1,
        forks=0,
        created_at=datetime(2013, 12, 29, tzinfo=UTC),
        default_branch="main",
        files={"licence": "LICENSE", "odd": "x"},
    )
    found = texts([*facts.what(full), *facts.at_forge(full), *facts.files(full)])
    assert found["Followed"] == "1 star, 0 forks"
    assert found["Created"] == "29 December 2013"
    assert (found["Default branch"], found["odd"]) == ("main", "x")
    language = next(fact for fact in facts.what(full) if fact.term == "Programming language")
    assert language.note == "Python 81%, HTML 19%"


@pytest.mark.django_db
def test_a_description_in_the_language_of_the_page_wins() -> None:
    made = make_repository(description="as given", descriptions={"fr": "en français"})
    assert rows.description(made, "fr") == ("en français", "fr")
    assert rows.description(made, "en") == ("as given", "")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts_given", "title"),
    [
        ({"missing_since": NOON}, "Next step: read its account again."),
        ({"is_at_heritage": False}, "Next step: archive the present state."),
        ({"is_at_heritage": True}, "Next step: say what may be done with it."),
        ({"is_at_heritage": True, "licence": "MIT"},
         "Next step: describe it for those who may reuse it."),
        ({"is_at_heritage": True, "licence": "MIT", "files": {"publiccode": "publiccode.yml"}},
         "Nothing is due now."),
    ],
)  # fmt: skip
def test_there_is_always_one_next_step(facts_given: dict[str, object], title: str) -> None:
    assert steps.next_step(make_repository(**facts_given)).title == title


@pytest.mark.django_db
def test_there_is_no_link_to_a_forge_that_has_no_web_address() -> None:
    assert steps.open_at_forge(make_repository(url="git@host:a/b", url_key="x")) is None


def test_every_kind_of_file_has_a_name() -> None:
    assert facts.FILE_NAMES.keys() - {"description"} == KINDS.keys()
