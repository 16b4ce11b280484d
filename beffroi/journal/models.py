"""Three tables: acts (append-only), the search outbox, the leases of timers."""

from datetime import datetime
from typing import Self

from django.db import models


class ActQuerySet(models.QuerySet["Act"]):
    """The questions asked of what happened."""

    def about(self, kind: str, uid: str) -> Self:
        """Return the acts on one thing, newest first."""
        return self.filter(object_kind=kind, object_uid=uid).order_by("-pk")

    def newest(self) -> Self:
        """Return all acts, newest first."""
        return self.order_by("-pk")


class Act(models.Model):
    """One thing done: who, for which body, which verb, to what, before and after.

    Person, body and object are named by uid, without foreign keys, so that the journal
    outlives them. ``digest`` chains each row to the one before (SHA-256, hexadecimal).
    """

    at = models.DateTimeField()
    person_uid = models.CharField(max_length=80, blank=True)
    source = models.CharField(max_length=80, blank=True)  # the program's part that acted
    body_uid = models.CharField(max_length=120, blank=True)
    verb = models.CharField(max_length=40)
    object_kind = models.CharField(max_length=40)
    object_uid = models.CharField(max_length=120)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    objects = ActQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=("object_kind", "object_uid"), name="act_object"),
            models.Index(fields=("verb", "id"), name="act_verb"),
        )

    def __str__(self) -> str:
        return f"{self.verb} {self.object_kind} {self.object_uid}"


class ChainHead(models.Model):
    """The digest of the newest act; its one row is the lock of those who append."""

    digest = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return self.digest


class Outbox(models.Model):
    """One thing that the search index must look at again.

    It may stand here twice: a wish made while the index reads the thing must outlive that reading.
    """

    kind = models.CharField(max_length=40)
    uid = models.CharField(max_length=120)

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"


class LeaseQuerySet(models.QuerySet["Lease"]):
    """The questions asked of timers."""

    def free(self, at: datetime) -> Self:
        """Return timers that nobody holds, or whose holder is silent."""
        return self.filter(expires_at__lte=at)

    def due(self, at: datetime) -> Self:
        """Return timers whose time has come and whose holder, if any, is silent."""
        return self.free(at).filter(due_at__lte=at)


class Lease(models.Model):
    """One timer of the worker: when it is due, and who holds it until when."""

    name = models.CharField(max_length=80, unique=True)
    holder = models.CharField(max_length=80, blank=True)
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_count = models.PositiveIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True)
    objects = LeaseQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
