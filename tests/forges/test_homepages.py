"""Home pages as people type them."""

import csv
import gzip
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.forges.homepages import is_link, repair


@pytest.mark.parametrize(
    ("given_text", "kept", "code"),
    [
        ("", "", ""),
        ("  ", "", ""),
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d", ""),
        (" https://example.org ", "https://example.org", ""),
        ("participez.nanterre.fr", "https://participez.nanterre.fr", "repaired"),
        ("example.org:8443/a", "https://example.org:8443/a", "repaired"),
        ("http:/griotte.erasme.org", "http://griotte.erasme.org", "repaired"),
        ("HTTPS:/example.org", "HTTPS://example.org", "repaired"),
        ("natural earth", "natural earth", "not-an-address"),
        ("javascript:alert(1)", "javascript:alert(1)", "not-an-address"),
        ("data:text/html,<b>", "data:text/html,<b>", "not-an-address"),
        ("//example.org", "//example.org", "not-an-address"),
        ("/docs", "/docs", "not-an-address"),
        ("https://", "https://", "not-an-address"),
        ("https://[::1", "https://[::1", "not-an-address"),
        ("https://user:pass@example.org", "https://user:pass@example.org", "not-an-address"),
        (
            "https://bank.example@evil.example",
            "https://bank.example@evil.example",
            "not-an-address",
        ),
        ("https://example.org/\u202efdp", "https://example.org/\u202efdp", "not-an-address"),
        ("https://exa\tmple.org", "https://exa\tmple.org", "not-an-address"),
        ("nanterre", "nanterre", "not-an-address"),
    ],
)
def test_a_home_page_is_repaired_or_kept_as_text(given_text: str, kept: str, code: str) -> None:
    assert repair(given_text) == (kept, code)


@pytest.mark.slow
def test_the_real_home_pages_are_repaired_or_flagged(shared: Path) -> None:
    path = shared / "data/catalogue/fr/repositories-2021-11-15.csv.gz"
    text = gzip.decompress(path.read_bytes()).decode("utf-8")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    found = [repair(row["homepage"]) for row in rows]
    doubtful = [(kept, code) for kept, code in found if code]
    assert sum(code == "repaired" for _, code in doubtful) == 12
    assert [kept for kept, code in doubtful if code == "not-an-address"] == ["natural earth"]


@pytest.mark.slow
@given(st.text(max_size=200))
def test_whatever_is_kept_as_address_may_be_linked(text: str) -> None:
    kept, code = repair(text)
    assert (code == "not-an-address") == (bool(kept) and not is_link(kept))


@pytest.mark.slow
@given(st.text(max_size=200))
def test_a_home_page_that_was_kept_is_kept_again(text: str) -> None:
    kept, code = repair(text)
    assert repair(kept) == (kept, "not-an-address" if code == "not-an-address" else "")
