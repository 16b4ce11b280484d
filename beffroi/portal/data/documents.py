"""Files of code.gouv.fr that are no tables: projects with a publiccode.yml, open-source offices."""

from collections.abc import Iterator
from typing import Any

from beffroi.lib.privacy import without_addresses
from beffroi.organisations.models import ForgeAccount
from beffroi.repositories.models import Repository

LANGUAGES = ("en", "fr")
_HEAD = "# Awesome code.gouv.fr\n\nProjects of public bodies that describe themselves.\n\n"
_TAIL = "\n# License\n\n{licence}\n"


def projects() -> Iterator[dict[str, Any]]:
    """Return the publiccode.yml of repositories, by address, as its author wrote it.

    E-mail addresses are taken out. ``releases`` is empty: the catalogue does not read releases.
    """
    found = Repository.objects.listed().exclude(publiccode=None).order_by("url_key")
    for url, said in found.values_list("url", "publiccode").iterator(500):
        if isinstance(said, dict):
            document = {"url": url, **without_addresses(said)}
            yield {**document, "releases_url": "", "releases": []}


def projects_as_text(licence: str) -> Iterator[str]:
    """Return the list of projects in Markdown, in pieces, by name."""
    yield _HEAD
    named = ((str(one.get("name") or one["url"]), one) for one in projects())
    for name, one in sorted(named, key=lambda pair: (pair[0].lower(), pair[1]["url"])):
        yield f"- [{_plain(name)}]({one['url']}) - {_plain(_short(one))}\n"
    yield _TAIL.format(licence=licence)


def offices() -> list[dict[str, Any]]:
    """Return the open-source offices that accounts name, by address."""
    found: dict[str, dict[str, Any]] = {}
    accounts = ForgeAccount.objects.listed().exclude(ospo_url="").order_by("ospo_url", "url")
    for account in accounts.select_related("organisation"):
        body = account.organisation
        known = {
            "url": account.ospo_url,
            "name": body.name,
            "country": body.country,
            "floss_policy": account.floss_policy,
            "code": [],
        }
        office = found.setdefault(account.ospo_url, known)
        office["floss_policy"] = office["floss_policy"] or account.floss_policy
        office["code"].append(account.url)
    return list(found.values())


def _short(document: dict[str, Any]) -> str:
    described = document.get("description")
    if not isinstance(described, dict):
        return "N/A"
    parts = [described.get(language) for language in LANGUAGES]
    texts = [part.get("shortDescription") for part in parts if isinstance(part, dict)]
    return next((str(text).strip() for text in texts if text), "N/A")


def _plain(text: str) -> str:
    """Return a text in one line that is no markup of Markdown."""
    one_line = " ".join(text.split())
    return "".join(f"\\{sign}" if sign in "\\[]()<>*_`" else sign for sign in one_line)
