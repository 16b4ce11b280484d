"""What the doctor says of the settings."""

import ipaddress
from typing import Any

import pytest

from beffroi.portal.doctor import configuration


def test_a_misspelt_variable_is_named_with_the_nearest() -> None:
    (found,) = configuration.misspelt({"BEFFROI_ULR": "x", "PATH": "y"})
    assert (found.state, found.remedy) == ("wrong", "Did you mean BEFFROI_URL?")


def test_the_file_of_a_known_variable_is_known() -> None:
    (found,) = configuration.misspelt({"BEFFROI_SECRET_KEY_FILE": "x", "BEFFROI_HOME": "y"})
    assert (found.state, found.says) == ("ok", "2 given, each of them known")


@pytest.mark.parametrize(
    ("url", "state"),
    [
        ("http://localhost:8000", "note"),
        ("http://code.example.org", "wrong"),
        ("https://code.example.org", "ok"),
    ],
)
def test_a_public_address_wants_tls(url: str, state: str) -> None:
    assert next(configuration.address(url)).state == state


def test_a_wide_network_is_noted(settings: Any) -> None:
    settings.BEFFROI_ALLOWED_NETWORKS = (ipaddress.ip_network("10.0.0.0/8"),)
    settings.DEBUG = True
    found = {finding.key: finding.state for finding in configuration.examine(None)}  # type: ignore[arg-type]
    assert (found["networks"], found["debug"]) == ("note", "note")
