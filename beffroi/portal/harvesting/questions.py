"""Questions of harvests that a person settles: what happened, what either answer does, by what."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, ngettext

from beffroi.lib import typography
from beffroi.lib.cleaning import web_link
from beffroi.organisations.pages.labels import current_language, figure
from beffroi.repositories.models import Question, Repository

MOST = 20
NAMES_SHOWN = 50

CONFIRM = {
    "mass-loss": gettext_lazy("They are gone: withdraw them"),
    "account-gone": gettext_lazy("It is gone: withdraw its repositories"),
    "moved-out": gettext_lazy("They moved: follow them"),
}
"""Kind of a question → what saying yes does."""

REFUSE = {
    "mass-loss": gettext_lazy("They are still there: keep them"),
    "account-gone": gettext_lazy("It is still there: keep its repositories"),
    "moved-out": gettext_lazy("They did not move: keep them where they are"),
}
"""Kind of a question → what saying no does."""

SETTLED = {
    "confirmed": gettext_lazy("It was confirmed."),
    "refused": gettext_lazy("It was denied."),
    "overtaken": gettext_lazy("It settled itself: what was missing is there again."),
    "lapsed": gettext_lazy("Nobody answered for 30 days: the repositories were withdrawn."),
}
"""How a question was settled → its words."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question in words; ``to``: where it says that things moved, "" for nowhere."""

    uid: str
    url: str
    account: str
    account_url: str
    words: str
    to: str
    to_link: str
    asked_at: datetime
    confirm: str
    refuse: str
    commands: tuple[str, str]
    settled: str
    settled_at: datetime | None


def asked_of(found: QuerySet[Question]) -> list[Asked]:
    """Return open questions in words, newest first, at one question."""
    rows = found.filter(settled_at=None).select_related("account__forge")
    return [asked(one) for one in rows.order_by("-asked_at", "pk")[:MOST]]


def asked(question: Question) -> Asked:
    """Return one question in words; its account and forge are loaded."""
    account = question.account
    to = str(question.facts.get("to") or "")
    confirm = CONFIRM.get(question.kind) or gettext("Yes")
    if to:
        confirm = gettext("Confirm the move to %(to)s") % {"to": _short(to)}
    settle = f"beffroi settle {question.uid}"
    return Asked(
        uid=question.uid,
        url=reverse("portal:question", args=[question.uid]),
        account=f"{account.forge.host}/{account.full_path}".rstrip("/"),
        account_url=reverse("organisations:account", args=[account.uid]),
        words=_words(question, to),
        to=to,
        to_link=web_link(to),
        asked_at=question.asked_at,
        confirm=str(confirm),
        refuse=str(REFUSE.get(question.kind) or gettext("No")),
        commands=(f"{settle} --confirm", f"{settle} --refuse"),
        settled=str(SETTLED.get(question.settled_as, question.settled_as)),
        settled_at=question.settled_at,
    )


def repositories_of(question: Question) -> list[tuple[str, str, str]]:
    """Return the repositories that a question names: name, address at the forge, page."""
    rows = Repository.objects.filter(uid__in=list(question.uids[:NAMES_SHOWN])).order_by(
        "name", "pk"
    )
    return [
        (name, url, reverse("repositories:detail", args=[uid]))
        for uid, name, url in rows.values_list("uid", "name", "url")
    ]


def _words(question: Question, to: str) -> str:
    """Return what happened, when, and what was done about it."""
    account, count = question.account, question.count
    said = {
        "count": figure(count),
        "account": f"{account.forge.host}/{account.full_path}".rstrip("/"),
        "day": typography.day(question.asked_at, current_language()),
        "to": _short(to),
    }
    if question.kind == "account-gone":
        words = ngettext(
            "%(account)s answered 404 on %(day)s (renamed, or closed?). Its repository is kept "
            "as missing.",
            "%(account)s answered 404 on %(day)s (renamed, or closed?). Its %(count)s repositories "
            "are kept as missing.",
            count,
        )
    elif question.kind == "moved-out":
        words = ngettext(
            "On %(day)s a repository of %(account)s answered from another account: %(to)s. It is "
            "kept where it was.",
            "On %(day)s %(count)s repositories of %(account)s answered from another account: "
            "%(to)s. They are kept where they were.",
            count,
        )
    else:
        words = ngettext(
            "A repository of %(account)s was gone on %(day)s. Nothing was removed: it is kept "
            "until somebody has looked.",
            "%(count)s repositories of %(account)s were gone at once on %(day)s. Nothing was "
            "removed: they are kept until somebody has looked.",
            count,
        )
        if question.facts.get("scope") == "forge":
            said["account"] = account.forge.host
    return words % said


def _short(address: str) -> str:
    return address.removeprefix("https://").removeprefix("http://")
