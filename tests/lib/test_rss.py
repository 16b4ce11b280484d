"""RSS 2.0: read back by another program, whatever stands in the feed."""

from dataclasses import replace
from email.utils import parsedate_to_datetime

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.lib import atom, rss
from tests.lib.test_atom import ENTRY, FEED, NOON

WHOLE = replace(
    FEED, rights="CC0", entries=[replace(ENTRY, published=NOON, terms=["C"], summary="What it is")]
)


def test_another_program_reads_every_part() -> None:
    found = feedparser.parse(rss.write(WHOLE))
    assert (found.bozo, found.version) == (0, "rss20")
    assert (found.feed.title, found.feed.language, found.feed.rights) == ("Feed", "en", "CC0")
    (item,) = found.entries
    assert (item.id, item.link) == ("https://x.example/1", "https://x.example/en/1")
    assert (item.author, item.summary, item.tags[0].term) == ("Body", "What it is", "C")
    assert parsedate_to_datetime(item.published) == NOON


def test_a_feed_names_its_own_address_and_that_its_ids_are_no_links() -> None:
    text = rss.write(WHOLE).decode()
    own = '<atom:link rel="self" href="https://x.example/f" type="application/rss+xml" />'
    assert own in text
    assert '<guid isPermaLink="false">https://x.example/1</guid>' in text


def test_an_empty_feed_is_a_feed() -> None:
    found = feedparser.parse(rss.write(FEED))
    assert (found.bozo, found.entries) == (0, [])


@pytest.mark.slow
@given(st.text())
def test_no_text_breaks_the_document(text: str) -> None:
    entry = replace(ENTRY, title=text, summary=text, author=text, terms=[text], url=text)
    found = feedparser.parse(rss.write(replace(FEED, title=text, entries=[entry])))
    assert found.bozo == 0
    assert atom.clean(text).split() == [] or len(found.entries) == 1
