"""Source repositories that public bodies publish (FR: dépôts de code source), and harvests."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

WITHDRAWN_WITH_REASON = Q(withdrawn_at=None, withdrawn_reason="") | (
    Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")
)


class RepositoryQuerySet(models.QuerySet["Repository"]):
    """The questions asked of repositories."""

    def listed(self) -> Self:
        """Return what the public catalogue shows: repositories not withdrawn."""
        return self.filter(withdrawn_at=None)

    def shown(self) -> Self:
        """Return repositories with all that a row of a list shows, in one query."""
        return self.select_related("account__forge", "account__organisation")

    def of_body(self, uids: list[str]) -> Self:
        """Return the repositories of the bodies of these uids."""
        return self.filter(account__organisation__uid__in=uids)

    def seen_since(self, at: datetime) -> Self:
        """Return repositories that the catalogue first saw at or after an instant."""
        return self.filter(first_seen_at__gte=at)


class Repository(models.Model):
    """One source repository at one address of one forge; ``seen_at`` is its last harvest.

    Three-valued facts are None when unknown: never a no. ``licence`` is an SPDX expression,
    ``other`` when the forge names one that it does not know, empty when nobody says.
    ``sources`` maps a field (``*``: all others) to ``{"by", "at"}``.
    """

    uid = models.SlugField(max_length=120, unique=True)
    account = models.ForeignKey("organisations.ForgeAccount", models.PROTECT)
    forge_id = models.CharField(max_length=100, blank=True)
    name = models.CharField(max_length=300)
    full_name = models.CharField(max_length=700)
    url = models.CharField(max_length=700)
    url_key = models.CharField(max_length=700, unique=True)  # comparison form of the address
    clone_url = models.CharField(max_length=700, blank=True)
    description = models.TextField(blank=True)
    descriptions = models.JSONField(default=dict)  # language → text, where a file says
    homepage = models.CharField(max_length=700, blank=True)
    topics = models.JSONField(default=list)  # as given
    language = models.CharField(max_length=80, blank=True)
    languages = models.JSONField(default=dict)  # language → share
    licence = models.CharField(max_length=200, blank=True)
    licence_raw = models.CharField(max_length=300, blank=True)
    is_fork = models.BooleanField(null=True)
    is_archived = models.BooleanField(null=True)
    is_template = models.BooleanField(null=True)
    is_mirror = models.BooleanField(null=True)
    is_empty = models.BooleanField(null=True)
    default_branch = models.CharField(max_length=300, blank=True)
    stars = models.PositiveIntegerField(null=True)
    forks = models.PositiveIntegerField(null=True)
    watchers = models.PositiveIntegerField(null=True)
    open_issues = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField(null=True)  # at the forge
    pushed_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(null=True)
    last_activity_at = models.DateTimeField(null=True)  # the greatest of the known
    files = models.JSONField(default=dict)  # kind → path
    publiccode = models.JSONField(null=True)
    is_at_heritage = models.BooleanField(null=True)
    heritage_url = models.CharField(max_length=900, blank=True)
    head = models.CharField(max_length=64, blank=True)  # digest of the refs last read
    sources = models.JSONField(default=dict)
    first_seen_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    missing_since = models.DateTimeField(null=True)
    missing_runs = models.PositiveSmallIntegerField(default=0)  # complete readings without it
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=40, blank=True)
    objects = RepositoryQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=("account", "withdrawn_at"), name="repository_account"),
            models.Index(fields=("-first_seen_at",), name="repository_first_seen"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("account", "forge_id"),
                condition=~Q(forge_id=""),
                name="one_repository_a_forge_id",
            ),
            models.CheckConstraint(
                condition=Q(seen_at__gte=F("first_seen_at")), name="seen_after_first_seen"
            ),
            models.CheckConstraint(
                condition=WITHDRAWN_WITH_REASON,
                name="repository_withdrawn_with_reason",
            ),
        )

    def __str__(self) -> str:
        return self.url


class Alias(models.Model):
    """Another address of one repository: a former one, or one it is also listed under.

    Unique over the catalogue, so that an address always leads to one repository.
    """

    repository = models.ForeignKey(Repository, models.CASCADE, related_name="aliases")
    url = models.CharField(max_length=700)
    url_key = models.CharField(max_length=700, unique=True)
    listed_under = models.CharField(max_length=500, blank=True)  # account path, when also listed
    since = models.DateTimeField()
    source = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.url


class Library(models.Model):
    """One package of one package registry, such as npm: what its registry says of it.

    ``repository`` is the catalogued repository that ``repository_url`` leads to, None when the
    catalogue has none. ``licence`` is an SPDX expression, ``other``, or empty when nobody says.
    """

    uid = models.SlugField(max_length=120, unique=True)
    registry = models.CharField(max_length=40)  # as the list names it: NPM, Pypi, Maven …
    name = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    homepage = models.CharField(max_length=700, blank=True)
    keywords = models.JSONField(default=list)
    language = models.CharField(max_length=80, blank=True)
    licence = models.CharField(max_length=200, blank=True)
    licence_raw = models.CharField(max_length=300, blank=True)
    licences_found = models.JSONField(default=list)  # what the registry's list makes of it
    is_licence_rewritten = models.BooleanField(null=True)  # by that list
    version = models.CharField(max_length=80, blank=True)
    released_at = models.DateTimeField(null=True)
    download_url = models.CharField(max_length=700, blank=True)
    manager_url = models.CharField(max_length=700, blank=True)
    repository_url = models.CharField(max_length=700, blank=True)
    repository = models.ForeignKey(Repository, models.SET_NULL, null=True, related_name="libraries")
    stars = models.PositiveIntegerField(null=True)
    forks = models.PositiveIntegerField(null=True)
    rank = models.PositiveIntegerField(null=True)
    status = models.CharField(max_length=40, blank=True)
    deprecation_reason = models.CharField(max_length=300, blank=True)
    sources = models.JSONField(default=dict)
    first_seen_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("registry", "name"), name="one_library_a_name"),
        )

    def __str__(self) -> str:
        return f"{self.registry}: {self.name}"


class FailureQuerySet(models.QuerySet["Failure"]):
    """The questions asked of failures."""

    def standing(self) -> Self:
        """Return failures that no later harvest has mended, newest first."""
        return self.filter(mended_at=None).order_by("-at", "pk")


class HarvestRun(models.Model):
    """One reading of forges: what was asked, what came, what changed; pages show its progress."""

    uid = models.SlugField(max_length=40, unique=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    scope = models.JSONField(default=dict)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)  # new, changed, same, missing, failed

    def __str__(self) -> str:
        return self.uid


class Failure(models.Model):
    """What one harvest could not read, by name; it stands until a later harvest reads it."""

    run = models.ForeignKey(HarvestRun, models.CASCADE, related_name="failures")
    account = models.ForeignKey("organisations.ForgeAccount", models.CASCADE)
    url = models.CharField(max_length=700)
    code = models.CharField(max_length=40)
    message = models.CharField(max_length=500)
    at = models.DateTimeField()
    mended_at = models.DateTimeField(null=True)
    objects = FailureQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.url}: {self.code}"
