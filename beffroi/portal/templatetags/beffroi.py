"""Filters of the house: figures, dates, marked words; the parts that a list repeats. No queries.

The one place of the program that declares markup safe: only around escaped text. Facets and
result rows are written here and not in a template because a page has a hundred of them: Django's
templates would take ten times longer than all else on the page (docs/benchmarks.md).
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from beffroi.lib import typography
from beffroi.lib.dates import write_instant
from beffroi.organisations.pages.answers import Group
from beffroi.organisations.pages.rows import Row
from beffroi.search.highlight import highlight

register = template.Library()


@register.filter
def figure(value: int | None) -> str:
    """Write a whole number as the page's language does; nothing for an unknown one."""
    return "" if value is None else typography.figure(value, _language())


@register.filter
def day(value: date | None) -> str:
    """Write a date, or the day of an instant."""
    return "" if value is None else typography.day(value, _language())


@register.filter
def short_day(value: date | None) -> str:
    """Write a date where there is little room."""
    return "" if value is None else typography.short_day(value, _language())


@register.filter
def moment(value: datetime | None) -> str:
    """Write an instant in UTC."""
    return "" if value is None else typography.moment(value, _language())


@register.filter
def instant(value: datetime | None) -> str:
    """Write an instant for a machine, as the attribute of a ``time`` element wants it."""
    return write_instant(value)


@register.filter
def coded(text: str) -> SafeString:
    """Return escaped text whose pieces between backticks are code."""
    pieces = [escape(piece) for piece in text.split("`")]
    pieces[1::2] = [f"<code>{piece}</code>" for piece in pieces[1::2]]
    return mark_safe("".join(pieces))  # noqa: S308 (every piece is escaped)


@register.filter
def marked(text: str, query: str) -> SafeString:
    """Return escaped text with the words that were searched for in ``mark`` elements."""
    return mark_safe(_marked(text, query))  # noqa: S308 (every piece is escaped)


@register.simple_tag
def facet(group: Group) -> SafeString:
    """Return the list of one facet's values: links with counts, and a bar for the share."""
    language = _language()
    lines = [
        f'<li><a href="{escape(one.href)}"{_CURRENT if one.is_chosen else ""}>'
        f"<span><bdi>{escape(one.label)}</bdi></span>"
        f'<span class="num">{typography.figure(one.count, language)}</span>'
        f'{_BAR}<path d="M0 5h{one.share:d}"/></svg></a></li>'
        for one in group.choices
    ]
    return mark_safe(f"<ul>{''.join(lines)}</ul>")  # noqa: S308 (every piece is escaped)


@register.simple_tag
def results(rows: Iterable[Row], query: str, icons: str) -> SafeString:
    """Return the rows of a result list; ``icons``: address of the sprite."""
    return mark_safe("".join(_row(row, query, icons) for row in rows))  # noqa: S308 (escaped)


@register.simple_tag
def drawing(svg: str) -> SafeString:
    """Return a drawing of ``lib.charts``, which escapes each word and takes no markup."""
    return mark_safe(svg)  # noqa: S308 (see there)


_CURRENT = ' aria-current="true"'
_BAR = '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
_PATHS = ("t", "o", "x", "i", "d", "f")


def data_block(facts: Mapping[str, Any]) -> SafeString:
    """Write JSON-LD into a page: a data block, which no browser executes.

    The three signs by which text could leave the block are written as JSON's own escapes.
    """
    text = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 (escaped)


def _row(row: Row, query: str, icons: str) -> str:
    facts = [f"<span>{escape(fact)}</span>" for fact in row.facts]
    if row.body:
        name, url = row.body
        facts.insert(0, f'<span><a href="{escape(url)}"><bdi>{escape(name)}</bdi></a></span>')
    about = ""
    if row.description:
        language = escape(row.description_language)
        about = f'<p lang="{language}" dir="auto">{_marked(row.description, query)}</p>'
    life = ""
    if row.life:
        paths = "".join(f'<path class="{name}" d="{row.life[name]}"/>' for name in _PATHS)
        label = escape(row.life["label"])
        life = f'<svg class="mini" viewBox="0 0 126 14" role="img" aria-label="{label}">'
        life += f'<path d="M7 7h112"/>{paths}</svg>'
    return (
        '<li class="result"><p class="kind"><svg class="ic" viewBox="0 0 20 20" '
        f'aria-hidden="true"><use href="{escape(icons)}#{row.kind}"/></svg>'
        f'{escape(row.kind_name)}</p><div><h3><a href="{escape(row.url)}">'
        f"<bdi>{_marked(row.name, query)}</bdi></a></h3>{about}"
        f'<p class="meta dots">{"".join(facts)}</p></div>'
        f'<div class="side">{life}<p>{escape(row.standing)}</p></div></li>'
    )


def _marked(text: str, query: str) -> str:
    if not query:
        return escape(text)
    return "".join(
        f"<mark>{escape(piece)}</mark>" if is_hit else escape(piece)
        for piece, is_hit in highlight(text, query)
    )


def _language() -> str:
    return (get_language() or "en")[:2]
