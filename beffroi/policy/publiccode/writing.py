"""Write YAML as people read it: in its own order, texts of several lines line by line."""

from collections.abc import Mapping
from typing import Any, Final

import yaml

_BASE: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_WIDE: Final = 1_000_000


class _Dumper(_BASE):  # type: ignore[misc]  # PyYAML is not typed
    """Writes texts of several lines in the style that keeps them."""


def _text(dumper: Any, text: str) -> Any:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def dump(document: Mapping[str, Any]) -> str:
    """Return a document as YAML, in its own order, readable by people."""
    return _dumped(dict(document), default_flow_style=False, width=100)


def in_flow(value: Any, style: str = "") -> str:
    """Return a value on one line, as it may stand between brackets; ``style``: of its quotes."""
    is_broken = isinstance(value, str) and "\n" in value
    quote = '"' if is_broken else style if style in {"'", '"'} else None
    wrapped = yaml.dump(
        [str(value) if isinstance(value, str) else value],
        Dumper=_BASE,
        allow_unicode=True,
        sort_keys=False,
        width=_WIDE,
        default_flow_style=True,
        default_style=quote if isinstance(value, str) else None,
    )
    return str(wrapped).strip()[1:-1]


def in_lines(name: str, value: Any) -> list[str]:
    """Return the lines of a key with its value."""
    return _dumped({name: value}, default_flow_style=False, width=100).splitlines()


def item_lines(value: Any) -> list[str]:
    """Return the lines of one item of a list."""
    return _dumped([value], default_flow_style=False, width=100).splitlines()


def _dumped(value: Any, **how: Any) -> str:
    return str(yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, **how))
