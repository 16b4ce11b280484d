"""Addresses of repositories: every feed in both forms, and none hides the page of a repository."""

import pytest
from django.test import Client
from django.urls import resolve, reverse

from beffroi.repositories.feeds import EVENTS
from tests.makers import make_repository


@pytest.mark.parametrize("event", EVENTS)
def test_every_event_has_a_feed_in_both_forms(event: str) -> None:
    for form in ("atom", "feed.json"):
        address = reverse(f"repositories:{event}_{form.replace('.', '_')}")
        assert address == f"/en/repositories/{event}.{form}"
        assert resolve(address).kwargs == {"event": event, "form": form}


@pytest.mark.django_db
def test_a_repository_may_be_called_like_a_feed(client: Client) -> None:
    make_repository(uid="updated", name="updated")
    assert b"updated" in client.get("/en/repositories/updated/").content
