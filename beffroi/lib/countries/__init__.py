"""Country packs: what differs between governments, as data files with their sources."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from beffroi.lib.errors import BeffroiError

FOLDER = Path(__file__).parent


class CountryError(BeffroiError):
    """A country pack that does not exist or cannot be read."""

    permanent = True


@dataclass(frozen=True)
class IdentifierScheme:
    """One register of public bodies. ``pattern``: regular expression of a whole value.

    ``unknown``: values that mean "not known"; ``name``: language → name. ``page``: address of
    what the register says of a body, with ``{value}`` for its number.
    """

    scheme: str
    name: Mapping[str, str]
    pattern: str
    unknown: tuple[str, ...]
    page: str = ""


@dataclass(frozen=True)
class Country:
    """One country pack; ``name`` and ``subtitle`` map a language to a text.

    ``kinds_by_name``: kind of body → how names of such bodies begin, folded.
    """

    code: str
    languages: tuple[str, ...]
    policy: str
    procedure: str
    name: Mapping[str, str]
    subtitle: Mapping[str, str]
    data_licence_name: str
    data_licence_url: str
    identifiers: tuple[IdentifierScheme, ...]
    kinds_by_name: Mapping[str, tuple[str, ...]]


def codes() -> tuple[str, ...]:
    """Return the codes of the packs that ship, lower case, sorted."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.toml")))


@cache
def load(code: str) -> Country:
    """Load one pack by its code, in any case.

    Raises CountryError, with the codes that exist, when there is none or a key is missing.
    """
    name = code.strip().lower()
    if name not in codes():
        known = ", ".join(codes())
        raise CountryError(f"There is no country pack “{code}”; packs that exist: {known}.")
    try:
        return _country(tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8")))
    except (KeyError, tomllib.TOMLDecodeError) as error:
        raise CountryError(f"The country pack {name}.toml is not complete: {error}.") from error


def _country(raw: Mapping[str, Any]) -> Country:
    schemes = tuple(
        IdentifierScheme(
            scheme, row["name"], row["pattern"], tuple(row.get("unknown", ())), row.get("page", "")
        )
        for scheme, row in raw.get("identifiers", {}).items()
    )
    return Country(
        code=raw["code"],
        languages=tuple(raw["languages"]),
        policy=raw["policy"],
        procedure=raw["procedure"],
        name=raw["name"],
        subtitle=raw["subtitle"],
        data_licence_name=raw["data_licence"]["name"],
        data_licence_url=raw["data_licence"]["url"],
        identifiers=schemes,
        kinds_by_name={kind: tuple(begin) for kind, begin in raw.get("kinds_by_name", {}).items()},
    )
