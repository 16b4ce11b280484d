"""Addresses that stand for a licence."""

import re
import tomllib
from functools import cache

from beffroi.policy.licence import lexicon, spdx
from beffroi.policy.licence.lexicon import Meaning
from beffroi.policy.licences import DATA

_OPEN = frozenset(
    {"opensource.org/licenses/bsd-license", "opensource.org/licenses/bsd", "apache.org/licenses",
     "apache.org/licenses/license", "apache.org/license", "mozilla.org/mpl",
     "opensource.org/licenses/artistic-license", "opensource.org/licenses/cpl",
     "joinup.ec.europa.eu/software/page/eupl", "ec.europa.eu/idabc/eupl",
     "joinup.ec.europa.eu/software/page/eupl/licence-eupl", "joinup.ec.europa.eu/collection/eupl"}
)  # fmt: skip
_SPEAKING_HOSTS = ("wikipedia.org/wiki/", "tldrlegal.com/license", "choosealicense.com/")
UNVERSIONED = frozenset(
    {"GPL-1.0-or-later", "LGPL-2.0-or-later", "LGPL-2.1-or-later", "GFDL-1.1-or-later",
     "AGPL-3.0-or-later"}
)  # fmt: skip
MAX_WORDS = 12
_ENDING = re.compile(r"(?:\.(?:html?|php|txt|pdf|md|xml|rdf|jsp|aspx))?(?:\.(?:en|fr|de))?$")
_COMMONS = re.compile(
    r"creativecommons\.org/licen[sc]es/(?P<form>by(?:-nc)?(?:-sa|-nd)?|by-n[dc]-\w\w|sa|nc-sa|nd)"
    r"/(?P<number>[1-4]\.[05])(?:/(?P<place>[a-z]{2,3})\b)?"
)
_ZERO = re.compile(r"creativecommons\.org/(?:publicdomain|licen[sc]es)/(?P<kind>zero|mark|cc0)")
_COMMONS_GNU = re.compile(r"creativecommons\.org/licen[sc]es/(?P<name>l?gpl)/(?P<number>\d\.\d)")
_GNU = re.compile(
    r"(?:gnu|fsf)\.org/(?:[\w.-]+/)*?(?P<name>a?l?gpl|fdl|lesser)-?v?(?P<number>\d(?:\.\d)?)"
    r"(?:-standalone)?(?P<later>\+)?$"
)
_OSI = re.compile(r"opensource\.org/licen[sc]es?/(?P<name>[\w.+-]+)$")
_DASHED = re.compile(r"(\d)-(\d)")
_GNU_NAMES = {"gpl": "GPL", "lgpl": "LGPL", "agpl": "AGPL", "fdl": "GFDL", "lesser": "LGPL"}


@cache
def _known() -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    """Return addresses that must be equal, and beginnings, longest first."""
    with (DATA / "licence-urls.toml").open("rb") as file:
        same: dict[str, str] = tomllib.load(file)["same"]
    equal = {address: licence for address, licence in same.items() if not address.endswith("*")}
    begins = {address[:-1]: name for address, name in same.items() if address.endswith("*")}
    for address, licence in _listed().items():
        equal.setdefault(address, licence)
    return equal, tuple(sorted(begins.items(), key=lambda item: -len(item[0])))


def _listed() -> dict[str, str]:
    """Return the addresses that the SPDX list gives for one licence and no other."""
    found: dict[str, set[str]] = {}
    for entry in spdx.entries().values():
        for address in entry.see_also:
            found.setdefault(plain(address), set()).add(spdx.current(entry.spdx_id))
    return {
        address: next(iter(names))
        for address, names in found.items()
        if len(names) == 1 and address.count("/") > 0 and "wikipedia" not in address
    }


def plain(address: str) -> str:
    """Return an address without what does not change the page: scheme, www, case, ending."""
    bare = address.strip().lower().removeprefix("https://").removeprefix("http://")
    bare = bare.removeprefix("www.").split("#")[0].split("?")[0].rstrip("/.,;:!")
    return _ENDING.sub("", bare)


def licence_of(address: str) -> str | None:
    """Return the licence that an address stands for, or nothing."""
    bare = plain(address)
    equal, begins = _known()
    if bare in equal:
        return equal[bare] or None
    found = _commons(bare) or _gnu(bare) or _osi(bare)
    if found:
        return found
    for begin, licence in begins:
        if bare.startswith(begin):
            return (_last(bare) or _by_words(bare)) if licence == "@" else licence
    return _by_words(bare)


def is_open(address: str, licence: str) -> bool:
    """Tell whether an address leaves the version or the variant open."""
    return licence in UNVERSIONED or plain(address) in _OPEN


def _by_words(bare: str) -> str | None:
    """Return the licence that the last part of an address names: "…/LICENSE-MIT"."""
    *above, last = bare.split("/")
    is_speaking = any(host in bare for host in _SPEAKING_HOSTS) or "licen" in last
    if not above or not (is_speaking or above[-1] in {"license", "licenses", "licence"}):
        return None
    words = [part for word in lexicon.words_of(last) for part in lexicon.unglue(word)]
    for place in range(min(len(words), MAX_WORDS)):
        found = lexicon.longest(words, place)
        if found and not found[1].is_exception:
            return _versioned(found[1], words[found[0] : found[0] + 3])
    return None


def _versioned(meaning: Meaning, after: list[str]) -> str:
    """Return the licence of a name and of the version in the words after it."""
    for word in after:
        if licence := meaning.version(word):
            return f"{licence}-only" if meaning.is_gnu else licence
    return meaning.any


def _last(bare: str) -> str | None:
    entry = spdx.entries().get(bare.rpartition("/")[2])
    return (entry.successor or entry.spdx_id) if entry else None


def _commons(bare: str) -> str | None:
    if "creativecommons" not in bare:
        return None
    if zero := _ZERO.search(bare):
        return "CC-PDM-1.0" if zero["kind"] == "mark" else "CC0-1.0"
    if gnu := _COMMONS_GNU.search(bare):
        return f"{gnu['name'].upper()}-{gnu['number']}-only"
    if "licenses/publicdomain" in bare:
        return "CC-PDDC"
    found = _COMMONS.search(bare)
    return _commons_form(found) if found else None


def _commons_form(found: re.Match[str]) -> str | None:
    """Return the identifier for form, version and country, or without the country."""
    form = "by-nc-nd" if found["form"] == "by-nd-nc" else found["form"]
    base = f"cc-{form}-{found['number']}"
    for name in (f"{base}-{found['place']}", base):
        if name in spdx.entries():
            return spdx.entries()[name].spdx_id
    return None


def _gnu(bare: str) -> str | None:
    found = _GNU.search(bare)
    if not found:
        return None
    number = found["number"] if "." in found["number"] else f"{found['number']}.0"
    base = f"{_GNU_NAMES[found['name']]}-{number}"
    entry = spdx.entries().get(f"{base}-only".lower())
    return entry.spdx_id if entry else None


def _osi(bare: str) -> str | None:
    found = _OSI.search(bare)
    if not found:
        return None
    given = found["name"]
    for name in (given, given.removesuffix("-license"), _DASHED.sub(r"\1.\2", given)):
        entry = spdx.entries().get(name)
        if entry:
            return entry.successor or entry.spdx_id
    return None
