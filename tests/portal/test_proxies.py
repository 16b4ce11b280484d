"""Headers of proxies: believed from trusted ones, dropped from anybody else."""

import ipaddress
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from beffroi.portal.proxies import TrustedProxies, caller

PROXY = (ipaddress.ip_network("10.0.0.0/8"),)


def seen(settings: Any, remote: str, **headers: str) -> HttpRequest:
    settings.BEFFROI_TRUSTED_PROXIES = PROXY
    settings.ALLOWED_HOSTS = ["testserver"]
    request = RequestFactory().get("/", REMOTE_ADDR=remote, headers=headers)
    TrustedProxies(lambda _request: HttpResponse())(request)
    return request


def test_a_trusted_proxy_says_scheme_and_caller(settings: Any) -> None:
    more = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9, 10.1.1.1"}
    request = seen(settings, "10.0.0.2", **more)
    assert request.is_secure()
    assert request.META["REMOTE_ADDR"] == "203.0.113.9"


def test_a_stranger_says_nothing(settings: Any) -> None:
    more = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
    request = seen(settings, "198.51.100.7", **more)
    assert not request.is_secure()
    assert request.META["REMOTE_ADDR"] == "198.51.100.7"
    assert "HTTP_X_FORWARDED_FOR" not in request.META


def test_a_proxy_without_headers_changes_nothing(settings: Any) -> None:
    request = seen(settings, "10.0.0.2")
    assert (request.scheme, request.META["REMOTE_ADDR"]) == ("http", "10.0.0.2")


@pytest.mark.parametrize(
    ("forwarded", "expected"),
    [
        ("", ""),
        ("203.0.113.9", "203.0.113.9"),
        ("198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("203.0.113.9, 10.1.1.1, 10.2.2.2", "203.0.113.9"),
        ("10.1.1.1", ""),
        ("<script>", ""),
        ("203.0.113.9, unknown", ""),
        ("2001:db8::1", "2001:db8::1"),
    ],
)
def test_the_last_address_that_is_no_proxy_is_the_caller(forwarded: str, expected: str) -> None:
    assert caller(forwarded, PROXY) == expected
