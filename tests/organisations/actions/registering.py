"""Short words for tests that register bodies and accounts."""

from datetime import datetime, timedelta
from typing import Any

from beffroi.journal.models import Act, Outbox
from beffroi.organisations import actions
from beffroi.organisations.models import ForgeAccount, Organisation
from beffroi.organisations.shapes import AccountFacts, BodyFacts
from tests.makers import NOON

LATER = NOON + timedelta(days=1)
MANUAL = {"by": "manual:anna", "at": "2026-01-01T00:00:00Z"}


def body_facts(value: str = "1", **more: Any) -> BodyFacts:
    return BodyFacts(**{"name": f"Body {value}", "identifiers": (("x", value),), **more})


def account_facts(path: str = "etalab", host: str = "github.com", **more: Any) -> AccountFacts:
    return AccountFacts(host=host, full_path=path, url=f"https://{host}/{path}", **more)


def bodies(*facts: BodyFacts, source: str = "list", at: datetime = NOON) -> list[str]:
    return [state for _, state in actions.register_bodies(facts, source=source, at=at)]


def accounts(*facts: AccountFacts, source: str = "list", at: datetime = NOON) -> list[str]:
    return [state for _, state in actions.register_accounts(facts, source=source, at=at)]


def body_of(path: str = "etalab") -> Organisation:
    return ForgeAccount.objects.get(full_path=path).organisation


def wanted(kind: str) -> set[str]:
    return set(Outbox.objects.filter(kind=kind).values_list("uid", flat=True))


def acts() -> list[tuple[str, str, str]]:
    return list(Act.objects.order_by("pk").values_list("verb", "object_kind", "object_uid"))
