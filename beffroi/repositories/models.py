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
    is_disabled = models.BooleanField(null=True)
    fork_parent = models.CharField(max_length=700, blank=True)  # address of what it was forked from
    fork_kind = models.CharField(max_length=20, blank=True)  # of ``policy.forks``
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
    codemeta = models.JSONField(null=True)
    activity = models.JSONField(null=True)  # counts of the history, see ``forges.shapes.Activity``
    vitality = models.PositiveSmallIntegerField(null=True)  # 0 to 100, of the last look
    is_at_heritage = models.BooleanField(null=True)
    heritage_url = models.CharField(max_length=900, blank=True)
    head = models.CharField(max_length=64, blank=True)  # digest of the refs last looked into
    looked_at = models.DateTimeField(null=True)  # last successful look inside
    look_wanted_at = models.DateTimeField(null=True)  # since when a look is due
    look_failures = models.PositiveSmallIntegerField(default=0)  # in a row
    withheld = models.CharField(max_length=40, blank=True)  # why the forge hides it, such as dmca
    withheld_url = models.CharField(max_length=700, blank=True)
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
            models.Index(fields=("account", "seen_at"), name="repository_seen"),
            models.Index(fields=("forge_id",), name="repository_forge_id"),
            models.Index(
                fields=("look_wanted_at",),
                condition=Q(look_wanted_at__isnull=False),
                name="repository_look_wanted",
            ),
            models.Index(
                fields=("account",),
                condition=Q(missing_since__isnull=False),
                name="repository_missing",
            ),
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


class Readme(models.Model):
    """The text of a repository's README, as read at its last look; searched, shown in part."""

    repository = models.OneToOneField(Repository, models.CASCADE, related_name="readme")
    text = models.TextField()

    def __str__(self) -> str:
        return str(self.repository)


class HarvestRunQuerySet(models.QuerySet["HarvestRun"]):
    """The questions asked of runs."""

    def newest(self) -> Self:
        """Return all runs, newest first."""
        return self.order_by("-started_at", "-pk")

    def unfinished(self) -> Self:
        """Return runs that still have something to do."""
        return self.filter(finished_at=None)


class HarvestRun(models.Model):
    """One reading of forges: what was asked, what came, what changed; pages show its progress.

    Its tasks hold the cursor of each account, so that any process may go on with it: whoever
    drives it holds it until ``held_until``.
    """

    uid = models.SlugField(max_length=40, unique=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    scope = models.JSONField(default=dict)
    is_full = models.BooleanField(default=False)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)  # new, changed, same, missing, failed …
    holder = models.CharField(max_length=80, blank=True)
    held_until = models.DateTimeField(null=True)
    objects = HarvestRunQuerySet.as_manager()

    def __str__(self) -> str:
        return self.uid


class HarvestTask(models.Model):
    """One account in one run: how far its list is read, and how many repositories were met.

    ``declared``: how many the forge says there are. ``resume_at``: the host asked to wait, or the
    last try failed; nothing is lost. ``met``: rows named so far. ``cursor``: while looking, the
    key of the last repository looked into. ``waited``: seconds that the host asked to wait.
    """

    class State(models.TextChoices):
        """Where an account stands in its run."""

        WAITING = "waiting"
        LISTING = "listing"
        LOOKING = "looking"
        DONE = "done"
        FAILED = "failed"

    run = models.ForeignKey(HarvestRun, models.CASCADE, related_name="tasks")
    account = models.ForeignKey("organisations.ForgeAccount", models.CASCADE)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    cursor = models.TextField(blank=True)
    met = models.PositiveIntegerField(default=0)
    declared = models.PositiveIntegerField(null=True)
    looked = models.PositiveIntegerField(default=0)
    to_look = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    pages_unchanged = models.PositiveIntegerField(default=0)
    waited = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)  # failed in a row
    counts = models.JSONField(default=dict)
    error_code = models.CharField(max_length=40, blank=True)
    started_at = models.DateTimeField(null=True)
    resume_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("run", "state"), name="harvest_task_state"),)
        constraints = (
            models.UniqueConstraint(fields=("run", "account"), name="one_task_an_account"),
        )

    def __str__(self) -> str:
        return f"{self.run}: {self.account}"


class HarvestPage(models.Model):
    """One page of an account's list as last read: asked again by its validators only.

    ``place``: how many pages of the list were read before it.
    """

    account = models.ForeignKey("organisations.ForgeAccount", models.CASCADE)
    place = models.PositiveIntegerField(default=0)
    url = models.CharField(max_length=2000)
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    following = models.CharField(max_length=2000, blank=True)
    ids = models.JSONField(default=list)  # forge ids of the rows on it
    read_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("account", "place"), name="harvest_page_place"),)
        constraints = (
            models.UniqueConstraint(fields=("account", "url"), name="one_page_an_address"),
        )

    def __str__(self) -> str:
        return self.url


class QuestionQuerySet(models.QuerySet["Question"]):
    """The questions asked of questions."""

    def open(self) -> Self:
        """Return what nobody has settled yet, newest first."""
        return self.filter(settled_at=None).order_by("-asked_at", "pk")


class Question(models.Model):
    """Something a harvest met that a person must settle before it is believed.

    ``kind``: mass-loss, account-gone, moved-out, group-new. ``facts``: what pages say of it, such
    as ``{"to": address}``. ``uids``: of the repositories it is about, a bounded number;
    ``count``: how many they are. Until it is settled nothing is removed.
    """

    uid = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=20)
    account = models.ForeignKey("organisations.ForgeAccount", models.CASCADE)
    run = models.ForeignKey(HarvestRun, models.SET_NULL, null=True)
    count = models.PositiveIntegerField(default=0)
    uids = models.JSONField(default=list)
    facts = models.JSONField(default=dict)
    asked_at = models.DateTimeField()
    seen_at = models.DateTimeField()  # last harvest that met it again
    settled_at = models.DateTimeField(null=True)
    settled_as = models.CharField(max_length=20, blank=True)  # confirmed, refused, overtaken
    objects = QuestionQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("account", "kind"),
                condition=Q(settled_at=None),
                name="one_open_question_a_kind",
            ),
        )

    def __str__(self) -> str:
        return f"{self.account}: {self.kind}"


class Failure(models.Model):
    """What one harvest could not read, by name; it stands until a later harvest reads it.

    ``is_inside``: of a look into a repository, not of an account's list.
    """

    run = models.ForeignKey(HarvestRun, models.CASCADE, related_name="failures")
    account = models.ForeignKey("organisations.ForgeAccount", models.CASCADE)
    url = models.CharField(max_length=700)
    code = models.CharField(max_length=40)
    message = models.CharField(max_length=500)
    at = models.DateTimeField()
    is_inside = models.BooleanField(default=False)
    mended_at = models.DateTimeField(null=True)
    objects = FailureQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.url}: {self.code}"
