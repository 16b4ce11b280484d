"""What tests of pages share: things to show, an index that knows them."""

from typing import Any

from django.utils import timezone

from beffroi.portal.indexing import rebuild
from beffroi.repositories.models import Repository
from tests.makers import make_account, make_forge, make_organisation, make_repository


def fill(count: int = 1, **facts: Any) -> list[Repository]:
    """Make repositories of one account and the index that knows them."""
    body = make_organisation(uid="etalab", name="Etalab", names={"en": "Etalab, in English"})
    account = make_account(uid="etalab-github-com", full_path="etalab", organisation=body)
    made = [
        make_repository(account=account, name=f"urbanisme-{number}", **facts)
        for number in range(count)
    ]
    make_forge("gitlab.com", software="gitlab")
    rebuild(holder="test", at=timezone.now())
    return made
