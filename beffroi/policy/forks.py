"""What kind of fork a repository is, by its forge and its publiccode.yml.

Source: developer-overheid-nl/don-oss-register, ``fork.go`` (code-catalogue §8.3), and the
publiccode.yml standard: a technical fork keeps the ``url`` of what it comes from, a variant has
its own ``url`` and names the other in ``isBasedOn``.
"""

from collections.abc import Collection
from typing import Final

VARIANT: Final = "variant"
TECHNICAL: Final = "technical"
GIT: Final = "git"
MISTAKE: Final = "url-mistake"
KINDS: Final = (VARIANT, TECHNICAL, GIT, MISTAKE)


def fork_kind(own: str, *, is_fork: bool | None, url: str, based_on: Collection[str]) -> str:
    """Return one of ``KINDS``, or "" for none and where the forge does not say.

    All addresses come in the form in which equal ones are equal (``comparison_form``), "" for
    one that is unusable. ``own``: of the repository. ``url`` and ``based_on``: what its
    publiccode.yml says.
    """
    others = [base for base in based_on if base]
    if any(base != own for base in others):
        return VARIANT
    if others:
        return MISTAKE
    is_elsewhere = bool(url) and url != own
    if is_fork:
        return TECHNICAL if is_elsewhere else GIT
    return MISTAKE if is_elsewhere and is_fork is False else ""
