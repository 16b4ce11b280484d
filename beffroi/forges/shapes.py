"""What a forge tells of its repositories; a fact that is ``None`` is unknown, never "no"."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgeRepository:
    """One repository as its forge describes it today.

    ``forge_id``: the forge's own identifier, None for plain git. ``url``: canonical web address,
    no ``.git``, no trailing slash. ``clone_url``: as given. ``descriptions``: language → text,
    from publiccode.yml. ``homepage``: as written there. ``languages``: name → share, together 1.
    ``licence_raw``: as written there, judged elsewhere; ``licence_source``: ``forge``, ``file``,
    ``publiccode``, ``codemeta`` or "". ``files``: kind (see ``files.KINDS``) → path.
    ``publiccode``: the document as parsed, not validated. ``head``: digest of what decides
    whether anything changed. All instants are UTC; none is derived from another, except
    ``last_activity_at``, whose rule is the forge's. ``is_at_heritage``, ``heritage_url``: what a
    list says of Software Heritage; no forge does.
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
class Reading:
    """What one reading of an account found.

    ``repositories``: new or changed ones. ``unchanged``: addresses (``ForgeRepository.url``) whose
    head is the one known. A known address that is in neither and in no failure has vanished,
    provided that ``is_complete``: every page was read, to the last one.
    """

    repositories: tuple[ForgeRepository, ...] = ()
    unchanged: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()
    is_complete: bool = False


class Forge(Protocol):
    """A client of one account of one forge."""

    def read(self, known: Mapping[str, str]) -> Reading:
        """Read the account; ``known`` maps address → head of the last reading.

        Never raises for what a server does: every failure is in the answer.
        """
