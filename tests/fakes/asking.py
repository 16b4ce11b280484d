"""Ask fakes as no client of ours does: one call, nothing followed; and the worlds tested."""

import gzip
import json
import re
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError

NEXT = re.compile(r'<([^>]+)>;\s*rel="next"')


@dataclass(frozen=True)
class Told:
    """An answer: status, headers in lower case, body."""

    status: int
    headers: dict[str, str]
    body: Any

    def rows(self) -> list[Any]:
        """Return the rows of a list."""
        return list(self.body["values"] if isinstance(self.body, dict) else self.body)

    def following(self) -> str:
        """Return the address of the next page, "" at the end."""
        if isinstance(self.body, dict):
            return str(self.body.get("next", ""))
        found = NEXT.search(self.headers.get("link", ""))
        return found.group(1) if found else ""


class Unfollowing(urllib.request.HTTPRedirectHandler):
    """Follow nothing: the answer itself is looked at."""

    def redirect_request(self, *_words: Any) -> None:
        """Return nothing."""


def get(url: str, **headers: str) -> Told:
    """Ask once, without following."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    opener = urllib.request.build_opener(Unfollowing)
    try:
        answer = opener.open(urllib.request.Request(url, headers=named), timeout=10)
    except HTTPError as error:
        answer = error
    with answer:
        body = answer.read()
        told = {name.lower(): text for name, text in answer.headers.items()}
    if told.get("content-encoding") == "gzip":
        body = gzip.decompress(body)
    is_json = "json" in told.get("content-type", "") and body
    return Told(answer.status, told, json.loads(body) if is_json else body)


def read_on(url: str) -> list[Told]:
    """Follow next to the end."""
    found = []
    while url:
        found.append(get(url))
        url = found[-1].following()
    return found


BOOKS = {
    "github": ("github-org-etalab", "etalab", 100, 286,
               "/api/v3/orgs/etalab/repos?type=public&per_page=100"),
    "gitlab": ("gitlab-group-eole", "EOLE", 20, 50,
               "/api/v4/groups/EOLE/projects?include_subgroups=true&per_page=20&page=1"),
    "gitea": ("gitea-org-lincnil", "lincnil", 5, 7, "/api/v1/orgs/lincnil/repos?limit=5&page=1"),
    "bitbucket": ("bitbucket-workspace", "art", 2, 3, "/2.0/repositories/art?pagelen=2"),
}  # fmt: skip


def accounts_of(software: str) -> list[dict[str, Any]]:
    _file, path, _size, total, _address = BOOKS[software]
    below = {"path": f"{path}/b/c", "repositories": 5} if software == "gitlab" else None
    fork = {"name": "fork", "is_fork": True, "parent": "above/one", "licence": "EUPL-1.2"}
    empty = {"name": "empty", "is_empty": True}
    above = {"path": "above", "repositories": ["one"]}
    own = {"path": path, "repositories": total - 2 - (5 if below else 0)}
    return [above, own, {"path": path, "repositories": [fork, empty]}, *([below] if below else [])]
