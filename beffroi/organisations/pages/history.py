"""What happened, in words: acts of the journal as pages tell them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, gettext_lazy

from beffroi.journal.models import Act
from beffroi.organisations.pages.sources import said_by

VERBS = {
    "recorded": gettext_lazy("It entered the catalogue."),
    "changed": gettext_lazy("Its record changed."),
    "moved": gettext_lazy("It belongs to another organisation now."),
    "renamed": gettext_lazy("It has a new address."),
    "missing": gettext_lazy("It was not found at its forge."),
    "returned": gettext_lazy("It was found again."),
    "withdrawn": gettext_lazy("It was withdrawn."),
}
"""Verb of an act → what is said of one thing."""

NEWS = {
    "recorded": gettext_lazy("New:"),
    "changed": gettext_lazy("Changed:"),
    "moved": gettext_lazy("With another organisation:"),
    "renamed": gettext_lazy("At a new address:"),
    "missing": gettext_lazy("Not found at their forge:"),
    "returned": gettext_lazy("Found again:"),
    "withdrawn": gettext_lazy("Withdrawn:"),
}
"""Verb of an act → what is said before the names of several things."""

HIDDEN = {
    *("head", "seen_at", "changed_at", "url_key", "path_key", "forge_id", "forge_key", "sources"),
    *("publiccode", "avatar_url", "opened_at", "declared_count", "descriptions", "names"),
    *("last_activity_at", "languages", "files", "clone_url", "organisation"),
}
"""Fields whose changes mean nothing to a reader."""


@dataclass(frozen=True, slots=True)
class Event:
    """One act: when, what, which fields changed and how, who did it."""

    at: datetime
    words: str
    changes: tuple[tuple[str, str, str], ...]
    source: str


def history(acts: Iterable[Act]) -> list[Event]:
    """Return acts as events, in the order given."""
    return [Event(act.at, verb_words(act.verb), _changes(act), said_by(act.source)) for act in acts]


def verb_words(verb: str) -> str:
    """Return what is said of the thing; the verb itself when it is a new one."""
    return str(VERBS.get(verb, verb))


def news_words(verb: str) -> str:
    """Return what is said before the names of several things."""
    return str(NEWS.get(verb, f"{verb}:"))


def _changes(act: Act) -> tuple[tuple[str, str, str], ...]:
    """Return field, value before, value after, of what changed; nothing for an entry."""
    fields = [name for name in act.after if name in act.before and name not in HIDDEN]
    return tuple(
        (name.replace("_", " "), _shown(act.before[name]), _shown(act.after[name]))
        for name in sorted(fields)
    )


def _shown(value: object) -> str:
    if value is None or value in ("", [], {}):
        return gettext("nothing")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value)[:120]
