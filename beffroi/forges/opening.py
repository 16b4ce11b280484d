"""Open the client of an account: the API of GitHub, GitLab, Gitea and others, or plain git."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from beffroi.forges.addresses import READABLE, AccountAddressError
from beffroi.forges.bitbucket import BitbucketForge
from beffroi.forges.calls import Access
from beffroi.forges.client import ApiForge
from beffroi.forges.detecting import DetectingForge
from beffroi.forges.git import GitForge, look_by_git
from beffroi.forges.gitea import ForgejoForge, GiteaForge, GogsForge
from beffroi.forges.github import GithubForge
from beffroi.forges.gitlab import GitlabForge
from beffroi.forges.kallithea import KallitheaForge
from beffroi.forges.shapes import Forge
from beffroi.lib.http import Git

_CLIENTS: Final[Mapping[str, type[ApiForge | KallitheaForge]]] = {
    "github": GithubForge,
    "gitlab": GitlabForge,
    "gitea": GiteaForge,
    "forgejo": ForgejoForge,
    "gogs": GogsForge,
    "bitbucket": BitbucketForge,
    "kallithea": KallitheaForge,
}
_WAYS_OUT: Final = {
    "sourcehut": (
        "SourceHut lists repositories to signed-in members only, so it is not read; bring a list "
        "of them as a file: beffroi import repositories FILE."
    )
}


def open_forge(
    address: str, *, access: Access, software: str = "", git: Git | None = None
) -> Forge:
    """Return the client of an account; raises AccountAddressError, such as ``unsupported-forge``.

    ``git`` is made like the door of ``access`` when not given; it looks into the repositories of
    every forge.
    """
    if software not in READABLE:
        text = f"Accounts of {software} cannot be read; give the address of a git repository."
        raise AccountAddressError("unsupported-forge", _WAYS_OUT.get(software, text))
    door = access.door
    own = git or Git(allowed=door.allowed, resolve=door.resolve, contact=door.contact)
    if software in _CLIENTS:
        inside = access.inside or partial(look_by_git, own, door)
        return _CLIENTS[software](address, replace(access, inside=inside))
    if software:
        return GitForge(
            address, door=door, git=own, seconds=access.seconds, requests=access.requests
        )
    again = partial(open_forge, address, access=access, git=own)
    return DetectingForge(address, door, lambda found: again(software=found))
