"""Subscriptions: names that stay, questions without noise, bodies as entries."""

from typing import Any

import pytest
from django.test import RequestFactory

from beffroi.organisations.pages import subscribed
from beffroi.organisations.pages.subscriptions import Subscription, asked, permanent_id, send_feed
from tests.makers import NOON, make_organisation


def test_a_name_stays_when_the_site_moves_to_https(settings: Any) -> None:
    names = set()
    for address in ("http://code.example", "https://code.example:8443"):
        settings.BEFFROI_URL = address
        names.add(permanent_id("repositories", "map", "moved-2026-05-04"))
    assert names == {"tag:code.example,2026:repositories/map/moved-2026-05-04"}


def test_what_does_not_change_a_feed_is_left_out_of_its_address() -> None:
    request = RequestFactory().get("/x?q=a+b&page=2&utm_campaign=y&licence=&licence=MIT&size=9")
    assert asked(request) == "?q=a+b&licence=MIT"


def test_a_feed_of_nothing_has_a_tag_and_no_date() -> None:
    answer = send_feed(RequestFactory().get("/en/x.atom"), "atom", Subscription("X", "/en/", []))
    assert answer["ETag"]
    assert "Last-Modified" not in answer


@pytest.mark.django_db
def test_a_body_is_named_in_the_language_of_the_reader() -> None:
    body = make_organisation(uid="town", names={"en": "Town"}, withdrawn_at=NOON,
                             withdrawn_reason="closed", kind="local")  # fmt: skip
    entry, gone = subscribed.entry_of(body), subscribed.removed_of(body)
    assert (entry.title, entry.id) == ("Town", gone.id)
    assert (gone.at, gone.reason) == (NOON, "closed")
