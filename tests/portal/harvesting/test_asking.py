"""An officer gives an address, sees a preview, confirms, and a run waits for the worker."""

import ipaddress
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from beffroi.accounts.actions import HARVEST, invite
from beffroi.organisations.models import ForgeAccount, Organisation
from beffroi.portal.harvesting.limits import Doorman
from beffroi.portal.views import asking
from beffroi.repositories.models import HarvestRun
from tests.fakes.forges.running import FakeForge, fake_forges
from tests.makers import make_account, make_forge, make_organisation, make_repository

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NEW = "/en/harvests/new/"
INWARD = ("http://127.0.0.1/x", "http://[::1]/x", "http://169.254.169.254/latest", "http://10.9.8.7/x",
          "http://no-machine-has-this-name.invalid/x")  # fmt: skip


@pytest.fixture(scope="module")
def forge() -> Iterator[FakeForge]:
    """Run one Forgejo with three repositories."""
    with fake_forges() as running:
        yield running.open("forgejo", accounts=[{"path": "maps", "repositories": 3}])


@pytest.fixture(autouse=True)
def _fresh(settings: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.BEFFROI_ALLOWED_NETWORKS = (ipaddress.ip_network("127.0.0.0/8"),)  # type: ignore[attr-defined]
    cache.clear()
    monkeypatch.setattr(asking, "_doorman", Doorman())


def key(body: str = "") -> str:
    """Return a key that is good for a day."""
    until = timezone.now() + timedelta(days=1)
    return invite(HARVEST, body, until=until)


def give(client: Client, address: str, **facts: str) -> HttpResponse:
    """Send an address and follow to the preview."""
    given = {"address": address, "key": key(), **facts}
    return client.post(NEW, given, follow=True)  # type: ignore[return-value]


def confirm(client: Client, page: HttpResponse, given: str) -> HttpResponse:
    """Press the button of a preview."""
    seen = page.context["seen"]  # type: ignore[attr-defined]
    return client.post(NEW, {"preview": seen, "key": given})  # type: ignore[return-value]


def test_without_a_link_the_form_says_how_to_get_one_and_keeps_what_was_typed(
    client: Client,
) -> None:
    assert "beffroi forge invite" in client.get(NEW).text
    answer = client.post(NEW, {"address": "https://git.example.org/maps"})
    assert answer.status_code == 403
    assert 'value="https://git.example.org/maps"' in answer.text
    assert "beffroi forge invite" in answer.text


def test_a_link_that_is_over_is_said(client: Client) -> None:
    old = invite(HARVEST, "", until=timezone.now())
    assert "This link is over, or not whole" in client.get(NEW, {"key": old}).text
    assert client.post(NEW, {"address": "https://x.example", "key": old}).status_code == 403


def test_a_preview_tells_what_would_be_read(client: Client, forge: FakeForge) -> None:
    page = give(client, f"{forge.url}/maps")
    assert page.status_code == 200
    assert "Forgejo" in page.text
    assert "depot-00000" in page.text
    assert "to be identified" in page.text
    assert "Read it into the catalogue" in page.text
    assert not ForgeAccount.objects.exists()
    assert "no-store" in page["Cache-Control"]


def test_what_the_catalogue_has_already_is_marked(client: Client, forge: FakeForge) -> None:
    host = make_forge(forge.host, software="forgejo")
    body = make_organisation(uid="ign", name="IGN")
    account = make_account(forge=host, full_path="maps", organisation=body, uid="maps")
    make_repository(account=account, uid="d0", url=f"{forge.url}/maps/depot-00000")
    page = give(client, f"{forge.url}/maps")
    assert "/en/repositories/d0/" in page.text
    assert "1 repository of this account" in page.text
    assert '/en/organisations/ign/"><bdi>IGN</bdi>' in page.text


def test_confirmed_it_becomes_a_run_of_the_body_that_the_link_names(
    client: Client, forge: FakeForge
) -> None:
    make_organisation(uid="ign", name="IGN")
    given = key("ign")
    page = give(client, f"{forge.url}/maps", key=given)
    assert "IGN" in page.text
    answer = confirm(client, page, given)
    run = HarvestRun.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/en/harvests/{run.uid}/")
    account = ForgeAccount.objects.get()
    assert (account.full_path, account.organisation.uid) == ("maps", "ign")
    assert client.get(answer["Location"]).status_code == 200


def test_an_account_of_another_body_stays_there(client: Client, forge: FakeForge) -> None:
    make_organisation(uid="ign", name="IGN")
    theirs = make_organisation(uid="theirs", name="Theirs")
    make_account(forge=make_forge(forge.host), full_path="maps", organisation=theirs)
    given = key("ign")
    confirm(client, give(client, f"{forge.url}/maps", key=given), given)
    assert ForgeAccount.objects.get().organisation == theirs


def test_a_second_click_leads_to_the_same_run(client: Client, forge: FakeForge) -> None:
    page, given = give(client, f"{forge.url}/maps"), key()
    places = {confirm(client, page, given)["Location"] for _ in range(3)}
    assert (len(places), HarvestRun.objects.count()) == (1, 1)


def test_a_preview_is_kept_and_the_forge_not_called_again(client: Client, forge: FakeForge) -> None:
    give(client, f"{forge.url}/maps")
    forge.do("forget")
    give(client, f"{forge.url}/maps")
    assert forge.requests() == []


def test_a_preview_that_failed_is_made_anew(client: Client, forge: FakeForge) -> None:
    give(client, f"{forge.url}/nobody")
    forge.do("forget")
    give(client, f"{forge.url}/nobody")
    assert forge.requests() != []


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "web address"),
        ("javascript:alert(1)", "https:// or http://"),
        ("https://user:secret@git.example.org/x", "user name or a password"),
        ("https://github.com/IGNF/validator", "https://github.com/IGNF"),
        ("https://github.com", "add the account"),
        ("https://gitlab.com/", "add the account"),
        ("https://x.example/" + "a" * 3000, ""),
        ("http://\x00/", ""),
    ],
)
def test_an_address_that_is_none_is_said_beside_its_field(
    client: Client, typed: str, words: str
) -> None:
    answer = client.post(NEW, {"address": typed, "key": key()})
    assert answer.status_code == 400
    assert words in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert "<title>Error:" in answer.text


