"""Bodies, forges and accounts enter the registry, or learn what a source says of them anew."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from beffroi.forges.addresses import AccountAddress
from beffroi.journal import actions as journal
from beffroi.journal.shapes import Deed
from beffroi.organisations.actions.changes import as_json, given_by, is_manual, mark, take
from beffroi.organisations.actions.groups import put_under_groups
from beffroi.organisations.actions.naming import (
    CALLED,
    bears_name_of_account,
    name_of_account,
    plainness,
)
from beffroi.organisations.actions.renaming import todays
from beffroi.organisations.actions.uids import digest, uid_of_account, uid_of_body
from beffroi.organisations.models import Forge, ForgeAccount, ForgeAlias, Identifier, Organisation
from beffroi.organisations.shapes import AccountFacts, BodyFacts

OWN_SCHEME = "uid"
"""Scheme of an identifier that is a uid of Beffroi itself: an export read back."""

NEW, CHANGED, SAME = "new", "changed", "same"
_ACCOUNT_FIELDS = (
    "kind", "name", "description", "website", "location", "avatar_url", "is_verified",
    "followers", "declared_count", "floss_policy", "ospo_url", "opened_at", "ignored_since",
)  # fmt: skip
_BODY_FIELDS = ("kind", "country", "description", "website")


@transaction.atomic
def register_bodies(
    facts: Sequence[BodyFacts], *, source: str, at: datetime
) -> list[tuple[Organisation, str]]:
    """Take bodies into the registry; each is answered with whether it is new, changed, same.

    A body is known by its identifiers. Parents may come later in the list than their children.
    """
    desk = _Desk(source, at)
    taken = [desk.body(body) for body in facts]
    for place, said in enumerate(facts):
        body, state = taken[place]
        if said.parent and desk.put_under(body, said.parent) and state == SAME:
            taken[place] = (body, CHANGED)
    desk.close()
    return taken


def register_accounts(
    facts: Sequence[AccountFacts], *, source: str, at: datetime
) -> list[tuple[ForgeAccount, str]]:
    """Take accounts into the registry, with forge and body; answers as ``register_bodies``.

    An account whose body nobody knows gets a provisional one (kind ``unidentified``); once a
    source names the body, the account moves there. Where another process registers the same
    new account at the same moment, this one looks again and finds it.
    """
    facts = [todays(said) for said in facts] if ForgeAlias.objects.exists() else facts
    try:
        return _register_accounts(facts, source=source, at=at)
    except IntegrityError:
        return _register_accounts(facts, source=source, at=at)


@transaction.atomic
def _register_accounts(
    facts: Sequence[AccountFacts], *, source: str, at: datetime
) -> list[tuple[ForgeAccount, str]]:
    desk = _Desk(source, at)
    desk.look_up(facts)
    taken = [desk.account(account) for account in facts]
    desk.close()
    return taken


def register_account(address: AccountAddress, *, source: str, at: datetime) -> ForgeAccount:
    """Take one account into the registry by its address alone, or find it there."""
    said = AccountFacts(
        host=address.host,
        full_path=address.full_path,
        url=address.url,
        software=address.software,
    )
    return register_accounts([said], source=source, at=at)[0][0]


def descendants(bodies: Iterable[int]) -> set[int]:
    """Return the keys of bodies and of all that stand under them."""
    found, level = set(bodies), set(bodies)
    while level:
        below = Organisation.objects.filter(parent__in=level).values_list("pk", flat=True)
        level = set(below) - found
        found |= level
    return found


class _Desk:
    """One registration of many: looks each thing up once, notes all acts at its end."""

    def __init__(self, source: str, at: datetime) -> None:
        self._source, self._at = source, at
        self._deeds: list[Deed] = []
        self._touched: set[str] = set()
        self._renamed: set[int] = set()  # bodies whose repositories are found by other words now
        self._reworded: set[str] = set()  # accounts of which the same is true
        self._new: list[ForgeAccount] = []
        self._forges: dict[str, Forge] = {}
        self._accounts: dict[tuple[str, str], ForgeAccount] = {}
        self._taken: set[str] = set()  # uids of accounts
        self._provisional_bodies: dict[str, Organisation] = {}
        self._called: dict[tuple[str, str], str] = {}  # identifier → what to call its body

    def look_up(self, facts: Sequence[AccountFacts]) -> None:
        """Read what is known of some accounts, with a few questions for all of them."""
        paths = {said.full_path.lower() for said in facts}
        uids = {uid_of_account(said.host, said.full_path) for said in facts}
        uids |= {said.uid for said in facts if said.uid}
        known = ForgeAccount.objects.select_related("organisation", "forge")
        for account in known.filter(Q(path_key__in=paths) | Q(uid__in=uids)):
            self._accounts[account.forge.host, account.path_key] = account
            self._forges[account.forge.host] = account.forge
            self._taken.add(account.uid)
        for body in (said.body for said in facts if said.body):
            for identifier in body.identifiers[:1]:
                names = (body.called, self._called.get(identifier, body.called))
                self._called[identifier] = min(names, key=plainness)
        bodies = Organisation.objects.filter(uid__in=uids)
        self._provisional_bodies = {body.uid: body for body in bodies}

    def close(self) -> None:
        """Note what was done, and that the index must learn it."""
        put_under_groups(self._new)
        journal.note(self._deeds)
        bodies = descendants(self._renamed)
        below = Organisation.objects.filter(pk__in=bodies).values_list("uid", flat=True)
        journal.want_indexed("organisation", self._touched | set(below))
        accounts = ForgeAccount.objects.filter(organisation__in=bodies)
        journal.want_indexed(
            "account", self._reworded | set(accounts.values_list("uid", flat=True))
        )

    def body(self, said: BodyFacts) -> tuple[Organisation, str]:
        """Find or make one body, and give it what the source says."""
        known = self._known(said.identifiers)
        if known is None:
            return self._new_body(said), NEW
        facts: dict[str, Any] = {name: getattr(said, name) for name in _BODY_FIELDS}
        facts["name"] = said.name or self._better_name(known, said)
        facts["names"] = {**known.names, **said.names} if said.names else None
        added = self._identify(known, said.identifiers)
        changed = self._changed(known, facts)
        return known, CHANGED if changed or added else SAME

    def _better_name(self, body: Organisation, said: BodyFacts) -> str | None:
        """Return a plainer word for a body whose name nobody has said yet."""
        is_called = body.sources.get("name", {}).get("by") == CALLED
        is_plainer = said.called and plainness(said.called) < plainness(body.name)
        if is_called and is_plainer and not bears_name_of_account(body):
            self._call(body, said.called)
        return None

    def _call(self, body: Organisation, word: str) -> None:
        """Call a body by a word that nobody said of it."""
        mark(body, {"name": body.name}, source=CALLED, at=self._at)
        body.name = word
        body.save(update_fields=("name", "sources"))
        self._renamed.add(body.pk)
        self._touched.add(body.uid)

    def put_under(self, body: Organisation, above: tuple[str, str]) -> bool:
        """Put a body under another one; False when it stands there, or that is not known."""
        parent = self._known([above])
        if parent is None or parent.pk == body.parent_id or is_manual(body, "parent"):
            return False
        if parent.pk in descendants([body.pk]):  # nobody stands under itself
            return False
        before = body.parent.uid if body.parent else None
        body.parent, body.changed_at = parent, self._at
        mark(body, {"parent": before}, source=self._source, at=self._at)
        body.save(update_fields=("parent", "sources", "changed_at"))
        self._renamed.add(body.pk)
        self._touched |= {before} if before else set()
        self._note(
            "changed", "organisation", body.uid, before={"parent": before},
            after={"parent": parent.uid},
        )  # fmt: skip
        return True

    def account(self, said: AccountFacts) -> tuple[ForgeAccount, str]:
        """Find or make one account with its forge and its body."""
        forge = self._forge(said)
        account = self._accounts.get((forge.host, said.full_path.lower()))
        if account is None:
            return self._new_account(said, forge), NEW
        moved = self._move(account, said)
        if said.is_whole:
            self._gather(account)
        changed = self._changed(account, {name: getattr(said, name) for name in _ACCOUNT_FIELDS})
        if word := name_of_account(account.organisation, account):
            self._call(account.organisation, word)
        return account, CHANGED if changed or moved else SAME

    def _known(self, identifiers: Iterable[tuple[str, str]]) -> Organisation | None:
        for scheme, value in identifiers:
            found = (
                Organisation.objects.filter(uid=value).first()
                if scheme == OWN_SCHEME
                else Organisation.objects.known_as(scheme, value).first()
            )
            if found is not None:
                return found
        return None

    def _identify(self, body: Organisation, identifiers: Sequence[tuple[str, str]]) -> bool:
        if not identifiers:
            return False
        held = set(body.identifiers.values_list("scheme", "value"))
        given = dict.fromkeys(identifiers)
        new = [pair for pair in given if pair not in held and pair[0] != OWN_SCHEME]
        free = [pair for pair in new if self._known([pair]) is None]
        rows = [Identifier(organisation=body, scheme=scheme, value=value) for scheme, value in free]
        Identifier.objects.bulk_create(rows)
        return bool(rows)

    def _new_body(self, said: BodyFacts, *, uid: str = "") -> Organisation:
        key = ":".join(said.identifiers[0]) if said.identifiers else said.name
        called = self._called.get(said.identifiers[0], "") if said.identifiers else ""
        called = said.name or called or said.called or key
        uid = uid or dict(said.identifiers).get(OWN_SCHEME, "")
        if not uid:
            near = Organisation.objects.filter(uid__startswith=uid_of_body(called, key, ()))
            uid = uid_of_body(called, key, set(near.values_list("uid", flat=True)))
        body = Organisation(
            uid=uid, name=called, names=dict(said.names), created_at=self._at,
            changed_at=self._at, **{name: getattr(said, name) or "" for name in _BODY_FIELDS},
        )  # fmt: skip
        body.kind = said.kind or Organisation.Kind.UNIDENTIFIED
        mark(body, {}, source=self._source, at=self._at)
        if not said.name and said.identifiers:
            mark(body, {"name": ""}, source=CALLED, at=self._at)
        body.save(force_insert=True)
        self._identify(body, said.identifiers)
        self._note("recorded", "organisation", uid, after={"name": called})
        return body

    def _forge(self, said: AccountFacts) -> Forge:
        forge = self._forges.get(said.host)
        if forge is None:
            forge, _ = Forge.objects.get_or_create(host=said.host)
            self._forges[said.host] = forge
        is_news = said.software and not forge.software
        if is_news or (said.is_whole and not forge.is_whole):
            forge.software = forge.software or said.software or ""
            forge.is_whole = forge.is_whole or said.is_whole
            forge.save(update_fields=("software", "is_whole"))
        return forge

    def _new_account(self, said: AccountFacts, forge: Forge) -> ForgeAccount:
        uid = uid_of_account(said.host, said.full_path)
        if said.uid and said.uid not in self._taken:
            uid = said.uid
        elif uid in self._taken:
            uid = f"{uid}-{digest(said.url)}"
        is_named = said.body is not None and said.body.identifiers
        body = self.body(said.body)[0] if said.body and is_named else self._provisional(said, uid)
        facts = {name: getattr(said, name) for name in _ACCOUNT_FIELDS}
        account = ForgeAccount(
            uid=uid, forge=forge, full_path=said.full_path, path_key=said.full_path.lower(),
            url=said.url, organisation=body,
            created_at=self._at, changed_at=self._at,
            **{name: value for name, value in facts.items() if value is not None},
        )  # fmt: skip
        mark(account, {}, source=self._source, at=self._at)
        account.save(force_insert=True)
        self._taken.add(uid)
        self._new.append(account)
        self._accounts[forge.host, account.path_key] = account
        self._note("recorded", "account", uid, after={"url": said.url}, body=body)
        if said.is_whole:
            self._gather(account)
        return account

    def _gather(self, whole: ForgeAccount) -> None:
        """Give the accounts of a forge that is whole a body's to that body, where none is known."""
        forge, body = whole.forge, whole.organisation
        if forge.organisation_id != body.pk:
            forge.organisation = body
            forge.save(update_fields=("organisation",))
        unknown = ForgeAccount.objects.select_related("organisation", "forge").filter(
            forge=forge,
            organisation__kind=Organisation.Kind.UNIDENTIFIED,
            organisation__identifiers=None,
        )
        for found in unknown.exclude(organisation=body):
            self._put_with(self._accounts.get((forge.host, found.path_key), found), body)

    def _provisional(self, said: AccountFacts, uid: str) -> Organisation:
        forge = self._forges[said.host]
        if forge.is_whole and forge.organisation is not None:
            return forge.organisation
        name = said.name or said.full_path or said.host
        facts = BodyFacts(name=name, country=said.country)
        known = self._provisional_bodies.get(uid)
        return known or self._new_body(facts, uid=uid)

    def _move(self, account: ForgeAccount, said: AccountFacts) -> bool:
        """Move an account from its provisional body to the one that a source names."""
        before = account.organisation
        is_unknown = before.kind == Organisation.Kind.UNIDENTIFIED
        if said.body is None or not said.body.identifiers:
            is_ours = not before.country or given_by(before, "country") == self._source
            facts = {"country": said.country if is_ours else None}
            return is_unknown and self._changed(before, facts)
        after, state = self.body(said.body)
        if after.pk == before.pk:
            return state == CHANGED
        is_provisional = is_unknown and not before.identifiers.exists()
        is_ours = account.sources.get("organisation", {}).get("by") == self._source
        if is_manual(account, "organisation") or not (is_provisional or is_ours):
            return False
        self._put_with(account, after)
        return True

    def _put_with(self, account: ForgeAccount, after: Organisation) -> None:
        """Move an account to a body; a provisional body left empty is succeeded by it."""
        before = account.organisation
        account.organisation, account.changed_at = after, self._at
        mark(account, {"organisation": before.uid}, source=self._source, at=self._at)
        account.save(update_fields=("organisation", "sources", "changed_at"))
        self._renamed.add(after.pk)
        is_provisional = before.kind == Organisation.Kind.UNIDENTIFIED
        if is_provisional and not before.identifiers.exists() and not before.accounts.exists():
            before.successor = after
            before.save(update_fields=("successor",))
        self._note(
            "moved", "account", account.uid, before={"organisation": before.uid},
            after={"organisation": after.uid}, body=after,
        )  # fmt: skip
        self._touched |= {before.uid}

    def _changed(self, row: Organisation | ForgeAccount, facts: Mapping[str, Any]) -> bool:
        changed = take(row, facts, source=self._source, at=self._at)
        if changed:
            row.changed_at = self._at
            row.save(update_fields=(*changed, "sources", "changed_at"))
            kind = "organisation" if isinstance(row, Organisation) else "account"
            if isinstance(row, Organisation):
                self._renamed.add(row.pk)
            else:
                self._reworded.add(row.uid)
            self._note(
                "changed", kind, row.uid,
                before={name: as_json(pair[0]) for name, pair in changed.items()},
                after={name: as_json(pair[1]) for name, pair in changed.items()},
                body=row if isinstance(row, Organisation) else row.organisation,
            )  # fmt: skip
        return bool(changed)

    def _note(  # noqa: PLR0913 (the parts of one act)
        self,
        verb: str,
        kind: str,
        uid: str,
        *,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
        body: Organisation | None = None,
    ) -> None:
        body_uid = body.uid if body else uid
        self._touched.add(body_uid)
        self._deeds.append(
            Deed(
                at=self._at, verb=verb, object_kind=kind, object_uid=uid, source=self._source,
                body_uid=body_uid, before=before or {}, after=after or {},
            )
        )  # fmt: skip
