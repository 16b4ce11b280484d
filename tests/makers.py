"""Valid objects for tests; every maker takes facts that matter and fills in the others."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from beffroi.forges.addresses import comparison_form
from beffroi.organisations.models import Forge, ForgeAccount, Organisation
from beffroi.repositories.models import Library, Repository

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
_numbers = count(1)


def make_organisation(**facts: Any) -> Organisation:
    """Make a public body of a kind and country that the registry knows."""
    number = next(_numbers)
    known = {
        "uid": f"body-{number}",
        "name": f"Body {number}",
        "kind": "agency",
        "country": "FR",
        "created_at": NOON,
        "changed_at": NOON,
    }
    return Organisation.objects.create(**{**known, **facts})


def make_forge(host: str = "github.com", **facts: Any) -> Forge:
    """Make a forge, or return the one of that host."""
    known = {"software": "github", **facts}
    return Forge.objects.get_or_create(host=host, defaults=known)[0]


def make_account(**facts: Any) -> ForgeAccount:
    """Make an account of a body on a forge."""
    number = next(_numbers)
    forge = facts.pop("forge", None) or make_forge()
    path = facts.pop("full_path", f"account-{number}")
    known = {
        "uid": f"account-{number}",
        "url": f"https://{forge.host}/{path}",
        "name": f"Account {number}",
        "path_key": path.lower(),
        "created_at": NOON,
        "changed_at": NOON,
    }
    if "organisation" not in facts:
        known["organisation"] = make_organisation()
    return ForgeAccount.objects.create(forge=forge, full_path=path, **{**known, **facts})


def make_repository(**facts: Any) -> Repository:
    """Make a repository of an account, listed, seen at noon."""
    number = next(_numbers)
    account = facts.pop("account", None) or make_account()
    name = facts.pop("name", f"repository-{number}")
    url = facts.pop("url", f"{account.url}/{name}")
    known = {
        "uid": f"repository-{number}",
        "full_name": f"{account.full_path}/{name}",
        "url_key": comparison_form(url),
        "clone_url": f"{url}.git",
        "description": f"What repository {number} is for.",
        "sources": {"*": {"by": "test", "at": "2026-05-04T12:00:00Z"}},
        "first_seen_at": NOON,
        "seen_at": NOON,
        "changed_at": NOON,
    }
    return Repository.objects.create(account=account, name=name, url=url, **{**known, **facts})


def make_library(**facts: Any) -> Library:
    """Make a library of a package registry."""
    number = next(_numbers)
    known = {
        "uid": f"library-{number}",
        "registry": "Pypi",
        "name": f"library-{number}",
        "sources": {"*": {"by": "test", "at": "2026-05-04T12:00:00Z"}},
        "first_seen_at": NOON,
        "changed_at": NOON,
    }
    return Library.objects.create(**{**known, **facts})
