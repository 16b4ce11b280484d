"""What crawlers and browsers ask for by a fixed name."""

from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_rules_name_the_map(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /api/" in text
    assert text.endswith("\nSitemap: http://localhost:8000/sitemap.xml\n")


def test_whom_to_tell_of_a_fault_is_what_the_operator_said(client: Client, settings: Any) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.BEFFROI_WRITE_TO = {"url": "mailto:a@b.example", "words": "a@b.example"}
    text = client.get("/.well-known/security.txt").content.decode()
    lines = dict(line.split(": ", 1) for line in text.splitlines())
    assert lines["Contact"] == "mailto:a@b.example"
    assert lines["Canonical"] == "http://localhost:8000/.well-known/security.txt"
    assert lines["Expires"].endswith("T00:00:00Z")


def test_the_picture_of_the_site_has_its_usual_name(client: Client) -> None:
    from django.contrib.staticfiles.finders import find  # noqa: PLC0415

    assert client.get("/favicon.ico")["Location"] == "/static/favicon.ico"
    assert find("favicon.ico")
