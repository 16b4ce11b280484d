"""What looks into repositories write: files, words, licences, history, and what failed."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction

from beffroi.forges.shapes import Failure as Unread
from beffroi.forges.shapes import Look
from beffroi.journal import actions as journal
from beffroi.journal.actions import rows
from beffroi.journal.shapes import Deed
from beffroi.organisations.actions.changes import as_json, is_manual, mark
from beffroi.repositories.actions.inside import Inside, inside, is_retried
from beffroi.repositories.actions.wishes import LOOK
from beffroi.repositories.actions.withholding import lift, withhold
from beffroi.repositories.models import Failure, HarvestTask, Readme, Repository

LOOKED, UNLOOKED, UNCHANGED, ENRICHED = "looked", "unlooked", "unchanged", "enriched"
PAUSES: Final = (
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(days=1),
    timedelta(days=3),
    timedelta(days=7),
)
"""How long until the next look after one, two … failures in a row."""
LONG_PAUSE: Final = timedelta(days=30)
"""After a failure that waiting does not cure."""
_WITHHELD: Final = "withheld"
_QUIET: Final = frozenset({"activity", "vitality", "languages"})
"""Fields that change with every commit: shown and indexed, but no act and no change of the row."""
_COUNTED: Final = frozenset({"activity", "vitality"})
"""Fields that only a look gives: they need no source."""
_UNTOLD: Final = frozenset({"files", "publiccode", "codemeta", "descriptions"})
"""Fields whose changes the journal does not spell out."""
_OF_CONTENT: Final = frozenset(
    {
        *("publiccode-invalid", "publiccode-too-large", "codemeta-invalid", "codemeta-too-large"),
        "too-large",
    }
)
"""Failures of what is inside: they stand as long as it does not change."""
_SHOWN_LENGTH: Final = 200

Pair = tuple[Any, Any]


def learn(task: HarvestTask, looks: Sequence[Look], *, at: datetime) -> Mapping[str, int]:
    """Write what looks found; ``Look.key`` is the uid of a repository.

    Counts: looked (of these unchanged, and enriched: something else is known now), unlooked. A
    look that met the host's limit says nothing. What a person set stays.
    """
    said = {look.key: look for look in looks if look.wait_until is None}
    with transaction.atomic():
        found = Repository.objects.listed().filter(uid__in=list(said))
        found = found.select_related("account__organisation")
        return _Batch(task, at).learn([(row, said[row.uid]) for row in found.order_by("pk")])


class _Batch:
    """Some looks learnt together: read at once, changed in memory, written at the end."""

    def __init__(self, task: HarvestTask, at: datetime) -> None:
        self._task, self._at = task, at
        self._counts: Counter[str] = Counter()
        self._changes: list[tuple[int, dict[str, Any]]] = []
        self._readmes: dict[int, str] = {}
        self._deeds: list[Deed] = []
        self._touched: list[str] = []
        self._failures: dict[str, list[Unread]] = {}
        self._read: dict[str, bool] = {}  # address → whether all of it was read anew

    def learn(self, pairs: Sequence[tuple[Repository, Look]]) -> Mapping[str, int]:
        """Learn all and return the counts."""
        withheld = [row for row, look in pairs if _codes(look) == {_WITHHELD}]
        self._shown_again(pairs)
        self._kept = self._readmes_of(pairs)
        for row, look in pairs:
            if look.is_unchanged:
                self._unchanged(row)
            elif look.files is None:
                self._failed(row, look)
            else:
                self._found(row, look)
        self._write()
        if withheld:
            withhold(withheld, _WITHHELD, "", source=LOOK, at=self._at)
        return self._counts

    def _shown_again(self, pairs: Sequence[tuple[Repository, Look]]) -> None:
        lifted = [row for row, look in pairs if row.withheld and look.files is not None]
        if lifted:
            lift(lifted, source=LOOK, at=self._at)

    def _readmes_of(self, pairs: Sequence[tuple[Repository, Look]]) -> Mapping[int, str]:
        keys = [row.pk for row, look in pairs if look.files is not None]
        known = Readme.objects.filter(repository__in=keys)
        return dict(known.values_list("repository_id", "text")) if keys else {}

    def _unchanged(self, row: Repository) -> None:
        self._counts.update((LOOKED, UNCHANGED))
        self._read[row.url] = False
        self._changes.append((row.pk, self._done()))

    def _failed(self, row: Repository, look: Look) -> None:
        self._counts[UNLOOKED] += 1
        self._failures[row.url] = list(look.failures)
        self._changes.append((row.pk, self._later(row, list(look.failures))))

    def _done(self) -> dict[str, Any]:
        return {"look_failures": 0, "look_wanted_at": None, "looked_at": self._at}

    def _later(self, row: Repository, failures: list[Unread]) -> dict[str, Any]:
        """Return the columns of a look that is to be tried again."""
        count = min(row.look_failures + 1, 1000)
        pause = PAUSES[min(count, len(PAUSES)) - 1] if is_retried(failures) else LONG_PAUSE
        return {"look_failures": count, "look_wanted_at": self._at + pause}

    def _found(self, row: Repository, look: Look) -> None:
        found = inside(row, look, at=self._at)
        self._counts[LOOKED] += 1
        self._read[row.url] = True
        self._failures[row.url] = found.failures
        values = self._done()
        head = look.head[:64]
        if is_retried(found.failures):
            values |= self._later(row, found.failures)
            head = ""
        values["head"] = head
        changed = self._take(row, found)
        values |= {name: getattr(row, name) for name in changed}
        if changed:
            values["sources"] = row.sources
        if not changed.keys() <= _QUIET:
            values["changed_at"] = self._at
            self._note(row, changed)
        if self._take_readme(row, found) or changed:
            self._counts[ENRICHED] += 1
            self._touched.append(row.uid)
        self._changes.append((row.pk, values))

    def _take(self, row: Repository, found: Inside) -> dict[str, Pair]:
        """Put what was found into the row, in memory; what a person set stays."""
        changed = _put(row, found.facts)
        _mark(row, changed, LOOK, self._at)
        if found.licence is not None and not is_manual(row, "licence"):
            licence, raw, source = found.licence
            told = _put(row, {"licence": licence, "licence_raw": raw})
            _mark(row, dict.fromkeys(told and ("licence", "licence_raw"), source), source, self._at)
            changed |= told
        return changed

    def _take_readme(self, row: Repository, found: Inside) -> bool:
        if found.readme is None or found.readme == self._kept.get(row.pk, ""):
            return False
        self._readmes[row.pk] = found.readme
        return True

    def _note(self, row: Repository, changed: Mapping[str, Pair]) -> None:
        shown = {name: pair for name, pair in changed.items() if name not in _UNTOLD | _QUIET}
        self._deeds.append(
            Deed(
                at=self._at, verb="changed", object_kind="repository", object_uid=row.uid,
                source=LOOK, body_uid=row.account.organisation.uid,
                before={name: _short(pair[0]) for name, pair in shown.items()},
                after={name: _short(pair[1]) for name, pair in shown.items()},
            )
        )  # fmt: skip

    def _write(self) -> None:
        ordered = [(pk, dict(sorted(values.items()))) for pk, values in self._changes]
        rows.update(Repository, sorted(ordered, key=lambda change: tuple(change[1])))
        self._write_readmes()
        self._write_failures()
        journal.note(self._deeds)
        journal.want_indexed("repository", self._touched)

    def _write_readmes(self) -> None:
        gone = [pk for pk, text in self._readmes.items() if not text]
        kept = [Readme(repository_id=pk, text=text) for pk, text in self._readmes.items() if text]
        if gone:
            Readme.objects.filter(repository__in=gone).delete()
        if kept:
            Readme.objects.bulk_create(
                kept,
                update_conflicts=True,
                unique_fields=("repository",),
                update_fields=("text",),
            )

    def _write_failures(self) -> None:
        """Keep each failure by name until a later look reads what it named."""
        urls = {*self._failures, *self._read}
        standing = Failure.objects.filter(
            account=self._task.account, is_inside=True, mended_at=None, url__in=urls
        )
        known = {(row.url, row.code): row.pk for row in standing}
        named = {
            (url, failure.code): failure
            for url, failures in self._failures.items()
            for failure in failures
        }
        new = [
            Failure(
                run=self._task.run, account=self._task.account, url=url, code=code,
                message=failure.message[:500], at=self._at, is_inside=True,
            )
            for (url, code), failure in named.items()
            if (url, code) not in known
        ]  # fmt: skip
        Failure.objects.bulk_create(new)
        if new:  # kept pages are made anew once the index has moved
            journal.want_indexed("organisation", [self._task.account.organisation.uid])
        mended = [pk for key, pk in known.items() if key not in named and self._is_mended(*key)]
        if mended:
            Failure.objects.filter(pk__in=mended).update(mended_at=self._at)

    def _is_mended(self, url: str, code: str) -> bool:
        """Tell whether a look proves a failure past: by reading anew, or by an answer at all."""
        is_anew = self._read.get(url)
        return is_anew is True or (is_anew is False and code not in _OF_CONTENT)


def _codes(look: Look) -> set[str]:
    return {failure.code for failure in look.failures} if look.files is None else set()


def _put(row: Repository, facts: Mapping[str, Any]) -> dict[str, Pair]:
    """Set what differs, but for what a person set; return field → (before, after)."""
    changed: dict[str, Pair] = {}
    for name, value in facts.items():
        before = getattr(row, name)
        if value != before and not is_manual(row, name):
            setattr(row, name, value)
            changed[name] = (before, value)
    return changed


def _mark(row: Repository, changed: Collection[str], source: str, at: datetime) -> None:
    told = [name for name in changed if name not in _COUNTED]
    if told:
        mark(row, dict.fromkeys(told), source=source, at=at)


def _short(value: Any) -> Any:
    plain = as_json(value)
    return plain[:_SHOWN_LENGTH] if isinstance(plain, str) else plain
