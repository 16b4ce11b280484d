"""The names that pages, feeds and other programs link to."""

from django.urls import resolve, reverse
from django.utils import translation


def test_path_words_are_the_same_in_both_languages() -> None:
    names = ("portal:home", "portal:search", "portal:about", "repositories:list")
    for language in ("en", "fr"):
        with translation.override(language):
            found = [reverse(name) for name in names]
        words = ("", "search/", "about/", "repositories/")
        assert found == [f"/{language}/{word}" for word in words]


def test_bodies_and_accounts_are_named_by_uid() -> None:
    with translation.override("en"):
        assert reverse("organisations:detail", args=["ign"]) == "/en/organisations/ign/"
        assert reverse("organisations:account", args=["ign"]) == "/en/accounts/ign/"


def test_addresses_of_machines_have_no_language() -> None:
    for path in ("/theme/", "/healthz", "/readyz", "/metrics", "/robots.txt"):
        assert resolve(path).namespace == "site"
