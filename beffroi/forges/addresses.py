"""Addresses of forges: the account that a person means, and when two addresses are the same."""

import re
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

from beffroi.lib.errors import BeffroiError
from beffroi.lib.http.addresses import DEFAULT_PORTS, Address, parse_address
from beffroi.lib.http.errors import AddressRefused

SOFTWARE_BY_HOST: Final = {
    "github.com": "github",
    "gitlab.com": "gitlab",
    "codeberg.org": "forgejo",
    "bitbucket.org": "bitbucket",
    "git.sr.ht": "sourcehut",
    "sr.ht": "sourcehut",
}
READABLE: Final = frozenset(
    {"github", "gitlab", "gitea", "forgejo", "gogs", "bitbucket", "kallithea", "git", "cgit", ""}
)
"""Software of forges that can be read; "" stands for not known, then the host is asked."""
ONE_SEGMENT: Final = frozenset({"github", "gitea", "forgejo", "gogs", "bitbucket", "sourcehut"})
"""Forges whose accounts have one name; a second segment is a repository."""
LONGEST_HOST: Final = 255
LONGEST_PATH: Final = 400
"""Characters of a host with its port, and of a path: what the tables hold."""
SAME_HOST: Final = {f"www.{host}": host for host in ("github.com", "gitlab.com", "bitbucket.org")}
"""Second names of hosts, which only lead on to the first."""
_CUT = frozenset({"tree", "blob", "raw", "src", "archive"})
_CUT_AFTER_DASH = frozenset({"tree", "blob", "raw", "archive"})
_NAME_FOLLOWS = frozenset({"orgs", "org", "users"})
"""Begin pages about one account: /orgs/NAME/repositories, /org/NAME, /users/NAME/projects."""
_HOST_ALONE = re.compile(r"[\w-]+(\.[\w-]+)+(:\d+)?(/.*)?", re.ASCII)


class AccountAddressError(BeffroiError):
    """An address that names no account: ``bad-address``, ``repository-address``; with a way out."""

    permanent = True

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class AccountAddress:
    """An account of a forge.

    ``host``: lower case, with its port when unusual. ``full_path``: as written, "" for the whole
    forge. ``url``: canonical. ``software``: of the forge when its host or path tells it.
    """

    host: str
    full_path: str
    url: str
    software: str | None = None


def parse_account(address: str) -> AccountAddress:
    """Read the address of an account as people write it; raises AccountAddressError."""
    text = address.strip()
    if _HOST_ALONE.fullmatch(text):
        text = f"https://{text}"
    try:
        found = parse_address(text)
    except AddressRefused as error:
        raise AccountAddressError("bad-address", error.message) from error
    found = replace(found, host=SAME_HOST.get(found.host, found.host))
    segments = [part for part in found.path.split("/") if part]
    software = SOFTWARE_BY_HOST.get(found.host)
    if segments[:1] == ["groups"] and len(segments) > 1:
        software, segments = software or "gitlab", segments[1:]
    elif len(segments) > 1 and segments[0] in _NAME_FOLLOWS:
        segments = segments[1:2]
    if "-" in segments:
        segments = segments[: segments.index("-")]
    if segments[:1] == ["explore"]:  # lists of the whole forge: groups, projects, repos
        segments = []
    return _account(found, segments, software)


def comparison_form(url: str) -> str:
    """Return the form in which equal addresses of repositories are equal; "" without a host.

    Source: don-oss-register ``fork.go``, see code-catalogue §8.3. ``.git`` counts in lower case
    only; the scheme is left out.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return ""
    host = (parts.hostname or "").lower()
    if not parts.scheme or not host:
        return ""
    if port and port != DEFAULT_PORTS.get(parts.scheme):
        host = f"{host}:{port}"
    segments = [part.strip() for part in parts.path.split("/") if part.strip()]
    segments = segments[: _end(segments)]
    if segments:
        segments[-1] = segments[-1].removesuffix(".git")
    return "/".join([host, *segments]).lower()


def _account(found: Address, segments: list[str], software: str | None) -> AccountAddress:
    if segments:
        segments[-1] = segments[-1].removesuffix(".git")
    if software in ONE_SEGMENT and len(segments) > 1:
        raise AccountAddressError(
            "repository-address",
            f"This is a repository; give the address of the account: {found.origin}/{segments[0]}",
        )
    if found.host in SOFTWARE_BY_HOST and not segments:
        raise AccountAddressError(
            "whole-forge", f"All of {found.host} is not one account; add the account's name."
        )
    full_path = "/".join(segments)
    host = found.origin.partition("://")[2]
    if len(full_path) > LONGEST_PATH or len(host) > LONGEST_HOST:
        text = f"The path of an account has at most {LONGEST_PATH} characters."
        raise AccountAddressError("bad-address", text)
    return AccountAddress(
        host=host,
        full_path=full_path,
        url=f"{found.origin}/{full_path}".rstrip("/"),
        software=software,
    )


def _end(segments: list[str]) -> int:
    """Return where the address of a repository ends and that of its pages begins."""
    for index, segment in enumerate(segments[2:], start=2):
        following = segments[index + 1 : index + 2]
        if segment in _CUT or (segment == "-" and set(following) & _CUT_AFTER_DASH):
            return index
    return len(segments)
