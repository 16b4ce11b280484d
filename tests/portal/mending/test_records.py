"""What the registry holds: each fact, its source, where to mend it."""

import pytest

from beffroi.organisations.models import Identifier
from beffroi.portal.mending.records import held_of_account, held_of_body
from tests.makers import make_account, make_organisation

pytestmark = pytest.mark.django_db
AT = "2026-05-04T12:00:00Z"


def test_a_fact_names_who_gave_it_and_where_it_is_mended() -> None:
    sources = {"*": {"by": "import:forges", "at": AT}, "name": {"by": "manual", "at": AT}}
    body = make_organisation(name="IGN", sources=sources, country="FR")
    found = {one.field: one for one in held_of_body(body)}
    assert found["name"].where == "Set by hand here: ask who runs this site."
    assert found["country"].where.startswith("In the imported list")
    assert found["country"].source is not None
    assert found["website"].is_unknown


def test_a_word_that_nobody_said_is_called_so() -> None:
    body = make_organisation(sources={"name": {"by": "called", "at": AT}})
    assert held_of_body(body)[0].where.startswith("Nobody has said it")


def test_identifiers_stand_with_the_name_of_their_register() -> None:
    body = make_organisation()
    assert held_of_body(body)[-1].is_unknown
    Identifier.objects.create(organisation=body, scheme="ch-ld", value="https://x.example/1")
    last = held_of_body(body)[-1]
    assert (last.term, last.url) == ("ch-ld", "https://x.example/1")


def test_an_account_tells_three_values_apart() -> None:
    said = [
        {one.field: one.value for one in held_of_account(make_account(is_verified=value))}
        for value in (True, False, None)
    ]
    assert [one["is_verified"] for one in said] == ["Yes", "No", ""]


def test_odd_sources_break_nothing() -> None:
    body = make_organisation(name="IGN", sources={"*": "odd", "name": {"by": 3}})
    assert held_of_body(body)[0].value == "IGN"
