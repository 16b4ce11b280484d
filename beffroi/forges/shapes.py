"""What a forge tells of its repositories; a fact that is ``None`` is unknown, never "no"."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol


@dataclass(slots=True, kw_only=True)
class ForgeRepository:
    """One repository as its forge describes it today; nobody changes it.

    Not frozen: lists make thousands, and freezing takes three times as long to make one.

    ``forge_id``: the forge's own identifier, None for plain git. ``url``: canonical web address,
    no ``.git``, no trailing slash. ``clone_url``: as given. ``descriptions``: language → text,
    from publiccode.yml. ``homepage``: as written there. ``languages``: name → share, together 1.
    ``licence_raw``: as written there, judged elsewhere; ``licence_source``: ``forge``, ``file``,
    ``publiccode``, ``codemeta`` or "". ``files``: kind (see ``files.KINDS``) → path.
    ``publiccode``: the document as parsed, not validated. ``head``: digest of what decides
    whether anything changed. All instants are UTC; none is derived from another, except
    ``last_activity_at``, whose rule is the forge's. ``is_at_heritage``, ``heritage_url``: what a
    list says of Software Heritage; no forge does. ``is_public``: False when the forge shows it
    but calls it private or internal. ``withheld``: why the forge shows nothing of it (451, a
    block), with ``withheld_url``.
    """

    forge_id: str | None
    full_name: str
    name: str
    url: str
    clone_url: str
    head: str = ""
    description: str = ""
    descriptions: Mapping[str, str] = field(default_factory=dict)
    homepage: str = ""
    topics: tuple[str, ...] = ()
    language: str = ""
    languages: Mapping[str, float] = field(default_factory=dict)
    licence_raw: str | None = None
    licence_source: str = ""
    is_fork: bool | None = None
    fork_parent: str = ""
    is_archived: bool | None = None
    is_template: bool | None = None
    is_mirror: bool | None = None
    is_empty: bool | None = None
    is_disabled: bool | None = None
    default_branch: str | None = None
    stars: int | None = None
    forks: int | None = None
    watchers: int | None = None
    open_issues: int | None = None
    created_at: datetime | None = None
    pushed_at: datetime | None = None
    updated_at: datetime | None = None
    last_activity_at: datetime | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    publiccode: Mapping[str, Any] | None = None
    is_at_heritage: bool | None = None
    heritage_url: str = ""
    is_public: bool = True
    withheld: str = ""
    withheld_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFacts:
    """What a forge says of an account; ``forge_key``: the forge's own id of it.

    ``kind``: organization, group, user, workspace. ``declared``: how many public repositories
    the forge says there are. None and "" are unknown.
    """

    forge_key: str = ""
    full_path: str = ""
    kind: str = ""
    name: str = ""
    description: str = ""
    website: str = ""
    location: str = ""
    avatar_url: str = ""
    is_verified: bool | None = None
    followers: int | None = None
    declared: int | None = None
    opened_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, as last read: what the next call is made conditional by.

    ``url``: as asked, the page's key. ``ids``: forge ids of the rows on it, in their order.
    ``following``: the next page as the server named it, "" at the end.
    """

    url: str
    etag: str = ""
    last_modified: str = ""
    ids: tuple[str, ...] = ()
    following: str = ""


