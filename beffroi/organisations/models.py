"""The registry: who exists, under whom, on which forge, under which account."""

from typing import Self

from django.db import models
from django.db.models import F, Q

WITHDRAWN_WITH_REASON = Q(withdrawn_at=None, withdrawn_reason="") | (
    Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")
)


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """The questions asked of public bodies."""

    def listed(self) -> Self:
        """Return the bodies that the registry shows: not withdrawn, not merged into another."""
        return self.filter(withdrawn_at=None, successor=None)

    def known_as(self, scheme: str, value: str) -> Self:
        """Return the body with one identifier, at most one."""
        return self.filter(identifiers__scheme=scheme, identifiers__value=value)


class Organisation(models.Model):
    """One public body. ``kind`` UNIDENTIFIED: it stands for an account whose body is unknown.

    ``names`` maps a language to a name; ``sources`` maps a field (``*``: all others) to
    ``{"by", "at"}``: who gave the value and when.
    """

    class Kind(models.TextChoices):
        """What sort of body it is; names in ``organisations.shapes``."""

        UNIDENTIFIED = "unidentified"
        STATE = "state"
        MINISTRY = "ministry"
        DIRECTORATE = "directorate"
        AGENCY = "agency"
        INDEPENDENT = "independent"
        PARLIAMENT = "parliament"
        COURT = "court"
        REGION = "region"
        LOCAL = "local"
        EDUCATION = "education"
        RESEARCH = "research"
        HEALTH = "health"
        INTERNATIONAL = "international"
        OTHER = "other"

    uid = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=300)
    names = models.JSONField(default=dict)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.UNIDENTIFIED)
    country = models.CharField(max_length=2, blank=True)  # ISO 3166-1 alpha-2, or EU
    description = models.TextField(blank=True)
    website = models.URLField(max_length=500, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    successor = models.ForeignKey("self", models.PROTECT, null=True, related_name="predecessors")
    sources = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=40, blank=True)
    objects = OrganisationQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=("name",), name="organisation_name"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")), name="not_its_own_parent"
            ),
            models.CheckConstraint(
                condition=Q(successor=None) | ~Q(successor=F("id")), name="not_its_own_successor"
            ),
            models.CheckConstraint(
                condition=WITHDRAWN_WITH_REASON,
                name="organisation_withdrawn_with_reason",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Identifier(models.Model):
    """One identifier of a body in an official register, such as the French directory."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=40)
    value = models.CharField(max_length=300)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("scheme", "value"), name="one_body_an_identifier"),
        )

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


class Forge(models.Model):
    """One host with repositories. ``is_whole``: everything public on it belongs to the registry.

    ``software``: github, gitlab, gitea, forgejo, gogs, bitbucket, sourcehut, cgit, git, or
    empty when not known. An answer 401, 429 or none is in ``error_code``.
    """

    host = models.CharField(max_length=255, unique=True)  # lower case, port when not 443
    software = models.CharField(max_length=20, blank=True)
    is_whole = models.BooleanField(default=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="forges")
    ignored_since = models.DateField(null=True)
    last_ok_at = models.DateTimeField(null=True)
    error_code = models.CharField(max_length=40, blank=True)
    error_at = models.DateTimeField(null=True)
    version = models.CharField(max_length=60, blank=True)  # of its software, as it says
    failures = models.PositiveIntegerField(default=0)  # readings in a row that it did not answer
    failing_since = models.DateTimeField(null=True)
    connections = models.PositiveSmallIntegerField(default=1)  # at one time; more if it allows
    rate_limit = models.PositiveIntegerField(null=True)  # calls, as its answers say
    rate_remaining = models.PositiveIntegerField(null=True)
    rate_reset_at = models.DateTimeField(null=True)
    resume_at = models.DateTimeField(null=True)  # not called before: it asked to wait
    holder = models.CharField(max_length=80, blank=True)  # whose queue it is in
    held_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.host


class ForgeAlias(models.Model):
    """A former or second name of a host: both lead to one forge."""

    forge = models.ForeignKey(Forge, models.CASCADE, related_name="aliases")
    host = models.CharField(max_length=255, unique=True)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return self.host


class ForgeToken(models.Model):
    """The token that one host is called with: sealed, never shown, sent to that host only."""

    forge = models.OneToOneField(Forge, models.CASCADE, related_name="token")
    sealed = models.TextField()
    set_at = models.DateTimeField()
    refused_at = models.DateTimeField(null=True)  # the host answered 401 to it

    def __str__(self) -> str:
        return self.forge.host


class AccountQuerySet(models.QuerySet["ForgeAccount"]):
    """The questions asked of forge accounts."""

    def listed(self) -> Self:
        """Return accounts that are not withdrawn."""
        return self.filter(withdrawn_at=None)


class ForgeAccount(models.Model):
    """One namespace of one forge: organisation, group, user, or a folder of git repositories.

    Its identity is (forge, full path without case); never the last segment alone.
    ``is_verified``, ``followers``: None when the forge does not say.
    """

    uid = models.SlugField(max_length=120, unique=True)
    forge = models.ForeignKey(Forge, models.PROTECT, related_name="accounts")
    full_path = models.CharField(max_length=500)
    path_key = models.CharField(max_length=500)  # full path in lower case
    forge_key = models.CharField(max_length=100, blank=True)  # the forge's own id
    url = models.URLField(max_length=700)
    kind = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    website = models.CharField(max_length=500, blank=True)
    location = models.CharField(max_length=300, blank=True)
    avatar_url = models.CharField(max_length=700, blank=True)
    is_verified = models.BooleanField(null=True)
    followers = models.PositiveIntegerField(null=True)
    declared_count = models.PositiveIntegerField(null=True)  # what the forge says
    floss_policy = models.CharField(max_length=700, blank=True)
    ospo_url = models.CharField(max_length=700, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="accounts")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="subgroups")
    opened_at = models.DateTimeField(null=True)  # at the forge
    ignored_since = models.DateField(null=True)
    sources = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)  # last complete harvest
    error_code = models.CharField(max_length=40, blank=True)
    error_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=40, blank=True)
    objects = AccountQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("forge", "path_key"), name="one_account_a_path"),
            models.CheckConstraint(
                condition=WITHDRAWN_WITH_REASON,
                name="account_withdrawn_with_reason",
            ),
        )

    def __str__(self) -> str:
        return self.url
