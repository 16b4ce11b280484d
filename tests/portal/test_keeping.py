"""Pages kept for a moment, and when they are made anew."""

from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from beffroi.portal.keeping import MAX_PAGES, KeptPages


class Pages:
    """A site that numbers the pages it makes."""

    def __init__(self, **headers: str) -> None:
        self.made = 0
        self.headers = {"Content-Type": "text/html; charset=utf-8", **headers}
        self.status = 200

    def __call__(self, _request: HttpRequest) -> HttpResponse:
        """Make one page."""
        self.made += 1
        return HttpResponse(f"page {self.made}", headers=self.headers, status=self.status)


@pytest.fixture(autouse=True)
def _kept(settings: Any, tmp_path: Path) -> None:
    settings.BEFFROI_KEPT_SECONDS = 30
    settings.BEFFROI_INDEX = tmp_path
    (tmp_path / "1-a").mkdir()
    (tmp_path / "1-a" / "meta.json").write_text("{}")
    (tmp_path / "current").write_text("1-a")


def get(kept: KeptPages, path: str, **facts: Any) -> bytes:
    request = RequestFactory().get(path)
    request.COOKIES.update(facts.get("cookies", {}))
    response = kept(request)
    assert isinstance(response, HttpResponse)
    return response.content


def test_the_same_address_gives_the_same_page_without_making_it_again() -> None:
    kept = KeptPages(Pages())
    assert get(kept, "/en/repositories/?q=a") == get(kept, "/en/repositories/?q=a") == b"page 1"


@pytest.mark.parametrize("other", ["/fr/repositories/?q=a", "/en/repositories/?q=b", "/en/"])
def test_another_address_is_another_page(other: str) -> None:
    kept = KeptPages(Pages())
    get(kept, "/en/repositories/?q=a")
    assert get(kept, other) == b"page 2"


def test_another_appearance_is_another_page_and_an_unknown_one_is_none() -> None:
    kept = KeptPages(Pages())
    get(kept, "/en/")
    assert get(kept, "/en/", cookies={"theme": "dark"}) == b"page 2"
    assert get(kept, "/en/", cookies={"theme": "<script>"}) == b"page 1"


def test_a_commit_of_the_index_makes_every_page_anew(tmp_path: Path) -> None:
    kept = KeptPages(Pages())
    get(kept, "/en/")
    (tmp_path / "1-a" / "meta.json").unlink()
    (tmp_path / "1-a" / "meta.json").write_text('{"commit": 2}')
    assert get(kept, "/en/") == b"page 2"


def test_a_new_generation_makes_every_page_anew(tmp_path: Path) -> None:
    kept = KeptPages(Pages())
    get(kept, "/en/")
    (tmp_path / "current").write_text("1-b")
    assert get(kept, "/en/") == b"page 2"


def test_a_page_grows_old(settings: Any) -> None:
    settings.BEFFROI_KEPT_SECONDS = -1
    kept = KeptPages(Pages())
    get(kept, "/en/")
    assert get(kept, "/en/") == b"page 2"


@pytest.mark.parametrize("path", ["/api/v1/search", "/healthz", "/"])
def test_what_is_no_page_is_never_kept(path: str) -> None:
    kept = KeptPages(Pages())
    get(kept, path)
    assert get(kept, path) == b"page 2"


def test_faults_files_and_answers_with_cookies_are_never_kept() -> None:
    lost, files, cookies = Pages(), Pages(**{"Content-Type": "text/csv"}), Pages()
    lost.status = 404
    for pages in (lost, files):
        kept = KeptPages(pages)
        get(kept, "/en/")
        assert get(kept, "/en/") == b"page 2"

    def with_cookie(request: HttpRequest) -> HttpResponse:
        response = cookies(request)
        response.set_cookie("a", "b")
        return response

    kept = KeptPages(with_cookie)
    get(kept, "/en/")
    assert get(kept, "/en/") == b"page 2"


def test_the_oldest_pages_make_room() -> None:
    kept = KeptPages(Pages())
    for number in range(MAX_PAGES + 1):
        get(kept, f"/en/?n={number}")
    assert get(kept, "/en/?n=0") == f"page {MAX_PAGES + 2}".encode()
    assert get(kept, f"/en/?n={MAX_PAGES}") == f"page {MAX_PAGES + 1}".encode()
