"""Make hosts of plain data, as tests write them and as the command line asks for them."""

from typing import Any, Final

from tests.fakes.forges.limits import Quota
from tests.fakes.forges.shapes import Forge, Settings
from tests.fakes.forges.switches import switch_of
from tests.fakes.forges.world import World

PAGES: Final = {
    "github": (30, 100),
    "gitlab": (20, 100),
    "gitea": (30, 50),
    "forgejo": (30, 50),
    "gogs": (30, 50),
    "bitbucket": (10, 100),
}
FIRST_KIND: Final = {"gitlab": "group"}


def forge_of(wanted: dict[str, Any], url: str) -> Forge:
    """Make a host: ``software``, ``accounts``, ``settings``, ``switches``; ValueError if wrong."""
    software = wanted.get("software", "github")
    if software not in PAGES:
        raise ValueError(f"There is no fake of {software}.")
    size, most = PAGES[software]
    settings = Settings(**{"page_size": size, "page_most": most, **wanted.get("settings", {})})
    forge = Forge(software, url, World(start=int(wanted.get("start", 1000))), settings, Quota())
    for account in wanted.get("accounts", ()):
        fill(forge, dict(account))
    forge.switches = [switch_of(**one) for one in wanted.get("switches", ())]
    return forge


def fill(forge: Forge, wanted: dict[str, Any]) -> None:
    """Add an account: ``path``, facts, and ``repositories`` as a number or as facts of each."""
    path, rows = wanted.pop("path"), wanted.pop("repositories", 0)
    kind = FIRST_KIND.get(forge.software, "organization")
    if forge.world.account(path) is None:
        forge.world.add_account(path, **{"kind": kind, **wanted})
    if isinstance(rows, int):
        forge.world.fill(path, rows)
        return
    for row in rows:
        facts = {"name": row} if isinstance(row, str) else dict(row)
        forge.world.add(path, facts.pop("name"), **facts)
