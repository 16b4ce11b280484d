"""Addresses of code.gouv.fr lead to the same questions here."""

import pytest
from django.test import Client

from tests.makers import make_account, make_organisation

pytestmark = pytest.mark.django_db


def place(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 301
    return str(answer["Location"])


@pytest.mark.parametrize(
    ("former", "new"),
    [
        ("/fr/repos", "/fr/repositories/"),
        ("/fr/repos?q=a+b&platform=GitHub", "/fr/repositories/?q=a+b&forge=github.com"),
        ("/en/repos?license=MIT+License&fork=true", "/en/repositories/?licence=MIT&fork=yes"),
        ("/en/repos?forge=https://gitlab.inria.fr", "/en/repositories/?forge=gitlab.inria.fr"),
        ("/en/repos?g=https://nobody.example/", "/en/repositories/"),
        ("/en/repos?platform=http://[", "/en/repositories/?forge=http%3A%2F%2F%5B"),
        ("/fr/groups?q=ign", "/fr/organisations/?q=ign"),
    ],
)
def test_a_former_address_keeps_its_question(client: Client, former: str, new: str) -> None:
    assert place(client, former) == new


def test_a_group_becomes_its_organisation(client: Client) -> None:
    make_account(url="https://github.com/IGNF", organisation=make_organisation(uid="ign"))
    former = "/fr/repos?group=https://github.com/ignf/"
    assert place(client, former) == "/fr/repositories/?organisation=ign"


def test_a_ministry_is_found_by_its_name(client: Client) -> None:
    make_organisation(uid="culture", name="Culture", kind="ministry")
    assert place(client, "/fr/groups?ministry=Culture") == "/fr/organisations/?ministry=culture"
