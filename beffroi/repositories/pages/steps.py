"""The one next step of a repository: what, why, who may take it."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext

from beffroi.lib.cleaning import web_link
from beffroi.organisations.pages.reading import reading_command
from beffroi.repositories.models import Repository

SAVE = "https://archive.softwareheritage.org/save/"
"""Where anybody may ask Software Heritage to keep a repository ("Save code now")."""

_SHOWN = {"github.com": "GitHub", "gitlab.com": "GitLab", "codeberg.org": "Codeberg"}


@dataclass(frozen=True, slots=True)
class Step:
    """What is next, why and by whom; ``act``: words and address of a link; ``command``: to run."""

    title: str
    why: str
    act: tuple[str, str] | None = None
    command: str = ""


def next_step(repository: Repository) -> Step:
    """Return the step that is due first."""
    if repository.missing_since:
        return _read_again(repository)
    if repository.is_at_heritage is not True:
        return Step(
            gettext("Next step: archive the present state."),
            gettext("Anybody may ask Software Heritage to save it; its address is below."),
            (gettext("Ask to archive"), SAVE),
        )
    return _at_forge(repository)


def _read_again(repository: Repository) -> Step:
    return Step(
        gettext("Next step: read its account again."),
        gettext(
            "The last complete reading did not find it. It stays here; who runs this site "
            "may read the account again, and a repository that has moved is found by its "
            "identifier."
        ),
        command=reading_command(repository.account),
    )


def _at_forge(repository: Repository) -> Step:
    """Return what its maintainers may do there."""
    if not repository.licence and repository.files.get("licence"):
        title = gettext("Next step: name its licence.")
        why = gettext(
            "A licence file is there, but no identifier says which licence it is. Its maintainers "
            "may state it in publiccode.yml or by SPDX-License-Identifier."
        )
    elif not repository.licence:
        title = gettext("Next step: say what may be done with it.")
        why = gettext(
            "No licence is stated. Its maintainers may add a file named LICENSE; "
            "the next reading finds it."
        )
    elif "publiccode" not in repository.files:
        title = gettext("Next step: describe it for those who may reuse it.")
        why = gettext(
            "Its maintainers may add a publiccode.yml: name, use, users and contacts in "
            "several languages. The next reading finds it."
        )
    else:
        title = gettext("Nothing is due now.")
        why = gettext("It is published, archived, catalogued and described. Anybody may reuse it.")
    return Step(title, why, open_at_forge(repository))


def open_at_forge(repository: Repository) -> tuple[str, str] | None:
    """Return words and address of the link to its forge; None when it is no safe link."""
    address = web_link(repository.url)
    if not address:
        return None
    host = urlsplit(address).netloc
    return gettext("Open on %(forge)s") % {"forge": _SHOWN.get(host, host)}, address
