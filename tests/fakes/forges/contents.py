"""What stands in repositories, and the pages of a forge's web site; the same for each software."""

from email.utils import formatdate
from typing import Final
from urllib.parse import unquote

from tests.fakes.forges.shapes import Ask, Forge, Reply
from tests.fakes.forges.world import FILES, Repository

GENERATORS: Final = {
    "github": '<meta property="og:site_name" content="GitHub">',
    "gitlab": '<meta content="GitLab" property="og:site_name">',
    "gitea": '<meta name="keywords" content="go,git,self-hosted,gitea">',
    "forgejo": '<meta name="keywords" content="git,forge,forgejo">',
    "gogs": '<meta name="keywords" content="go, git, self-hosted, gogs">',
    "bitbucket": '<meta name="application-name" content="Bitbucket">',
}
SIGN_IN: Final = (
    b'<!DOCTYPE html>\n<html class="devise-layout-html"><head><title>Sign in</title></head>'
    b'<body><form action="/users/sign_in" method="post"></form></body></html>'
)


def files_of(row: Repository) -> dict[str, str]:
    """Return the files of a repository by path."""
    return {} if row.is_empty else dict(FILES if row.files is None else row.files)


def languages_of(row: Repository) -> dict[str, int]:
    """Return bytes by language."""
    return {row.language: 9000, "Shell": 1000} if row.language and not row.is_empty else {}


def http_date(seconds: int) -> str:
    """Return an instant as headers write it."""
    return formatdate(seconds, usegmt=True)


def page(forge: Forge, title: str, body: str = "") -> Reply:
    """Return a page of the web site."""
    head = f"<title>{title}</title>{GENERATORS.get(forge.software, '')}"
    text = f"<!DOCTYPE html>\n<html><head>{head}</head><body>{body}</body></html>"
    return Reply(body=text.encode(), kind="text/html; charset=utf-8")


def web(forge: Forge, ask: Ask) -> Reply | None:
    """Answer a request to the web site: pages, raw files and sign-in; None for all else."""
    path = unquote(ask.path).strip("/")
    if path == "users/sign_in":
        return Reply(body=SIGN_IN, kind="text/html; charset=utf-8")
    if path in {"", "explore"}:
        return page(forge, "Welcome")
    found = _raw(forge, path)
    if found is not None:
        return found
    row = forge.world.repository(path)
    if row and row.visibility == "public":
        return page(forge, row.full_name)
    former = None if row else forge.world.former(path)
    if former:
        return Reply(301, headers={"location": f"{forge.url}/{former.full_name}"})
    account = forge.world.account(path.removeprefix("groups/"))
    return page(forge, account.path) if account else None


def _raw(forge: Forge, path: str) -> Reply | None:
    """Answer ``NAME/raw/BRANCH/FILE``, as GitLab and Gitea spell it too."""
    name, mark, rest = path.partition("/raw/")
    if not mark:
        return None
    row = forge.world.repository(name.removesuffix("/-"))
    if row is None or row.visibility != "public":
        if forge.software == "gitlab":
            return Reply(302, headers={"location": f"{forge.url}/users/sign_in"})
        return None
    branch, _, file = rest.removeprefix("branch/").partition("/")
    text = files_of(row).get(file) if branch in {row.branch, "HEAD"} else None
    if text is None:
        return None
    return Reply(body=text.encode(), kind="text/plain; charset=utf-8")
