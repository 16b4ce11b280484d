"""Since when a forge has not answered, once that is worth a word on its repositories' pages."""

from datetime import datetime, timedelta

from beffroi.repositories.models import Repository

WORTH_A_WORD = timedelta(days=7)


def silent_since(repository: Repository, *, at: datetime) -> datetime | None:
    """Return since when the forge of a repository is unreachable; None for less than a week."""
    since = repository.account.forge.failing_since
    return since if since is not None and at - since >= WORTH_A_WORD else None
