"""Every entry in the shape of publiccode.yml."""

import pytest
import yaml
from django.test import Client

from beffroi.repositories.formats.publiccode import missing, record
from tests.makers import make_account, make_organisation, make_repository

pytestmark = pytest.mark.django_db


def test_what_the_catalogue_knows_has_the_keys_of_publiccode() -> None:
    account = make_account(organisation=make_organisation(name="Town"))
    made = make_repository(account=account, name="tool", licence="EUPL-1.2", homepage="https://x.y")
    said = record(made)
    assert (said["name"], said["url"], said["landingURL"]) == ("tool", made.url, "https://x.y")
    assert said["legal"] == {"license": "EUPL-1.2"}
    assert said["organisation"] == {"name": "Town"}
    assert said["description"]["und"]["shortDescription"] == made.description


def test_nothing_is_guessed() -> None:
    said = record(make_repository(licence="other", description=""))
    assert set(said) == {"publiccodeYmlVersion", "name", "url", "organisation"}
    assert "platforms" in missing(said)
    assert "legal.license" in missing(said)


def test_its_own_file_is_given_as_it_is_without_persons() -> None:
    own = {
        "name": "Own", "url": "https://forge.example/own",
        "localisation": {"localisationReady": False},
        "maintenance": {
            "type": "contract",
            "contacts": [{"name": "Jane Roe"}],
            "contractors": [{"name": "Firm", "email": "a@b.example"}],
        },
    }  # fmt: skip
    said = record(make_repository(publiccode=own))
    assert (said["name"], said["url"]) == ("Own", "https://forge.example/own")
    assert said["maintenance"] == {"type": "contract", "contractors": [{"name": "Firm"}]}
    assert "localisation.localisationReady" not in missing(said)


def test_yaml_and_json_say_the_same(client: Client) -> None:
    made = make_repository(
        name="outil", description="Un outil pour les communes : é", licence="MIT"
    )
    written = client.get(f"/en/repositories/{made.uid}/publiccode.yml")
    told = client.get(f"/en/repositories/{made.uid}/publiccode.json")
    assert yaml.safe_load(written.content) == told.json() == record(made)
    assert written["Content-Type"] == "application/yaml; charset=utf-8"
    assert written.content.decode().startswith("# A draft, made by this catalogue")
    assert "# Missing: platforms, developmentStatus" in written.content.decode()


def test_an_unknown_or_withdrawn_one_is_404(client: Client) -> None:
    gone = make_repository(withdrawn_at="2026-05-04T12:00:00Z", withdrawn_reason="legal")
    for uid in (gone.uid, "nothing"):
        assert client.get(f"/en/repositories/{uid}/publiccode.yml").status_code == 404