@dataclass(frozen=True, slots=True)
class Rate:
    """What a host said of its limits: calls allowed and left, and when they are new again."""

    limit: int | None = None
    remaining: int | None = None
    reset_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that could not be read, by name.

    ``code`` is stable, ``message`` one English sentence, ``address`` where it happened,
    ``permanent`` whether waiting cannot cure it.
    """

    address: str
    code: str
    message: str
    permanent: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What is known before a piece of an account is read.

    ``cursor``: "" at the start, then ``Reading.cursor`` of the piece before. ``heads``: address →
    head of the last reading (plain git). ``pages``: address of a page → the page as last read;
    empty when everything is to be read again.
    """

    cursor: str = ""
    heads: Mapping[str, str] = field(default_factory=dict)
    pages: Mapping[str, Page] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading one bounded piece of an account found.

    ``repositories``: rows that came. ``unchanged``: addresses (``ForgeRepository.url``) whose head
    is the one known; ``unchanged_ids``: forge ids on pages that have not changed. ``pages``: the
    pages read, to be kept. ``cursor``: where the next piece goes on, "" when there is none.
    ``wait_until``: the host's limit is reached; go on at ``cursor`` then, nothing is lost.
    ``account``: facts of the account, when they were read. ``rate``: the host's limits now.

    Only the last piece (``cursor`` "") may be ``is_complete``: then every page of the account was
    read, to its last one, and what none of its pieces named has vanished from it.
    """

    repositories: tuple[ForgeRepository, ...] = ()
    unchanged: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()
    is_complete: bool = False
    unchanged_ids: tuple[str, ...] = ()
    pages: tuple[Page, ...] = ()
    cursor: str = ""
    wait_until: datetime | None = None
    account: AccountFacts | None = None
    rate: Rate | None = None
    software: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """One repository to look into. ``key``: how the asker finds it again.

    ``head``: digest of what was inside at the last look, "" to look whatever it is. ``is_fork``:
    as its list says.
    """

    key: str
    url: str
    clone_url: str
    forge_id: str = ""
    full_name: str = ""
    default_branch: str = ""
    head: str = ""
    is_fork: bool | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a history: authors up to it (within the window), commits and tags of the day."""

    authors: int
    commits: int
    tags: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """What the history of a repository says (code-catalogue §8.2); instants in UTC.

    ``days``: today first. ``authors_year`` and ``commits_year``: of the last 365 days.
    """

    first_at: datetime
    last_at: datetime
    commits: int
    commits_year: int
    authors_year: int
    days: tuple[Day, ...]
    release: str = ""
    released_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What is inside one repository; ``key`` as in ``Target``.

    ``is_unchanged``: the head is the one known, nothing else was read. ``files``: kind → path,
    None when nobody could see. ``texts``: kind → text of readme, licence, publiccode, codemeta
    (those of ``contents.READ``), cut to a bounded length. ``languages``: name → share.
    ``licence_raw``: as the forge or a file says. A failure leaves all else unsaid.
    ``wait_until``: the host's limit is reached, nothing was read; ``rate``: its limits now.
    """

    key: str
    head: str = ""
    is_unchanged: bool = False
    is_empty: bool | None = None
    default_branch: str | None = None
    files: Mapping[str, str] | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    languages: Mapping[str, float] | None = None
    licence_raw: str | None = None
    licence_source: str = ""
    fork_parent: str = ""
    watchers: int | None = None
    committed_at: datetime | None = None
    activity: Activity | None = None
    failures: tuple[Failure, ...] = ()
    wait_until: datetime | None = None
    rate: Rate | None = None


@dataclass(frozen=True, slots=True)
class Find:
    """What a single read of a repository gave; ``key`` as in ``Target``.

    ``repository``: as the forge shows it today, maybe elsewhere. ``failure``: why it does not:
    ``not-found``, ``gone``, ``withheld`` …; ``unsupported-forge`` where there is no such read.
    ``wait_until``: the host's limit is reached, nothing was read.
    """

    key: str
    repository: ForgeRepository | None = None
    failure: Failure | None = None
    wait_until: datetime | None = None


class Forge(Protocol):
    """A client of one account of one forge; never raises for what a server does.

    Every failure is in the answer, by name.
    """

    def read(self, known: Known) -> Reading:
        """Read the next bounded piece of the account's list."""

    def look(self, target: Target) -> Look:
        """Look into one repository."""

    def find(self, target: Target) -> Find:
        """Read one repository by its forge id, else by its full name."""
