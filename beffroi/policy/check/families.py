"""The checks and their data: one module and one TOML file for each family of rules."""

import importlib
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from beffroi.policy.check.shapes import Words
from beffroi.policy.licences import DATA

FOLDER: Final = DATA / "check"
RULES: Final = Path(__file__).parent / "rules"


@cache
def tables() -> Mapping[str, Mapping[str, Any]]:
    """Return the data of every check by its name, with its ``family``: a file's name."""
    found: dict[str, dict[str, Any]] = {}
    for module in sorted(RULES.glob("[a-z]*.py")):
        file = FOLDER / f"{module.stem}.toml"
        with file.open("rb") as stream:
            for name, table in tomllib.load(stream).items():
                found[name] = {**table, "family": file.stem}
    return found


@cache
def words() -> Mapping[str, Any]:
    """Return the words of the command that belong to no rule: roles, verdicts, score."""
    with (DATA / "check-words.toml").open("rb") as stream:
        return tomllib.load(stream)


@cache
def yaml_file(name: str) -> Mapping[str, Any]:
    """Return a file of ``policy/data`` that a source of the policy hands out, in YAML."""
    import yaml  # noqa: PLC0415 (the command starts without it)

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: Mapping[str, Any] = yaml.load((DATA / name).read_text("utf-8"), loader)  # noqa: S506 - safe
    return found


def said(table: str, key: str) -> Words:
    """Return one entry of the words."""
    return Words(**words()[table][key])


def role(name: str, language: str) -> str:
    """Return how a language calls who can answer; what is not in the list stays as it is."""
    found = words()["roles"].get(name)
    return str(found[language]) if found else name


def check_of(family: str, name: str) -> Any:
    """Return the check of that name (``subject.Check``), its module loaded now."""
    module = importlib.import_module(f"beffroi.policy.check.rules.{family}")
    return module.CHECKS[name]
