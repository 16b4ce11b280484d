"""Private keys, web tokens, passwords in addresses."""

import base64
import json

import pytest

from beffroi.policy.check.secrets.scanning import scan_bytes
from tests.policy.check.secrets.samples import drawn, seeded

HEAD = "-----BEGIN {}PRIVATE " + "KEY-----"


def found(text: str, path: str = "app.txt") -> list[tuple[str, bool]]:
    return [(one.rule, one.is_sure) for one in scan_bytes(path, text.encode())]


def key(kind: str = "RSA ", between: str = "\n") -> str:
    random = seeded(kind)
    lines = [drawn("{b64}", random) for _ in range(6)]
    return between.join([HEAD.format(kind), *lines, f"-----END {kind}PRIVATE " + "KEY-----"])


def web_token(claims: object, signature: str = "{w43}", head: object = None) -> str:
    parts = [head or {"alg": "HS256", "typ": "JWT"}, claims]
    coded = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode() for part in parts]
    return ".".join([*(part.rstrip("=") for part in coded), drawn(signature, seeded(2))])


@pytest.mark.parametrize("kind", ["RSA ", "", "EC ", "OPENSSH ", "ENCRYPTED ", "DSA "])
def test_a_private_key_is_found(kind: str) -> None:
    assert found(key(kind)) == [("private-key", True)]


def test_a_private_key_within_a_string_is_found() -> None:
    assert found(f'KEY = "{key("RSA ", chr(92) + "n")}"', "app.py") == [("private-key", True)]


def test_a_head_in_code_is_none_and_alone_on_its_line_a_guess() -> None:
    head = HEAD.format("RSA ")
    assert found(f'if text.startswith("{head}"):', "app.py") == []
    assert found(f"{head}\ncut out by hand\n") == [("private-key", False)]
    assert found(f"{head}\n...\n") == []


def test_a_certificate_is_no_secret() -> None:
    assert found(key().replace("RSA PRIVATE KEY", "CERTIFICATE")) == []


def test_a_signed_web_token_is_sure_and_an_unsigned_one_a_guess() -> None:
    claims = {"sub": "agent", "exp": 1}
    assert found(f"jeton: {web_token(claims)}", "a.txt") == [("json-web-token", True)]
    assert found(f"see {web_token(claims, '')} ", "a.txt") == [("json-web-token", False)]


@pytest.mark.parametrize(
    "claims", [{"sub": "1234567890", "name": "John Doe"}, {"role": "anon", "iss": "base"}, [1, 2]]
)
def test_tokens_of_tutorials_and_public_ones_are_none(claims: object) -> None:
    assert found(f"see {web_token(claims)} ", "a.txt") == []


def test_what_only_looks_like_a_web_token_is_none() -> None:
    assert found(drawn("see eyJ{A20}.eyJ{A20}.{A43} ", seeded(1)), "a.txt") == []


@pytest.mark.parametrize(
    ("address", "sure"),
    [
        ("postgres://app:{A14}@base.finances.gouv.fr/app", [True]),
        ("https://robot:{A20}@forge.gouv.fr/depot.git", [True]),
        ("postgres://app:{A14}@localhost/app", [False]),
        ("postgres://app:app@db/app", []),
        ("https://example.gouv.fr:8443/@agent", []),
    ],
)
def test_a_password_in_an_address_is_found(address: str, sure: list[bool]) -> None:
    told = found(f"URL={drawn(address, seeded(3))}", ".env")
    assert told == [("password-in-address", one) for one in sure]
