"""The page that explains every rule, in two languages, without a script."""

import re

import pytest
from django.test import Client
from django.utils import translation

from beffroi.lib.errors import ShownError
from beffroi.policy.check.packs import names, open_pack
from beffroi.portal.rules import explained, family_words

pytestmark = pytest.mark.django_db
RULES = open_pack("fr-dinum").rules


def page(client: Client, question: str = "", language: str = "en") -> str:
    answer = client.get(f"/{language}/policy/rules/{question}")
    assert answer.status_code == 200
    return answer.content.decode()


def shown(text: str) -> list[str]:
    return re.findall(r'<article id="([^"]+)"', text)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_rule_has_an_anchor(client: Client, language: str) -> None:
    assert sorted(shown(page(client, language=language))) == sorted(rule.id for rule in RULES)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_rule_says_reason_remedy_source_and_who_answers(language: str) -> None:
    with translation.override(language):
        found = [one for _, _, group in explained({}, language).groups for one in group]
    lacking = [
        one.id for one in found if not (one.reason and one.remedy and one.source and one.asks)
    ]
    assert (len(found), lacking) == (75, [])


def test_a_rule_reads_in_the_language_of_the_page(client: Client) -> None:
    rule = open_pack("fr-dinum").rule("FILE-03")
    assert rule.reason.fr.partition("’")[0] in page(client, language="fr")
    assert "Si l’on ne peut pas savoir" in page(client, language="fr")


def test_a_rule_leads_to_the_document_where_it_is_written(client: Client) -> None:
    assert "DISIC/politique-de-contribution-open-source/blob/HEAD/pratique.md" in page(client)


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("?severity=MAY", {rule.id for rule in RULES if rule.severity == "MAY"}),
        ("?family=origin", {rule.id for rule in RULES if rule.family == "origin"}),
        (
            "?policy=fr-dinum-2018&severity=MUST&family=files",
            {rule.id for rule in RULES if rule.severity == "MUST" and rule.family == "files"},
        ),
    ],
)
def test_the_address_narrows_the_rules(client: Client, question: str, wanted: set[str]) -> None:
    assert set(shown(page(client, question))) == wanted


def test_a_choice_counts_what_it_would_leave(client: Client) -> None:
    text = page(client, "?severity=MUST")
    musts = sum(rule.severity == "MUST" for rule in RULES)
    assert f'<option value="MUST" selected>MUST ({musts})' in text


@pytest.mark.parametrize("name", names())
def test_every_policy_that_ships_is_explained(client: Client, name: str) -> None:
    rules = open_pack(name).rules
    assert len(shown(page(client, f"?policy={name}"))) == len(rules)


def test_a_policy_that_nobody_of_its_country_reviewed_says_so(client: Client) -> None:
    assert "No person of that country" in page(client, "?policy=it-agid")
    assert "No person of that country" not in page(client)


@pytest.mark.parametrize("question", ["?severity=must", "?family=x", "?policy=../../etc/passwd"])
def test_a_choice_that_does_not_exist_is_refused_with_words(client: Client, question: str) -> None:
    answer = client.get(f"/en/policy/rules/{question}")
    assert answer.status_code == 400
    assert "there are:" in answer.content.decode()


def test_a_parameter_that_does_not_exist_is_refused_with_the_nearest(client: Client) -> None:
    answer = client.get("/en/policy/rules/?severty=MUST")
    assert answer.status_code == 400
    assert "severity" in answer.content.decode()


def test_no_file_of_the_machine_is_a_policy() -> None:
    with pytest.raises(ShownError, match="there are"):
        explained({"policy": "/tmp/x.toml"}, "en")  # noqa: S108 - a name, nothing is read


def test_every_family_has_words() -> None:
    used = {rule.family for name in names() for rule in open_pack(name).rules}
    assert used <= set(family_words())


def test_the_page_asks_the_database_nothing(
    client: Client, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        page(client)
