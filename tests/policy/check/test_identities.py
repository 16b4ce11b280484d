"""Kinds of addresses."""

import pytest

from beffroi.policy.check.identities import Lists, classify, identify, masked
from beffroi.policy.check.packs import open_pack
from beffroi.policy.check.registry import Registry

LISTS = Lists.of(open_pack("fr-dinum"))
KNOWN = Registry(
    public_domains=frozenset({"ville.fr"}),
    supplier_domains=frozenset({"ssii.example"}),
    free_mail=frozenset({"own-mail.example"}),
    bots=frozenset({"robot", "run@ville.fr"}),
    people={"batch@ville.fr": "bot", "a@ssii.example": "supplier"},
)


@pytest.mark.parametrize(
    ("name", "address", "kind"),
    [
        ("A", "a@ville.fr", "public"),
        ("A", "a@Sub.VILLE.fr", "public"),
        ("A", "a@finances.gouv.fr", "public"),
        ("A", "a@xgouv.fr", "other"),
        ("A", "a@ssii.example", "supplier"),
        ("A", "a@gmail.com", "free-mail"),
        ("A", "a@own-mail.example", "free-mail"),
        ("A", "root@ville.fr", "generic"),
        ("A", "noreply+1@ville.fr", "generic"),
        ("A", "roots@ville.fr", "public"),
        ("A", "a@users.noreply.github.com", "forge-privacy"),
        ("A", "a@localhost", "invalid"),
        ("A", "a@x.localdomain", "invalid"),
        ("A", "a@example.com", "invalid"),
        ("A", "@ville.fr", "invalid"),
        ("A", "a@ville..fr", "invalid"),
        ("A", "a b@ville.fr", "invalid"),
        ("A", "a\u202e@ville.fr", "invalid"),
        ("A", "a@évil.fr", "other"),
        ("A", "", "invalid"),
        ("Robot", "x@gmail.com", "bot"),
        ("x[bot]", "x@gmail.com", "bot"),
        ("A", "RUN@ville.fr", "bot"),
        ("A", "batch@ville.fr", "bot"),
    ],
)
def test_an_address_has_one_kind(name: str, address: str, kind: str) -> None:
    assert classify(name, address, KNOWN, LISTS) == kind


def test_an_identity_has_the_role_that_was_declared() -> None:
    found = [identify("A", one, KNOWN, LISTS).role for one in ("A@ssii.example", "b@ville.fr")]
    assert found == ["supplier", ""]
    assert identify("x[bot]", "a@ssii.example", KNOWN, LISTS).role == "bot"


def test_a_masked_address_tells_whom_to_ask_and_names_nobody() -> None:
    assert masked("marie.curie@ville.fr") == "m…@ville.fr"
    assert masked("marie.curie") == "m…"
    assert masked("") == "(empty)"
    assert masked("a@b\x1b[31m") == "a…@b�[31m"


def test_without_a_policy_the_lists_of_the_program_count() -> None:
    assert Lists.of(None) == LISTS
