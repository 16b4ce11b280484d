"""Questions that a harvest puts to a person: asked once, seen again, overtaken by what comes."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q

from beffroi.journal import actions as journal
from beffroi.journal.shapes import Deed
from beffroi.organisations.models import ForgeAccount
from beffroi.repositories.models import Failure, HarvestRun, Question

MASS_LOSS = "mass-loss"
ACCOUNT_GONE = "account-gone"
MOVED_OUT = "moved-out"
NAMED = 200
"""So many repositories a question names; ``count`` says how many there are."""

CONFIRMED, REFUSED, OVERTAKEN, LAPSED = "confirmed", "refused", "overtaken", "lapsed"


@dataclass(frozen=True, slots=True)
class Matter:
    """What a question is about: its kind, how many repositories, some of them, and facts."""

    kind: str
    count: int
    uids: Sequence[str]
    facts: Mapping[str, Any] = field(default_factory=dict)


def ask(account: ForgeAccount, run: HarvestRun | None, matter: Matter, *, at: datetime) -> Question:
    """Put a question, or see it again where it is open."""
    known = Question.objects.filter(account=account, kind=matter.kind, settled_at=None).first()
    question = known or Question(
        uid=f"{at:%Y%m%d}-{secrets.token_hex(4)}", kind=matter.kind, account=account, asked_at=at
    )
    question.run = run or question.run
    question.count, question.uids = matter.count, list(matter.uids)[:NAMED]
    question.facts = {**question.facts, **matter.facts}
    question.seen_at = at
    question.save()
    if known is None:
        note(question, "asked", {"kind": matter.kind, "count": matter.count}, at=at)
    return question


def close(question: Question, settled_as: str, *, at: datetime, source: str = "harvest") -> None:
    """Close a question: a person settled it, or what came did."""
    question.settled_at, question.settled_as = at, settled_as
    question.save(update_fields=("settled_at", "settled_as"))
    Failure.objects.filter(account=question.account, code=question.kind, mended_at=None).update(
        mended_at=at
    )
    note(question, "settled", {"as": settled_as}, at=at, source=source)


def note(
    question: Question,
    verb: str,
    after: Mapping[str, Any],
    *,
    at: datetime,
    source: str = "harvest",
) -> None:
    """Note an act on a question; the organisation's pages are made anew."""
    account = question.account
    deed = Deed(
        at=at, verb=verb, object_kind="question", object_uid=question.uid, source=source,
        body_uid=account.organisation.uid, after={"account": account.uid, **after},
    )  # fmt: skip
    journal.note([deed])
    journal.want_indexed("organisation", [account.organisation.uid])


class Standing:
    """The questions of an account's forge that are open, and those whose loss a person denied."""

    def __init__(self, account: ForgeAccount) -> None:
        stands = Q(settled_at=None) | Q(settled_as=REFUSED)
        rows = Question.objects.filter(stands, account__forge=account.forge_id)
        self._rows = list(rows.order_by("pk"))
        for one in self._rows:
            if one.account_id == account.pk:
                one.account = account  # spares a question for it

    def of(self, kind: str) -> list[Question]:
        """Return those of a kind."""
        return [one for one in self._rows if one.kind == kind]

    def open_of(self, kind: str, account: ForgeAccount) -> Question | None:
        """Return what nobody has settled yet about an account."""
        mine = [one for one in self.of(kind) if one.account_id == account.pk]
        return next((one for one in mine if one.settled_at is None), None)

    def keep(self, question: Question) -> None:
        """Remember a question that was asked now."""
        if question not in self._rows:
            self._rows.append(question)
        else:
            self._rows[self._rows.index(question)] = question
