"""Problems as pages and as problem details."""

import json

from django.test import RequestFactory
from django.utils import translation

from beffroi.portal.problems import Problem, answer, of_search
from beffroi.search.errors import SearchError


def test_a_program_gets_problem_details_unless_it_asks_for_a_page(rf: RequestFactory) -> None:
    problem = Problem("not-found", 404)
    assert answer(rf.get("/api/v1/x"), problem)["Content-Type"] == "application/problem+json"
    page = answer(rf.get("/api/v1/x", headers={"accept": "text/html"}), problem)
    assert page["Content-Type"].startswith("text/html")


def test_a_caller_that_wants_neither_gets_what_its_address_is_for(rf: RequestFactory) -> None:
    problem = Problem("not-found", 404)
    odd = {"accept": "image/png"}
    assert answer(rf.get("/api/v1/x", headers=odd), problem)["Content-Type"].endswith("json")
    assert answer(rf.get("/en/x", headers=odd), problem)["Content-Type"].startswith("text/html")


def test_the_words_follow_the_language(rf: RequestFactory) -> None:
    request = rf.get("/fr/x", headers={"accept": "application/problem+json"})
    with translation.override("fr"):
        found = json.loads(answer(request, Problem("not-found", 404)).content)
    assert found["title"] == "Cette page a changé de place ou n’a jamais existé"


def test_a_fault_says_its_number() -> None:
    assert "7F3A-21" in Problem("fault", 500, number="7F3A-21").words


def test_words_of_the_error_win_over_the_known_ones() -> None:
    assert Problem("not-found", 404, "No such body.").words == "No such body."
    assert Problem("of-its-own", 404, "Own words.").title == "This cannot be done as asked"


def test_known_search_errors_speak_the_language_of_the_page() -> None:
    with translation.override("fr"):
        known = of_search(SearchError("bad-page", "'page' is '-1'.", "page")).words
        other = of_search(SearchError("of-its-own", "In English.")).words
    assert known == "Le numéro d’une page est un nombre entier à partir de 1."
    assert other == "In English."
