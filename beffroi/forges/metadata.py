"""Read a publiccode.yml or a codemeta.json as it stands: into plain values, without judging it."""

import json
import math
import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import yaml

from beffroi.lib.errors import BeffroiError

MOST_BYTES: Final = 200_000
MOST_VALUES: Final = 20_000
_LONGEST_NUMBER: Final = 2**63
_NAMES: Final = {"publiccode": "publiccode.yml", "codemeta": "codemeta.json"}
_SPDX_ADDRESS = re.compile(
    r"https?://spdx\.org/licenses/([\w.+-]{1,100}?)(?:\.html|\.json)?/?", re.ASCII
)
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class MetadataError(BeffroiError):
    """A file that cannot be read: ``publiccode-invalid``, ``codemeta-too-large`` and the like."""

    permanent = True

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def parse_publiccode(data: bytes) -> dict[str, Any]:
    """Return the document in values that JSON can hold; raises MetadataError.

    What aliases repeat counts each time, so a document that swells is refused, not unfolded.
    """
    if len(data) > MOST_BYTES:
        raise _too_large("publiccode")
    try:
        document = yaml.load(data.decode("utf-8-sig"), Loader=_LOADER)  # noqa: S506 - a safe loader
        plain = _Unfolding("publiccode").plain(document)
    except UnicodeDecodeError as error:
        raise MetadataError("publiccode-invalid", "publiccode.yml is not in UTF-8.") from error
    except yaml.MarkedYAMLError as error:
        where = f" in line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise MetadataError("publiccode-invalid", f"publiccode.yml is not YAML{where}.") from error
    except (yaml.YAMLError, ValueError, OverflowError, TypeError, RecursionError) as error:
        raise MetadataError("publiccode-invalid", "publiccode.yml cannot be read.") from error
    if not isinstance(plain, dict):
        raise MetadataError("publiccode-invalid", "publiccode.yml holds no keys.")
    return plain


def parse_codemeta(data: bytes) -> dict[str, Any]:
    """Return the document in values that JSON can hold; raises MetadataError."""
    if len(data) > MOST_BYTES:
        raise _too_large("codemeta")
    try:
        plain = _Unfolding("codemeta").plain(json.loads(data.decode("utf-8-sig")))
    except (ValueError, RecursionError) as error:
        raise MetadataError("codemeta-invalid", "codemeta.json is not JSON in UTF-8.") from error
    if not isinstance(plain, dict):
        raise MetadataError("codemeta-invalid", "codemeta.json holds no keys.")
    return plain


def codemeta_licence(document: Mapping[str, Any]) -> str:
    """Return the licence of a codemeta.json: an SPDX identifier, its address, or a work's."""
    value = document.get("license")
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, dict):
        value = next((value[key] for key in ("@id", "url", "name") if value.get(key)), "")
    text = value.strip() if isinstance(value, str) else ""
    found = _SPDX_ADDRESS.fullmatch(text)
    return found[1] if found else text[:300]


def text_at(document: Mapping[str, Any], *keys: str) -> str:
    """Return the text at a path of keys, "" when there is none."""
    value: Any = document
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value.strip() if isinstance(value, str) else ""


def short_descriptions(document: Mapping[str, Any]) -> dict[str, str]:
    """Return language → ``shortDescription``."""
    parts = document.get("description")
    if not isinstance(parts, dict):
        return {}
    texts = {lang: text_at(parts, lang, "shortDescription") for lang in parts}
    return {lang: " ".join(text.split())[:500] for lang, text in texts.items() if text}


class _Unfolding:
    """Copies values, counting each."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._left = MOST_VALUES

    def plain(self, value: Any) -> Any:
        self._left -= 1
        if self._left < 0:
            raise _too_large(self._kind)
        if isinstance(value, dict):
            return {_clean(str(key)): self.plain(part) for key, part in value.items()}
        if isinstance(value, (list, tuple, set)):
            return [self.plain(part) for part in value]
        if isinstance(value, str):
            return _clean(value)
        return _scalar(value)


def _scalar(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, int) and abs(value) >= _LONGEST_NUMBER:
        raise ValueError
    return value if value is None or isinstance(value, (bool, int, float)) else str(value)


def _clean(text: str) -> str:
    """Drop what no database takes: NUL, and halves of characters."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")


def _too_large(kind: str) -> MetadataError:
    message = f"{_NAMES[kind]} is larger than {MOST_BYTES} bytes or {MOST_VALUES} values."
    return MetadataError(f"{kind}-too-large", message)