def test_all_that_is_refused_is_refused_in_the_same_words(
    client: Client, settings: pytest.FixtureRequest
) -> None:
    settings.BEFFROI_ALLOWED_NETWORKS = ()  # type: ignore[attr-defined]
    told = set()
    for address in INWARD:
        page = give(client, address)
        told.update(one.words for one in page.context["shown"].troubles)  # type: ignore[attr-defined]
        assert "refused-address" not in page.text
        assert "Read it into the catalogue" not in page.text
    assert len(told) == 1
    assert "BEFFROI_ALLOWED_NETWORKS" in told.pop()


def test_one_caller_looks_at_so_many_and_then_waits(client: Client) -> None:
    make = [f"http://127.0.0.1:1/{number}" for number in range(12)]
    link = key()  # one and the same: another second makes another one
    answers = [give(client, address, key=link) for address in make]
    assert answers[0].status_code == 200
    assert answers[-1].status_code == 429
    assert "Look again" in answers[-1].text


def test_a_form_from_elsewhere_does_nothing(forge: FakeForge) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(NEW, {"address": f"{forge.url}/maps", "key": key()}).status_code == 403


@pytest.mark.parametrize("seen", ["x", "https://evil.example", "\x00", "a:b:c"])
def test_an_address_that_this_site_did_not_sign_is_not_called(client: Client, seen: str) -> None:
    question = urlencode({"preview": seen, "key": key()})
    assert client.get(f"{NEW}?{question}").status_code == 400
    assert client.post(NEW, {"preview": seen, "key": key()}).status_code == 400
    assert not HarvestRun.objects.exists()


def test_a_link_to_a_preview_is_of_no_use_without_the_right(
    client: Client, forge: FakeForge
) -> None:
    page = give(client, f"{forge.url}/maps")
    seen = page.context["seen"]  # type: ignore[attr-defined]
    answer = client.get(f"{NEW}?{urlencode({'preview': seen})}")
    assert answer.status_code == 403
    assert f'value="{forge.url}/maps"' in answer.text
    assert not Organisation.objects.exists()


def test_in_french_the_words_are_french(client: Client) -> None:
    answer = client.post("/fr/harvests/new/", {"address": "https://github.com", "key": key()})
    assert answer.status_code == 400
    assert "Une forge que tout le monde utilise" in answer.text
    given = {"address": "https://github.com/IGNF/validator", "key": key()}
    answer = client.post("/fr/harvests/new/", given)
    assert "Donnez l’adresse du compte\xa0: https://github.com/IGNF<" in answer.text
