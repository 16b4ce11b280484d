"""Who may ask: holders of a link, and whoever sits at a demonstration."""

import pytest
from django.test import RequestFactory

from beffroi.accounts.actions import HARVEST
from beffroi.portal.harvesting.guests import guest_of
from tests.makers import NOON


@pytest.mark.parametrize(
    ("debug", "address", "is_admitted"),
    [
        (True, "127.0.0.1", True),
        (True, "::1", True),
        (True, "10.0.0.7", False),
        (False, "127.0.0.1", False),
    ],
)
def test_without_a_link_a_demonstration_on_this_machine_alone_admits(
    settings: pytest.FixtureRequest,
    debug: bool,  # noqa: FBT001 (a parameter)
    address: str,
    is_admitted: bool,  # noqa: FBT001
) -> None:
    settings.DEBUG = debug  # type: ignore[attr-defined]
    request = RequestFactory().get("/", REMOTE_ADDR=address)
    assert (guest_of(request, HARVEST, at=NOON) is not None) is is_admitted
