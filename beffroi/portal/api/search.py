"""One search over everything, for programs."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from ninja import Router, Schema
from pydantic import Field, create_model

from beffroi.lib import cursors
from beffroi.lib.parameters import Parameter, refuse_unknown
from beffroi.lib.tables import plain
from beffroi.organisations.pages.asking import open_now
from beffroi.organisations.pages.labels import labels_of
from beffroi.organisations.pages.paging import as_openapi
from beffroi.portal import found
from beffroi.search import parameters
from beffroi.search.errors import SearchError
from beffroi.search.parameters import MAX_SIZE, SIZE
from beffroi.search.reader import MAX_OFFSET
from beffroi.search.shapes import FACETS, SORTS, Query, Result, SearchIndex

router = Router(tags=["search"])

_ABOUT = {
    "kind": _("‘repository’ or ‘organisation’."),
    "organisation": _("uid of a body; those below it are meant too."),
    "ministry": _("uid of a ministry; those below it are meant too."),
    "language": _("Programming language as forges name it, or ‘unknown’."),
    "licence": _("SPDX identifier, ‘other’ or ‘unknown’."),
    "free": _("‘yes’ when the FSF or the OSI calls its licence free, ‘no’, or ‘unknown’."),
    "forge": _("Host of the forge."),
    "topic": _("Topic: lower case, hyphens between words."),
    "country": _("ISO 3166-1 alpha-2, or ‘unknown’."),
    "archived": _("‘yes’, ‘no’ or ‘unknown’."),
    "fork": _("‘yes’, ‘no’ or ‘unknown’."),
    "template": _("‘yes’, ‘no’ or ‘unknown’."),
    "has": _("Kind of a file that is there, such as ‘readme’; repeated, all must be there."),
    "lacks": _("Kind of a file that was looked for and is not there, or ‘description’."),
    "type": _("Type of software, as publiccode.yml says it."),
    "status": _("State of development, as publiccode.yml says it."),
    "created": _("Year of its creation at the forge, or ‘unknown’."),
    "added": _("Year or month of its entry into the catalogue: ‘2026’, ‘2026-11’."),
    "score": _("Hundreds of its score, towards zero: ‘1000’ for 1,000 to 1,099."),
    "activity": _("‘active’ in the last year, ‘quiet’, ‘archived’ or ‘unknown’."),
    "body": _("Sort of public body: ‘ministry’, ‘agency’, ‘local’ …; a repository has its body's."),
    "account": _("uid of a forge account."),
    "publishes": _("Of bodies: ‘yes’ or ‘no’, whether they or those below have a repository."),
    "band": _("Of bodies: ‘0’, ‘1’, ‘2-9’, ‘10-99’, ‘100-999’ or ‘1000-’ repositories."),
}
PARAMETERS: Sequence[Parameter] = (
    Parameter("q", _("Words; a phrase stands between quotes. Accents and slips are forgiven.")),
    *(Parameter(name, _ABOUT[name], is_many=True) for name in FACETS),
    Parameter(
        "sort",
        _(
            "Order; by default relevance when there are words, else the newest change. Archived "
            "things come last in each."
        ),
        {"type": "string", "enum": list(SORTS)},
    ),
    Parameter(
        "exact",
        _("‘1’: the words as written, no near spellings."),
        {"type": "string", "enum": ["1", "0"]},
    ),
    Parameter(
        "expanded",
        _("The one facet that gives all its values."),
        {"type": "string", "enum": list(FACETS)},
    ),
    Parameter("cursor", _("Where the page begins: the cursor in ‘next’, or all of it.")),
    Parameter(
        "page",
        _("Where the page begins, as a number; not together with ‘cursor’."),
        {"type": "integer", "minimum": 1},
    ),
    Parameter(
        "size",
        _("Results on a page."),
        {"type": "integer", "minimum": 1, "maximum": MAX_SIZE, "default": SIZE},
    ),
)

SearchResult = create_model(
    "SearchResult",
    __base__=Schema,
    **{name: (kind, Field(description=about)) for name, (kind, about) in found.FIELDS.items()},  # type: ignore[call-overload]  # pydantic's own way
)


class FacetValue(Schema):
    """One value of a facet."""

    value: str = Field(description="What the parameter takes")
    label: str = Field(description="What a person reads, in the language of the answer")
    count: int = Field(description="Results it would give, the facet's own choice left out")


class SearchAnswer(Schema):
    """One page of results, and the counts of every facet."""

    count: int = Field(description="Results in all")
    results: list[SearchResult]  # type: ignore[valid-type]  # made above
    facets: dict[str, list[FacetValue]] = Field(description="Facet → values, most results first")
    next: str | None = Field(description="Address of the next page, null on the last")


@router.get(
    "",
    response=SearchAnswer,
    summary=_("Search everything"),
    openapi_extra=as_openapi(PARAMETERS),
)
def search(request: HttpRequest) -> dict[str, Any]:
    """Return what the words and choices find; the same parameters drive the page of the search.

    A parameter repeated is *or*, different parameters are *and*. At most 10,000 results can be
    paged through; the files of the list have everything.
    """
    refuse_unknown(request.GET, PARAMETERS)
    index = open_now()
    if index is None:
        text = "There is no search index yet; the operator runs 'beffroi reindex'."
        raise SearchError("no-index", text)
    query, result = _ask(index, dict(request.GET.lists()))
    labels = labels_of(result, query)
    return {
        "count": result.count,
        "results": [
            {name: plain(value) for name, value in record.items()}
            for record in found.records(result.hits)
        ],
        "facets": {
            name: [
                {
                    "value": one.value,
                    "label": labels.get(name, {}).get(one.value) or one.value,
                    "count": one.count,
                }
                for one in values
            ]
            for name, values in result.facets.items()
        },
        "next": _next(query, result, index),
    }


def _ask(index: SearchIndex, given: dict[str, list[Any]]) -> tuple[Query, Result]:
    """Ask the index; a cursor must be of the generation that answers."""
    given["cursor"] = [cursors.out_of(value) for value in given.get("cursor", [])]
    before = index.generation
    query = _query(given, before)
    result = index.search(query)
    if index.generation != before:  # rebuilt a moment ago, and noticed by this very question
        query = _query(given, index.generation)
        result = index.search(query)
    return query, result


def _query(given: Mapping[str, Sequence[str]], generation: str) -> Query:
    return parameters.parse(
        given, today=timezone.now().date(), generation=generation, secret=_secret()
    )


def _next(query: Query, result: Result, index: SearchIndex) -> str | None:
    offset = query.offset + query.size
    if offset >= result.count or offset > MAX_OFFSET:
        return None
    following = replace(query, offset=offset)
    return parameters.encode_cursor(following, generation=index.generation, secret=_secret())


def _secret() -> bytes:
    return str(settings.SECRET_KEY).encode()
