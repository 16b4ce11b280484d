"""What may be changed while a forge runs, as plain data; what it has seen so far."""

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any, Final

from tests.fakes.forges.building import fill
from tests.fakes.forges.shapes import Forge
from tests.fakes.forges.switches import switch_of
from tests.fakes.forges.world import Repository


def apply(forge: Forge, wish: dict[str, Any]) -> Any:
    """Do one thing; ``do`` names it. Raises KeyError, TypeError or ValueError for wrong wishes."""
    name = wish.pop("do")
    if name not in WISHES:
        raise ValueError(f"Nothing is called {name}; there are {', '.join(sorted(WISHES))}.")
    told = WISHES[name](forge, **wish)
    return {"id": told.id, "full_name": told.full_name} if isinstance(told, Repository) else told


def _add(forge: Forge, account: str, **facts: Any) -> Repository:
    return forge.world.add(account, facts.pop("name"), **facts)


def _add_account(forge: Forge, **facts: Any) -> None:
    fill(forge, facts)


def _change(forge: Forge, repository: str, **facts: Any) -> Repository:
    return forge.world.change(repository, **facts)


def _change_account(forge: Forge, account: str, **facts: Any) -> None:
    found = forge.world.accounts[account.lower()]
    for name, value in facts.items():
        setattr(found, name, value)
    found.root.version += 1


def _push(forge: Forge, repository: str, at: int | None = None) -> Repository:
    return forge.world.push(repository, at)


def _rename(forge: Forge, repository: str, to: str) -> Repository:
    return forge.world.rename(repository, to)


def _remove(forge: Forge, repository: str) -> None:
    forge.world.remove(repository)


def _share(forge: Forge, repository: str, account: str) -> None:
    found = forge.world.accounts[account.lower()]
    found.shared.append(forge.world.by_name[repository.lower()])
    found.root.version += 1


def _rename_account(forge: Forge, account: str, to: str) -> None:
    forge.world.rename_account(account, to)


def _remove_account(forge: Forge, account: str) -> None:
    forge.world.remove_account(account)


def _switch(forge: Forge, **given: Any) -> None:
    forge.switches.append(switch_of(**given))


def _restore(forge: Forge) -> None:
    forge.switches.clear()


def _set(forge: Forge, **settings: Any) -> None:
    forge.settings = dataclasses.replace(forge.settings, **settings)
    forge.pages.clear()


def _requests(forge: Forge) -> list[dict[str, Any]]:
    return [dataclasses.asdict(seen) for seen in forge.seen]


def _forget(forge: Forge) -> None:
    """Forget all requests so far."""
    forge.seen.clear()
    forge.statuses.clear()
    forge.most_flying = 0


def _repositories(forge: Forge) -> list[dict[str, Any]]:
    wanted = ("id", "full_name", "visibility", "licence", "language")
    return [{name: getattr(row, name) for name in wanted} for row in forge.world.by_id.values()]


WISHES: Final[Mapping[str, Callable[..., Any]]] = {
    "add": _add,
    "add-account": _add_account,
    "change": _change,
    "change-account": _change_account,
    "push": _push,
    "rename": _rename,
    "remove": _remove,
    "share": _share,
    "rename-account": _rename_account,
    "remove-account": _remove_account,
    "switch": _switch,
    "restore": _restore,
    "set": _set,
    "requests": _requests,
    "forget": _forget,
    "repositories": _repositories,
}


def state_of(forge: Forge) -> dict[str, Any]:
    """Return what is known of a host in short."""
    return {
        "software": forge.software,
        "url": forge.url,
        "at": forge.at,
        "accounts": [account.path for account in forge.world.roots()],
        "repositories": len(forge.world.by_id),
        "requests": sum(forge.statuses.values()),
        "statuses": {str(status): count for status, count in forge.statuses.items()},
        "most_at_once": forge.most_flying,
    }
