"""What a forge says of a repository and its account: from a file, or from the forge's public API.

One shape for all, so that a check need not know forges. A fact that is not said is absent or null:
unknown, never "no". The file of ``--forge`` has this shape, or holds answers of the API as they
came (GitHub, GitLab, Forgejo), under ``repository`` and ``account``:

``homepage``; ``last_run`` (success or failure of the last run on the default branch);
``repository``: ``url name owner_type is_fork is_archived is_private created_at owners
public_owners``;
``account``: ``url name email website is_verified description picture public_owners``;
``inventory``: addresses of the accounts that the public catalogue reads.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias
from urllib.parse import quote, urlsplit

from beffroi.lib.errors import UsageError

MOST_BYTES: Final = 20_000_000
Ask: TypeAlias = Callable[[str], Any]
"""Returns the JSON at an address, or None when the server does not say it."""
Facts: TypeAlias = dict[str, Any]

_REPOSITORY: Final[Mapping[str, tuple[str, ...]]] = {
    "url": ("url", "html_url", "web_url"),
    "name": ("name",),
    "owner_type": ("owner_type", "owner.type", "namespace.kind"),
    "is_fork": ("is_fork", "fork"),
    "is_archived": ("is_archived", "archived"),
    "is_private": ("is_private", "private"),
    "created_at": ("created_at",),
    "owners": ("owners",),
    "public_owners": ("public_owners",),
}
_ACCOUNT: Final[Mapping[str, tuple[str, ...]]] = {
    "url": ("url", "html_url", "web_url"),
    "name": ("name", "login", "username", "path"),
    "email": ("email",),
    "website": ("website", "blog", "website_url"),
    "is_verified": ("is_verified",),
    "description": ("description",),
    "picture": ("picture", "avatar_url"),
    "public_owners": ("public_owners",),
}
_OWNER: Final = 50  # access level of owners at GitLab


def read_facts(path: Path) -> Facts:
    """Read the file of ``--forge``; raises UsageError."""
    try:
        with path.open("rb") as stream:
            found = json.loads(stream.read(MOST_BYTES))
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}.") from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path} is no JSON: {error}.") from error
    if not isinstance(found, Mapping):
        raise UsageError(f"{path} holds no object; docs/check.md shows what --forge reads.")
    return normal(found)


def normal(given: Mapping[str, Any]) -> Facts:
    """Return the facts in the one shape, whichever forge said them."""
    repository, account = _part(given, "repository"), _part(given, "account")
    facts: Facts = {
        "repository": {key: _first(repository, names) for key, names in _REPOSITORY.items()},
        "account": {key: _first(account, names) for key, names in _ACCOUNT.items()},
    }
    if facts["repository"]["is_fork"] is None and "forked_from_project" in repository:
        facts["repository"]["is_fork"] = repository["forked_from_project"] is not None
    if facts["repository"]["is_private"] is None and "visibility" in repository:
        facts["repository"]["is_private"] = repository["visibility"] != "public"
    homepage = given.get("homepage", repository.get("homepage", repository.get("website")))
    if homepage is not None:
        facts["homepage"] = str(homepage)
    for key in ("last_run", "inventory"):
        if key in given:
            facts[key] = given[key]
    return facts


def facts_at(address: str, ask: Ask) -> Facts | None:
    """Ask the forge of a repository's web address; None when it has no API that is known."""
    parts = urlsplit(address)
    path = parts.path.strip("/").removesuffix(".git")
    if path.count("/") < 1 or not parts.hostname:
        return None
    at = f"{parts.scheme}://{parts.netloc}"
    if parts.hostname in {"github.com", "www.github.com"}:
        return _of_github("https://api.github.com", path, ask)
    return _of_gitlab(f"{at}/api/v4", path, ask) or _of_forgejo(f"{at}/api/v1", path, ask)


def _of_github(api: str, path: str, ask: Ask) -> Facts | None:
    repository = _object(ask(f"{api}/repos/{quote(path)}"))
    if not repository:
        return None
    owner = str(_first(repository, ("owner.login",)) or "")
    is_group = _first(repository, ("owner.type",)) == "Organization"
    account = _object(ask(f"{api}/orgs/{quote(owner)}")) if is_group and owner else {}
    if account:
        account = {"email": "", "blog": "", "description": "", **_said(account)}
        if ask(f"{api}/orgs/{quote(owner)}/public_members") == []:
            account["public_owners"] = 0  # who is shown has no role; nobody shown is no owner
    return normal({"repository": repository, "account": account})


def _of_gitlab(api: str, path: str, ask: Ask) -> Facts | None:
    repository = _object(ask(f"{api}/projects/{quote(path, safe='')}"))
    if not repository or not _part(repository, "namespace"):
        return None
    repository.setdefault("forked_from_project", None)
    group = str(_first(repository, ("namespace.full_path",)) or "")
    account: dict[str, Any] = {}
    if _first(repository, ("namespace.kind",)) == "group" and group:
        name = quote(group, safe="")
        account = _object(ask(f"{api}/groups/{name}"))
        account["public_owners"] = _owners(ask(f"{api}/groups/{name}/members"))
    owners = _owners(ask(f"{api}/projects/{quote(path, safe='')}/members/all"))
    repository |= {"owners": owners, "public_owners": owners}
    return normal({"repository": repository, "account": account})


def _of_forgejo(api: str, path: str, ask: Ask) -> Facts | None:
    repository = _object(ask(f"{api}/repos/{quote(path)}"))
    owner = str(_first(repository, ("owner.login",)) or "")
    if not owner:
        return None
    account = _object(ask(f"{api}/orgs/{quote(owner)}"))
    kind = "organization" if account else "user"
    if account and ask(f"{api}/orgs/{quote(owner)}/public_members") == []:
        account["public_owners"] = 0
    return normal({"repository": {**repository, "owner_type": kind}, "account": account})


def _owners(members: Any) -> int | None:
    if not isinstance(members, list):
        return None
    people = [one for one in members if isinstance(one, Mapping)]
    return len([one for one in people if one.get("access_level") == _OWNER])


def _said(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an API said; null is how it says that a field is empty."""
    return {key: value for key, value in found.items() if value is not None}


def _object(found: Any) -> dict[str, Any]:
    return dict(found) if isinstance(found, Mapping) else {}


def _part(given: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = given.get(name)
    return found if isinstance(found, Mapping) else {}


def _first(given: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    """Return the first of some fields that says something; ``owner.type`` is inside ``owner``."""
    for name in names:
        outer, _, inner = name.rpartition(".")
        part = _part(given, outer) if outer else given
        if part.get(inner) is not None:
            return part[inner]
    return None
