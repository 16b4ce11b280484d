"""What crosses the catalogue's border."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from beffroi.lib.dates import DateError, read_instant
from beffroi.policy import catalogue_score

NEW, CHANGED, SAME, REFUSED = "new", "changed", "same", "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What recording one repository did; ``code``, ``field`` and ``message`` when refused.

    ``remarks``: (field, code, message) of what was taken although it is doubtful.
    """

    state: str
    uid: str = ""
    field: str = ""
    code: str = ""
    message: str = ""
    remarks: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Memory:
    """What an export of Beffroi remembers of a repository, kept when it is read back as new.

    ``facts``: columns that no forge tells: first sight, last change, provenance, licence in SPDX.
    """

    uid: str
    facts: Mapping[str, Any]


WITHDRAWAL_REASONS: Mapping[str, Mapping[str, str]] = {
    "deleted": {
        "fr": "Le dépôt n’existe plus sur sa forge.",
        "en": "The repository is no longer on its forge.",
    },
    "private": {
        "fr": "Le dépôt a été refermé : il n’est plus public.",
        "en": "The repository was closed again: it is no longer public.",
    },
    "gone": {
        "fr": "La forge dit que le dépôt est parti pour de bon.",
        "en": "The forge says that the repository is gone for good.",
    },
    "out-of-scope": {
        "fr": "Le compte n’est plus celui d’un organisme public.",
        "en": "The account is no longer that of a public body.",
    },
    "legal": {
        "fr": "Le dépôt a été retiré pour une raison légale.",
        "en": "The repository was withdrawn for a legal reason.",
    },
    "duplicate": {
        "fr": "Le dépôt est déjà au catalogue sous une autre adresse.",
        "en": "The repository is in the catalogue already, under another address.",
    },
}
"""Why a repository is no longer shown: code → language → sentence (code-catalogue §5)."""

REVIVABLE = frozenset({"deleted", "private", "gone"})
"""Reasons that a new sight proves wrong; the others are decisions of a person and stand."""

SOFTWARE_TYPES = (
    *("standalone/web", "standalone/backend", "standalone/desktop", "standalone/mobile"),
    *("standalone/iot", "standalone/other", "library", "addon", "configurationFiles"),
)
STATUSES = ("concept", "development", "beta", "stable", "obsolete")
"""What publiccode.yml may say of the kind of software and of its state; nothing else counts."""

DESCRIBED = "description"
WANTED = (
    *("readme", "licence", "contributing", "publiccode", "changelog"),
    *("code_of_conduct", "security"),
)
"""Kinds of files that a list can ask to be missing."""


class Scored(Protocol):
    """What the score of a repository is made of: its model, or some columns of it."""

    @property
    def licence(self) -> str:
        """Return its licence: SPDX expression, ``other``, or nothing."""

    @property
    def description(self) -> str:
        """Return its description, as given."""

    @property
    def files(self) -> Mapping[str, Any]:
        """Return kind → path of the files found."""

    @property
    def head(self) -> str:
        """Return the digest of what was last read of its code; nothing before."""

    @property
    def sources(self) -> Mapping[str, Any]:
        """Return who gave its values."""

    @property
    def is_empty(self) -> bool | None:
        """Return whether it holds nothing."""

    @property
    def is_template(self) -> bool | None:
        """Return whether it is a template."""

    @property
    def is_archived(self) -> bool | None:
        """Return whether it is archived."""

    @property
    def is_fork(self) -> bool | None:
        """Return whether it is a fork."""

    @property
    def forks(self) -> int | None:
        """Return how many forks it has."""

    @property
    def watchers(self) -> int | None:
        """Return how many follow it."""


def is_looked_into(repository: Scored) -> bool:
    """Tell whether somebody looked for files: only then is a file that is not there a no."""
    return bool(
        repository.files or repository.head or repository.is_empty or "files" in repository.sources
    )


def score_facts(repository: Scored) -> catalogue_score.Facts:
    """Return what the score is made of, three-valued."""
    files = repository.files
    absent = False if is_looked_into(repository) else None

    def has(kind: str) -> bool | None:
        return True if files.get(kind) else absent

    return catalogue_score.Facts(
        licence=repository.licence,
        has_licence_file=has("licence"),
        has_publiccode=has("publiccode"),
        has_readme=has("readme"),
        has_contributing=has("contributing"),
        has_changelog=has("changelog"),
        has_description=bool(repository.description.strip()),
        is_template=repository.is_template,
        is_archived=repository.is_archived,
        is_fork=repository.is_fork,
        forks=repository.forks,
        subscribers=repository.watchers,
    )


def score_of(repository: Scored) -> int:
    """Return the one score of a repository, for every page, file, index and program."""
    return catalogue_score.score(score_facts(repository))


def has_and_lacks(repository: Scored) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what a repository has, and what was looked for and is not there.

    Kinds of files, and ``description``; ``unknown`` when nobody looked for files.
    """
    found = [kind for kind, path in repository.files.items() if path]
    lacking = []
    if is_looked_into(repository):
        lacking = [kind for kind in WANTED if not repository.files.get(kind)]
    else:
        found = ["unknown"]
    (found if repository.description.strip() else lacking).append(DESCRIBED)
    return tuple(found), tuple(lacking)


def said_of_software(publiccode: object, key: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """Return what a publiccode.yml says under a key, when it is one of the known values."""
    said = publiccode.get(key) if isinstance(publiccode, Mapping) else None
    return (said,) if isinstance(said, str) and said in known else ()


@dataclass(frozen=True, slots=True)
class Counted:
    """The history of a repository as counted ``at`` an instant; a year is 365 days before it."""

    at: datetime
    first_at: datetime
    last_at: datetime
    commits: int
    commits_year: int
    authors_year: int
    release: str = ""
    released_at: datetime | None = None


def counted(activity: object) -> Counted | None:
    """Return what a repository keeps of its history; None when it is unknown, or no such thing."""
    if not isinstance(activity, Mapping):
        return None
    try:
        commits, commits_year, authors_year = (
            _number(activity.get(name)) for name in ("commits", "commits_year", "authors_year")
        )
        at, first_at, last_at = (
            read_instant(str(activity.get(name))) for name in ("at", "first_at", "last_at")
        )
        released = activity.get("released_at")
        released_at = read_instant(str(released)) if released else None
    except (DateError, ValueError):
        return None
    return Counted(
        at=at,
        first_at=first_at,
        last_at=last_at,
        commits=commits,
        commits_year=commits_year,
        authors_year=authors_year,
        release=str(activity.get("release") or ""),
        released_at=released_at,
    )


def _number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError
    return value
