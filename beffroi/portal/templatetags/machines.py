"""What each page says to programs in its head: a card for social networks, linked data."""

import re
from html import unescape
from typing import Any

from django import template
from django.conf import settings
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from beffroi.organisations.pages.files import site
from beffroi.portal import linked
from beffroi.portal.context import site_name
from beffroi.portal.templatetags.beffroi import data_block

register = template.Library()

CARD = "card.png"
SIZE = ("1200", "630")
LOCALES = {"fr": "fr_FR", "en": "en_GB"}
MAKERS = {"home": linked.home, "repository": linked.repository, "body": linked.body}

_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_SUMMARY = re.compile(r'<meta name="description" content="(.*?)">', re.DOTALL)


class _Card(template.Node):
    """The title and the description of a page as they stand, and again as Open Graph."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        """Write what stands between the tags, then the card made of it."""
        written = self.nodelist.render(context)
        request = context.get("request")
        address = site(request.get_full_path()) if request else site("/")
        facts = {
            "og:title": _found(_TITLE, written),
            "og:description": _found(_SUMMARY, written),
            "og:type": "website",
            "og:url": address,
            "og:site_name": site_name(get_language() or "en"),
            "og:locale": LOCALES.get(get_language() or "", "en_GB"),
            **_picture(),
        }
        lines = (pair for pair in facts.items() if pair[1])
        card = format_html_join("\n", '<meta property="{}" content="{}">', lines)
        kind = "summary_large_image" if "og:image" in facts else "summary"
        return format_html('{}{}\n<meta name="twitter:card" content="{}">\n', written, card, kind)


@register.tag
def card(parser: Parser, _token: Token) -> _Card:
    """Begin the title and description of a page; ``endcard`` ends them."""
    nodelist = parser.parse(("endcard",))
    parser.delete_first_token()
    return _Card(nodelist)


@register.simple_tag
def linked_data(kind: str, thing: Any = None) -> SafeString:
    """Write what a page is about as JSON-LD: ``home``, ``repository`` or ``body``."""
    make = MAKERS[kind]
    return data_block(make(thing) if thing is not None else make())  # type: ignore[operator]  # one of each


def _found(pattern: re.Pattern[str], written: str) -> str:
    found = pattern.search(written)
    return " ".join(unescape(found[1]).split()) if found else ""


def _picture() -> dict[str, str]:
    """Return the picture of the house, which a government with a mark of its own does not show."""
    if settings.BEFFROI_THEME.mark:
        return {}
    width, height = SIZE
    return {
        "og:image": site(static(CARD)),
        "og:image:width": width,
        "og:image:height": height,
        "og:image:alt": gettext("A belfry, the mark of this portal"),
    }
