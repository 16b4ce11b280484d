"""``beffroi forge``: forges with their tokens, which nobody sees again, and links for officers."""

import io
import ipaddress
import json
import sys
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from beffroi.accounts.actions import HARVEST, admit
from beffroi.lib.sealing import new_key
from beffroi.organisations.actions.tokens import keep_token, token_of
from beffroi.organisations.models import Forge, ForgeToken
from tests.fakes.forges.running import fake_forges
from tests.makers import NOON, make_account, make_forge, make_organisation

pytestmark = pytest.mark.django_db
SECRET = "glpat-0123456789abcdef"  # noqa: S105 - of nobody


def give(monkeypatch: pytest.MonkeyPatch, text: str, *words: str) -> None:
    """Run ``forge token`` with a text on standard input."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    call_command("forge", "token", *words)


def test_a_token_is_kept_and_not_said_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    give(monkeypatch, f"{SECRET}\n", "https://GitLab.example.org/", "--unchecked")
    said = capsys.readouterr()
    assert token_of(Forge.objects.get(host="gitlab.example.org")) == SECRET
    assert "sent to gitlab.example.org alone" in said.out
    assert SECRET not in said.out + said.err


@pytest.mark.parametrize("text", ["", "\n", "one\ntwo\n", "two words", "x" * 5000])
def test_what_is_no_token_is_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    with pytest.raises(CommandError) as refused:
        give(monkeypatch, text, "gitlab.example.org", "--unchecked")
    assert refused.value.returncode == 2
    assert not Forge.objects.exists()


@pytest.mark.parametrize("host", ["", "ftp://x", "user:pw@x.example", "a b"])
def test_what_is_no_host_is_refused(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    with pytest.raises(CommandError):
        give(monkeypatch, SECRET, host, "--unchecked")


def test_the_token_of_a_forge_that_everybody_uses_is_taken_by_its_host(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    give(monkeypatch, SECRET, "github.com")
    assert "the first harvest will tell" in capsys.readouterr().err
    assert token_of(Forge.objects.get(host="github.com")) == SECRET


@pytest.mark.slow
def test_a_token_that_the_forge_refuses_is_not_kept(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.BEFFROI_ALLOWED_NETWORKS = (ipaddress.ip_network("127.0.0.0/8"),)
    with fake_forges() as running:
        fake = running.open("gitlab", accounts=[{"path": "maps", "repositories": 2}],
                            settings={"tokens": ["right-token"]})  # fmt: skip
        forge = make_forge(fake.host, software="gitlab")
        make_account(forge=forge, full_path="maps", url=f"{fake.url}/maps")
        with pytest.raises(CommandError, match="does not accept this token"):
            give(monkeypatch, "wrong-token", fake.host)
        assert not ForgeToken.objects.exists()
        give(monkeypatch, "right-token", fake.host)
    assert token_of(forge) == "right-token"


def test_a_removed_token_is_gone(capsys: pytest.CaptureFixture[str]) -> None:
    keep_token(make_forge("gitlab.example.org"), SECRET, at=NOON)
    call_command("forge", "token", "gitlab.example.org", "--remove")
    assert not ForgeToken.objects.exists()
    assert "forgotten" in capsys.readouterr().out
    with pytest.raises(CommandError, match="there is no token"):
        call_command("forge", "token", "gitlab.example.org", "--remove")


def test_the_list_says_where_a_token_is_and_never_which(
    capsys: pytest.CaptureFixture[str], settings: Any
) -> None:
    until = timezone.now() + timedelta(hours=1)
    keep_token(make_forge("a.example", resume_at=until), SECRET, at=NOON)
    make_forge("b.example", error_code="timeout", failing_since=NOON)
    call_command("forge", "list", "--format", "json")
    rows = {row["host"]: row for row in json.loads(capsys.readouterr().out)["forges"]}
    assert (rows["a.example"]["token"], rows["b.example"]["token"]) == ("there", "none")
    settings.BEFFROI_ENCRYPTION_KEYS = (new_key(),)
    call_command("forge", "list")
    said = capsys.readouterr().out
    assert "token=sealed" in said
    assert "timeout since 2026-05-04T12:00:00Z" in said
    assert SECRET not in said


def test_tokens_are_sealed_anew_with_the_first_key(
    capsys: pytest.CaptureFixture[str], settings: Any
) -> None:
    keep_token(make_forge(), SECRET, at=NOON)
    old, new = settings.BEFFROI_ENCRYPTION_KEYS[0], new_key()
    settings.BEFFROI_ENCRYPTION_KEYS = (new, old)
    call_command("forge", "reseal")
    assert capsys.readouterr().out.startswith("sealed=1")
    settings.BEFFROI_ENCRYPTION_KEYS = (new_key(),)
    with pytest.raises(CommandError, match="cannot be opened"):
        call_command("forge", "reseal")


def test_a_link_is_printed_alone(capsys: pytest.CaptureFixture[str]) -> None:
    make_organisation(uid="ign")
    call_command("forge", "invite", "--organisation", "ign", "--days", "3")
    said = capsys.readouterr()
    key = parse_qs(urlsplit(said.out.strip()).query)["key"][0]
    found = admit(HARVEST, key, at=timezone.now() + timedelta(days=2))
    assert found is not None
    assert found.about == "ign"
    assert "Good until" in said.err


@pytest.mark.parametrize("words", [("--organisation", "nobody"), ("--days", "0"), ("--days", "91")])
def test_a_link_for_nobody_or_for_ever_is_refused(words: tuple[str, str]) -> None:
    with pytest.raises(CommandError):
        call_command("forge", "invite", *words)
