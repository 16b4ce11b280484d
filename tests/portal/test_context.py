"""What every page shows."""

from django.test import RequestFactory
from django.utils import translation

from beffroi.portal.context import languages, site


def test_the_same_page_in_the_other_language_keeps_its_state(rf: RequestFactory) -> None:
    request = rf.get("/en/search/?q=a%26b&page=2")
    urls = {spoken.code: spoken.url for spoken in languages(request, "en")}
    assert urls == {"en": "/en/search/?q=a%26b&page=2", "fr": "/fr/search/?q=a%26b&page=2"}


def test_a_page_without_language_leads_to_the_home_page_of_each(rf: RequestFactory) -> None:
    found = languages(rf.get("/nothing/here"), "en")
    assert [spoken.url for spoken in found] == ["/en/", "/fr/"]
    assert [spoken.is_current for spoken in found] == [True, False]


def test_an_account_belongs_to_the_section_of_organisations(rf: RequestFactory) -> None:
    with translation.override("en"):
        assert site(rf.get("/en/accounts/a/"))["section"] == "/en/organisations/"
        assert site(rf.get("/en/repositories/a/"))["section"] == "/en/repositories/"
        assert site(rf.get("/en/"))["section"] == ""


def test_only_a_known_appearance_is_taken_from_the_cookie(rf: RequestFactory) -> None:
    request = rf.get("/en/")
    request.COOKIES["theme"] = 'dark"><script>'
    assert site(request)["theme"] == "auto"
    request.COOKIES["theme"] = "dark"
    assert site(request)["theme"] == "dark"
