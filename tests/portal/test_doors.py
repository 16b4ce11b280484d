"""The index in the foot and the map of the site."""

import pytest
from django.test import Client
from django.utils import translation

from beffroi.portal import doors


def test_the_formats_are_only_those_that_exist() -> None:
    urls = [link.url for link in doors.formats()]
    assert "/en/repositories.csv" in urls
    assert all(urls)


def test_every_door_says_what_is_behind_it_in_both_languages() -> None:
    for language in ("en", "fr"):
        with translation.override(language):
            links = [link for _title, group in doors.index() for link in group]
        assert [link.words for link in links if not link.about] == []


def test_each_section_has_a_key_of_its_own() -> None:
    keys = [link.key for link in doors.sections()]
    assert (len(keys), len(set(keys)), "" in keys) == (len(keys), len(keys), False)


@pytest.mark.slow
@pytest.mark.django_db
def test_the_map_of_the_site_and_every_foot_lead_to_every_door(client: Client) -> None:
    urls = {link.url for _title, group in doors.index() for link in group}
    for address in ("/en/sitemap/", "/en/about/"):
        page = client.get(address).content.decode()
        assert {url for url in urls if f'href="{url}"' not in page} == set()
