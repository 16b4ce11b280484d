"""Repositories under the column names of the French data before Beffroi.

Generation 1 in English and in French, generation 2, generation 3 with its long and short names
(code-catalogue §9). Generations 1 and 2 leave unknown things empty; generation 3 knows no
unknown: there a fact that nobody gives is false, 0 or an empty text, as its readers expect.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Annotated, Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_noop as _
from pydantic import Field

from beffroi.lib.privacy import without_addresses
from beffroi.lib.tables import Column
from beffroi.organisations.formats.former import line_ends, shortened
from beffroi.policy import catalogue_score
from beffroi.repositories.formats import exports
from beffroi.repositories.models import Repository
from beffroi.repositories.shapes import score_facts

Instant = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
_R = Column[Repository]


def _owner(repository: Repository) -> str:
    """Return the name of the organisation: the group at the top of the repository's address."""
    first = urlsplit(repository.url).path.strip("/").partition("/")[0]
    return first or repository.account.full_path


_OWN_WAY: dict[str, Callable[[Repository], Any]] = {
    "organization_name": _owner,
    "description": lambda r: line_ends(without_addresses(r.description) or None),
    "topics": lambda r: ",".join(map(str, r.topics)),
}
GENERATION_1: Sequence[_R] = tuple(
    replace(
        column,
        kind=str if column.name == "topics" else column.kind,
        read=_OWN_WAY.get(column.name, column.read),
    )
    for column in exports.GENERATION_1
)
FRENCH_NAMES = {
    "name": "nom", "organization_name": "organisation_nom", "platform": "plateforme",
    "repository_url": "repertoire_url", "is_fork": "est_fork", "is_archived": "est_archive",
    "creation_date": "date_creation", "last_update": "derniere_mise_a_jour",
    "last_modification": "derniere_modification", "homepage": "page_accueil",
    "stars_count": "nombre_stars", "forks_count": "nombre_forks", "license": "licence",
    "open_issues_count": "nombre_issues_ouvertes", "language": "langage",
}  # fmt: skip
"""Columns before 23 October 2021; the others had the same names."""
FRENCH: Sequence[_R] = tuple(
    replace(column, name=FRENCH_NAMES.get(column.name, column.name)) for column in GENERATION_1
)
GENERATION_2: Sequence[_R] = (
    _R("id", str | None, _("Number at the forge"), lambda r: r.forge_id or None),
    *GENERATION_1[:5],
    _R("default_branch", str | None, _("Default branch"), lambda r: r.default_branch or None),
    *GENERATION_1[5:],
)

GENERATION_3: Sequence[_R] = (
    _R(
        "awesome-score",
        int,
        _("Score of the French export: a licence file is enough for its points"),
        lambda r: catalogue_score.incumbent_score(score_facts(r)),
    ),
    _R("archived", bool, _("Whether it is archived"), lambda r: r.is_archived is True),
    _R(
        "contributing",
        bool,
        _("Whether a guide for contributors was found"),
        lambda r: bool(r.files.get("contributing")),
    ),
    _R(
        "description",
        str,
        _("Description, as given there"),
        lambda r: without_addresses(r.description),
    ),
    _R("forks_count", int, _("Forks; 0 when not known"), lambda r: r.forks or 0),
    _R("full_name", str, _("Account and name"), lambda r: r.full_name),
    _R("fork", bool, _("Whether it is a fork"), lambda r: r.is_fork is True),
    _R("language", str, _("Main programming language"), lambda r: r.language),
    _R("license", str, _("Licence in SPDX, in lower case"), lambda r: r.licence.lower()),
    _R("repo_name", str, _("Name"), lambda r: r.full_name.rpartition("/")[2] or r.name),
    _R("owner", str, _("Address of its account"), lambda r: r.account.url),
    _R("platform", str, _("Host of the forge"), lambda r: r.account.forge.host),
    _R(
        "publiccode",
        bool,
        _("Whether a publiccode.yml was found"),
        lambda r: bool(r.files.get("publiccode")),
    ),
    _R("template", bool, _("Whether it is a template"), lambda r: r.is_template is True),
    _R(
        "updated_at",
        Instant,
        _("Last change of its facts there, else of its code"),
        lambda r: r.updated_at or r.pushed_at or "",
    ),
    _R("id", str, _("Address at the forge"), lambda r: r.url),
)
SHORT_NAMES = {
    "awesome-score": "a", "archived": "a?", "contributing": "c?", "description": "d",
    "forks_count": "f", "full_name": "fn", "fork": "f?", "language": "l", "license": "li",
    "repo_name": "n", "owner": "o", "platform": "p", "publiccode": "p?", "template": "t?",
    "updated_at": "u",
}  # fmt: skip


def _short(column: _R) -> _R:
    read = column.read
    if column.name == "description":
        return replace(column, name="d", read=lambda one: shortened(read(one)))
    return replace(column, name=SHORT_NAMES[column.name])


SHORT: Sequence[_R] = tuple(_short(column) for column in GENERATION_3[:-1])
"""What the old page loaded; only repositories whose score is not below 0."""

HERITAGE: Sequence[_R] = (
    _R("origin_url", str, _("Address at the forge"), lambda r: r.url),
    _R("is_available", bool, _("Whether Software Heritage holds it"), lambda r: r.is_at_heritage),
)
"""What Software Heritage says of repositories; those of which it says nothing are left out."""
