"""Lists that belong to no single rule: folders of samples, classifiers, names of libraries."""

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from beffroi.policy.licences import DATA


@cache
def settings() -> Mapping[str, Any]:
    """Return the content of ``policy/data/components.toml``."""
    with (DATA / "components.toml").open("rb") as file:
        return tomllib.load(file)
