"""One model of a forge: accounts within accounts, and repositories with what forges say of them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final

LANGUAGES: Final = ("Python", "Java", "JavaScript", "R", "C++", "HTML", "PHP", "Jupyter Notebook")
LICENCES: Final = ("MIT", "EUPL-1.2", "AGPL-3.0", "Apache-2.0", "other", "GPL-3.0", "CECILL-2.1")
SUBJECTS: Final = (
    "Simulateur de prestations sociales",
    "Base adresse — import, contrôle et diffusion",
    "Outil d'aide à la décision pour l'aménagement du territoire",
    "Reusable components of the State's design system",
    "Modèle statistique de la consommation d'énergie 🌱",
    "Client for the API of public bodies, with examples and tests",
    "Schéma de données ouvertes des équipements publics, et son validateur en ligne",
)
TOPICS: Final = ("open-data", "government", "france", "api", "data-science", "elections", "gis")
FIRST_DAY: Final = 1_388_534_400
DAY: Final = 86_400


@dataclass(slots=True, eq=False)
class Account:
    """An organisation, user or group; ``version`` (of a root) grows with each change below it."""

    id: int
    slug: str
    kind: str = "organization"  # organization, user, group
    name: str = ""
    description: str = ""
    website: str = ""
    location: str = ""
    created: int = FIRST_DAY
    followers: int = 0
    is_verified: bool = False
    parent: "Account | None" = None
    groups: list["Account"] = field(default_factory=list)
    repositories: list["Repository"] = field(default_factory=list)
    shared: list["Repository"] = field(default_factory=list)  # of others, shown here too
    version: int = 0
    declared: int | None = None  # what it says of its number, when that is a lie

    @property
    def path(self) -> str:
        """Return the full path."""
        return f"{self.parent.path}/{self.slug}" if self.parent else self.slug

    @property
    def root(self) -> "Account":
        """Return the account at the top."""
        return self.parent.root if self.parent else self

    def within(self) -> Iterator["Account"]:
        """Return this account and all below it."""
        yield self
        for group in self.groups:
            yield from group.within()


@dataclass(slots=True, eq=False)
class Repository:
    """One repository; instants in seconds since 1970, None when the forge does not know."""

    id: int
    name: str
    account: Account
    description: str | None = None
    homepage: str | None = None
    language: str | None = None
    licence: str | None = None  # SPDX, or "other"
    topics: tuple[str, ...] = ()
    is_fork: bool = False
    parent: str | None = None  # full name of what it was forked from
    is_archived: bool = False
    is_template: bool = False
    mirror_of: str | None = None
    is_empty: bool = False
    is_disabled: bool = False
    visibility: str = "public"
    branch: str = "main"
    stars: int = 0
    forks: int = 0
    watchers: int = 0
    issues: int = 0
    size: int = 100
    created: int = FIRST_DAY
    pushed: int | None = FIRST_DAY
    updated: int = FIRST_DAY
    git: str = ""  # name of the repository of git that answers for it
    files: Mapping[str, str] | None = None

    @property
    def full_name(self) -> str:
        """Return path of the account and name."""
        return f"{self.account.path}/{self.name}"


ORDERS: Final[Mapping[str, Callable[[Repository], Any]]] = {
    "id": lambda row: row.id,
    "name": lambda row: row.full_name.lower(),
    "created": lambda row: row.created,
    "pushed": lambda row: row.pushed or 0,
    "updated": lambda row: row.updated,
}
FACTS: Final = frozenset(entry.name for entry in fields(Repository)) - {"account"}
FILES: Final = {
    "README.md": "# Outil\n\nUn outil pour voir.\n",
    "LICENSE": "MIT License\n\nCopyright (c) 2020 A\n",
    "src/main.py": "print('hello')\n",
}


class Unknown(KeyError):  # noqa: N818 - what it is
    """A name that the world does not have."""


class World:
    """All accounts and repositories of one forge, and what may happen to them."""

    def __init__(self, *, start: int = 1000) -> None:
        self.accounts: dict[str, Account] = {}
        self.accounts_by_id: dict[int, Account] = {}
        self.by_id: dict[int, Repository] = {}
        self.by_name: dict[str, Repository] = {}
        self.moved: dict[str, int] = {}
        self.moved_accounts: dict[str, int] = {}
        self.removed: set[str] = set()
        self._next = start
        self._lists: dict[tuple[int, str, bool], tuple[int, list[Repository]]] = {}

    # what is there

    def account(self, path: str) -> Account | None:
        """Return an account by path (case does not count) or None."""
        return self.accounts.get(path.lower())

    def repository(self, full_name: str) -> Repository | None:
        """Return a repository by its present name."""
        return self.by_name.get(full_name.lower())

    def former(self, full_name: str) -> Repository | None:
        """Return what once had this name."""
        found = self.by_id.get(self.moved.get(full_name.lower(), 0))
        return found or self._under_former_account(full_name)

    def _under_former_account(self, full_name: str) -> Repository | None:
        path, _, name = full_name.rpartition("/")
        account = self.accounts_by_id.get(self.moved_accounts.get(path.lower(), 0))
        return self.repository(f"{account.path}/{name}") if account else None

    def version(self, account: Account | None) -> int:
        """Return a number that grows with each change of an account, or of anything."""
        return account.root.version if account else sum(root.version for root in self.roots())

    def listed(
        self, account: Account | None, order: str = "id", *, descending: bool = False
    ) -> list[Repository]:
        """Return what is public in an account and below it (None: in all), in an order."""
        version = self.version(account)
        key = (account.id if account else 0, order, descending)
        known = self._lists.get(key)
        if known and known[0] == version:
            return known[1]
        rows = [
            row
            for root in ([account] if account else self.roots())
            for place in root.within()
            for row in place.repositories
            if row.visibility == "public"
        ]
        rows.sort(key=lambda row: (ORDERS[order](row), row.id), reverse=descending)
        self._lists[key] = (version, rows)
        return rows

    def roots(self) -> list[Account]:
        """Return the accounts at the top, by id."""
        return [entry for entry in self.accounts_by_id.values() if entry.parent is None]

    # how it came to be

    def add_account(self, path: str, **facts: Any) -> Account:
        """Add an account, and those above it."""
        above, _, slug = path.rpartition("/")
        parent = (self.account(above) or self.add_account(above, kind="group")) if above else None
        account = Account(self._number(), slug, parent=parent, **facts)
        self.accounts[path.lower()] = self.accounts_by_id[account.id] = account
        if parent:
            parent.groups.append(account)
        account.root.version += 1
        return account

    def add(self, path: str, name: str, **facts: Any) -> Repository:
        """Add a repository; facts not given are made up, always the same for the same id."""
        account = self.account(path) or self.add_account(path)
        number = facts.pop("id", None) or self._number()
        made = {**invented(number), **_checked(facts)}
        row = Repository(number, name, account, **made)
        account.repositories.append(row)
        self.by_id[row.id] = self.by_name[row.full_name.lower()] = row
        account.root.version += 1
        return row

    def fill(self, path: str, count: int) -> None:
        """Add repositories with invented facts."""
        for number in range(count):
            self.add(path, f"depot-{number:05d}")

    # what happens

    def change(self, full_name: str, **facts: Any) -> Repository:
        """Change what is said of a repository; without ``updated`` it counts as touched."""
        row = self._known(full_name)
        checked = _checked(facts)
        for name, value in checked.items():
            setattr(row, name, value)
        if "updated" not in checked:
            row.updated += 60
        row.account.root.version += 1
        return row

    def push(self, full_name: str, at: int | None = None) -> Repository:
        """Let somebody push."""
        row = self._known(full_name)
        pushed = at or (row.pushed or row.created) + 3600
        return self.change(full_name, pushed=pushed, updated=max(pushed, row.updated))

    def rename(self, full_name: str, to: str) -> Repository:
        """Rename or transfer; the former name leads to the new one."""
        row = self._known(full_name)
        path, _, name = to.rpartition("/")
        target = self.account(path) or self.add_account(path)
        self._forget(row)
        row.account.repositories.remove(row)
        row.account.root.version += 1
        self.moved[full_name.lower()] = row.id
        row.name, row.account = name, target
        target.repositories.append(row)
        target.root.version += 1
        self.by_name[row.full_name.lower()] = row
        self.moved.pop(row.full_name.lower(), None)
        return row

    def remove(self, full_name: str) -> None:
        """Delete a repository."""
        row = self._known(full_name)
        self._forget(row)
        del self.by_id[row.id]
        row.account.repositories.remove(row)
        row.account.root.version += 1
        self.removed.add(full_name.lower())

    def rename_account(self, path: str, to: str) -> Account:
        """Give an account another last name; all below it move along."""
        account = self.account(path)
        if account is None:
            raise Unknown(path)
        slug = to.rpartition("/")[2]
        rows = [row for place in account.within() for row in place.repositories]
        for row in rows:
            self._forget(row)
            self.moved[row.full_name.lower()] = row.id
        for place in account.within():
            del self.accounts[place.path.lower()]
            self.moved_accounts[place.path.lower()] = place.id
        account.slug = slug
        for place in account.within():
            self.accounts[place.path.lower()] = place
        for row in rows:
            self.by_name[row.full_name.lower()] = row
        account.root.version += 1
        return account

    def remove_account(self, path: str) -> None:
        """Delete an account and all below it."""
        account = self.account(path)
        if account is None:
            raise Unknown(path)
        for place in list(account.within()):
            for row in place.repositories:
                self._forget(row)
                del self.by_id[row.id]
            del self.accounts[place.path.lower()], self.accounts_by_id[place.id]
        if account.parent:
            account.parent.groups.remove(account)
        account.root.version += 1

    def _known(self, full_name: str) -> Repository:
        row = self.repository(full_name)
        if row is None:
            raise Unknown(full_name)
        return row

    def _forget(self, row: Repository) -> None:
        self.by_name.pop(row.full_name.lower(), None)

    def _number(self) -> int:
        self._next += 7
        return self._next


def invented(number: int) -> dict[str, Any]:
    """Return facts of a repository, always the same for the same number."""
    created = FIRST_DAY + number * 7919 % (3000 * DAY)
    pushed = created + number * 104_729 % (900 * DAY)
    licence = number * 31 % (len(LICENCES) * 2)
    return {
        "description": SUBJECTS[number % 7] if number % 5 else None,
        "homepage": f"https://outil-{number}.example.org" if number % 3 == 0 else None,
        "language": LANGUAGES[number * 13 % 8] if number % 9 else None,
        "licence": LICENCES[licence] if licence < len(LICENCES) else None,
        "topics": TOPICS[number % 5 : number % 5 + number % 3],
        "is_archived": number % 13 == 0,
        "branch": "master" if number % 4 == 0 else "main",
        "stars": number * 17 % 97,
        "forks": number * 5 % 23,
        "watchers": number % 11,
        "issues": number % 8,
        "size": number * 37 % 90_000 + 1,
        "created": created,
        "pushed": pushed,
        "updated": pushed + number % (40 * DAY),
    }


def _checked(facts: Mapping[str, Any]) -> dict[str, Any]:
    wrong = set(facts) - FACTS
    if wrong:
        raise TypeError(f"A repository has no {', '.join(sorted(wrong))}.")
    return {
        name: tuple(value) if name == "topics" and isinstance(value, list) else value
        for name, value in facts.items()
    }
