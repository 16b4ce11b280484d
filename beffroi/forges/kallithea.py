"""Kallithea over its JSON-RPC: one answer lists all that the owner of the token may see."""

import json
from collections.abc import Mapping
from typing import Any, Final

from beffroi.forges.addresses import parse_account
from beffroi.forges.calls import PAGE_BYTES, Access
from beffroi.forges.client import is_safe, web_of
from beffroi.forges.outcomes import Verdict, classify, classify_error, fail
from beffroi.forges.shapes import (
    AccountFacts,
    Failure,
    Find,
    ForgeRepository,
    Known,
    Look,
    Reading,
    Target,
)
from beffroi.forges.values import (
    EMPTY,
    Row,
    broken,
    flag,
    identifier,
    instant,
    part,
    path,
    text,
)
from beffroi.lib.http.addresses import parse_address
from beffroi.lib.http.door import Wanted
from beffroi.lib.http.errors import DoorError

MOST_ROWS: Final = 50_000
_MEMBERS_ONLY: Final = (
    "Kallithea lists repositories to its members only: keep the key of one of them with "
    "beffroi forge token HOST."
)
_NO_ARGUMENTS: Final[Mapping[str, Any]] = {}


class KallitheaForge:
    """Reads one group with all below it, or the whole instance; looks go by git."""

    software = "kallithea"

    def __init__(self, address: str, access: Access) -> None:
        account = parse_account(address)
        self.address = account.url
        self.path = account.full_path
        self.web = web_of(parse_address(account.url), access.door.allowed)
        self._token = access.token if is_safe(self.web, access.door.allowed) else ""
        self._access = access

    def read(self, _known: Known) -> Reading:
        """Read the whole list, which is one answer; see ``Forge``."""
        verdict = self._ask("get_repos")
        if not isinstance(verdict.data, list):
            failure = verdict.failure
            if not failure and not verdict.wait_until:
                failure = fail(self.address, "invalid-body")
            return Reading(failures=(failure,) if failure else (), wait_until=verdict.wait_until)
        rows = [row for row in verdict.data[:MOST_ROWS] if self._is_below(row)]
        found = [describe_repository(row, self.web) for row in rows]
        repositories = tuple(one for one in found if isinstance(one, ForgeRepository))
        failures = tuple(one for one in found if isinstance(one, Failure))
        if self.path and not rows:
            failures = (fail(self.address, "account-absent"),)
        ids = [identifier(row, "repo_id") if isinstance(row, dict) else "" for row in rows]
        is_whole = bool(rows or not self.path) and len(verdict.data) <= MOST_ROWS
        return Reading(
            repositories=repositories,
            failures=failures,
            is_complete=is_whole and all(ids),
            unchanged_ids=tuple(set(filter(None, ids)) - {one.forge_id for one in repositories}),
            account=AccountFacts(full_path=self.path, kind="group") if self.path else None,
            software=self.software,
        )

    def look(self, target: Target) -> Look:
        """Look into one repository by git."""
        if self._access.inside:
            return self._access.inside(target)
        text = "This repository is not read by git."
        failure = Failure(target.url, "unsupported-forge", text, permanent=True)
        return Look(key=target.key, failures=(failure,))

    def find(self, target: Target) -> Find:
        """Read one repository by its id, else by its name."""
        number = int(target.forge_id) if target.forge_id.isdecimal() else target.full_name
        verdict = self._ask("get_repo", {"repoid": number})
        if verdict.wait_until:
            return Find(target.key, wait_until=verdict.wait_until)
        if verdict.failure:
            return Find(target.key, failure=verdict.failure)
        found = describe_repository(verdict.data, self.web)
        if isinstance(found, Failure):
            return Find(target.key, failure=found)
        return Find(target.key, repository=found)

    def _is_below(self, row: Any) -> bool:
        name = path(row, "repo_name") if isinstance(row, dict) else ""
        return not self.path or not name or f"{name}/".startswith(f"{self.path}/")

    def _ask(self, method: str, arguments: Mapping[str, Any] = _NO_ARGUMENTS) -> Verdict:
        """Call one method; ``data`` is its result."""
        access = self._access
        url = f"{self.web}/_admin/api"
        if not self._token:
            failure = Failure(url, "credential-error", _MEMBERS_ONLY, permanent=True)
            return Verdict("credential-error", url, failure=failure)
        asked = {"id": 1, "api_key": self._token, "method": method, "args": arguments}
        wanted = Wanted(
            headers={"Content-Type": "application/json", "Accept": "application/json"},
            body_bytes=PAGE_BYTES,
            errors=True,
            posted=json.dumps(asked).encode(),
        )
        try:
            answer = access.door.fetch(url, wanted)
        except DoorError as error:
            return classify_error(url, error)
        verdict = classify(url, answer, "list", access.now())
        return _result(verdict) if verdict.is_data else verdict


def describe_repository(row: Any, web: str) -> ForgeRepository | Failure:
    """Return what a row says of a repository at ``web``; what it does not say is unknown."""
    if not isinstance(row, dict):
        return broken(web, "it is not an object")
    forge_id, full_name = identifier(row, "repo_id"), path(row, "repo_name")
    if not forge_id or not full_name:
        return broken(web, f"repository {forge_id or 'without id'} has no name")
    url = f"{web}/{full_name}"
    kind = text(row, "repo_type", 20)
    if kind != "git":
        message = f"This is a repository of {kind or 'an unknown kind'}; only git is read."
        return Failure(url, "not-a-repository", message, permanent=True)
    newest = part(row, "last_changeset")
    return ForgeRepository(
        forge_id=forge_id,
        full_name=full_name,
        name=full_name.rpartition("/")[2],
        url=url,
        clone_url=url,
        description=text(row, "description"),
        is_fork=bool(row["fork_of"]) if "fork_of" in row else None,
        fork_parent=_parent(row, web),
        is_mirror=bool(row["clone_uri"]) if "clone_uri" in row else None,
        is_empty=newest["revision"] == -1 if "revision" in newest else None,
        created_at=instant(row, "created_on"),
        last_activity_at=instant(newest, "date"),
        is_public=flag(row, "private") is not True,
    )


def _parent(row: Row, web: str) -> str:
    name = path(row, "fork_of")
    return f"{web}/{name}" if name else ""


def _result(verdict: Verdict) -> Verdict:
    """Take the result out of its envelope, which also carries faults, with status 200."""
    said = verdict.data if isinstance(verdict.data, dict) else EMPTY
    fault = text(said, "error", 200)
    outcome = "data" if "result" in said and not fault else "invalid-body"
    if "API key" in fault:
        outcome = "credential-error"
    elif "not allowed" in fault or "denied" in fault:
        outcome = "forbidden"
    elif "does not exist" in fault:
        outcome = "absent"
    if outcome == "data":
        return Verdict("data", verdict.url, verdict.answer, said["result"])
    return Verdict(outcome, verdict.url, verdict.answer, failure=fail(verdict.url, outcome))
