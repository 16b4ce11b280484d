"""Forms that a regex alone does not know: private keys, web tokens, passwords in addresses."""

import base64
import binascii
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias
from urllib.parse import unquote_to_bytes

from beffroi.policy.check.secrets.chance import entropy, is_mixed
from beffroi.policy.check.secrets.placeholders import is_filler, stands_for_another

Verdict: TypeAlias = Literal["sure", "guess", ""]

_LONGEST_KEY: Final = 20_000
_LEAST_KEY: Final = 60
_SURE_PASSWORD: Final = 10
_SURE_ENTROPY: Final = 3.0
_BODY: Final = re.compile(rb"[0-9A-Za-z+/]{16,}={0,2}")
_JOINTS: Final = re.compile(rb"\\[nrt]|[\s\"'`,+|>*#\\-]")
_LOCAL: Final = re.compile(
    rb"(?i)@(?:localhost|127\.|0\.0\.0\.0|10\.|192\.168\.|172\.|\[|host\b|hostname|server\b|db\b|"
    rb"database|postgres|mysql|mariadb|redis|rabbit|mongo|proxy|[\w.-]*example|[\w-]+[:/\"'\s]|"
    rb"[\w.-]*\.(?:test|local|localhost|invalid|internal)\b)"
)


@dataclass(frozen=True, slots=True)
class Read:
    """What a reader makes of a match: the secret itself and how sure it is."""

    secret: bytes
    verdict: Verdict


def read_private_key(data: bytes, found: re.Match[bytes]) -> Read:
    """Read what stands below the head of a private key; a head alone may be code that looks for it.

    Alone on its line it is a guess: somebody may have cut the key out of a text.
    """
    rest = data[found.end() : found.end() + _LONGEST_KEY]
    body = rest.split(b"-----", 1)[0]
    lines = [line for line in re.split(rb"\\n|\n", body) if b":" not in line]
    joined = _JOINTS.sub(b"", b"\n".join(lines))
    chunk = _BODY.match(joined)
    if chunk and len(chunk.group()) >= _LEAST_KEY:
        return Read(chunk.group(), "" if is_filler(chunk.group()[:200]) else "sure")
    start = data.rfind(b"\n", 0, found.start()) + 1
    is_alone = not data[start : found.start()].strip() and rest[:1] in {b"\n", b"\r"}
    if is_alone and body.strip(b" \r\n.*x"):
        return Read(body.strip()[:200], "guess")
    return Read(b"", "")


def read_web_token(_data: bytes, found: re.Match[bytes]) -> Read:
    """Read a JSON Web Token: sure when it is signed and its two halves are JSON.

    The public key of a hosted database (role ``anon``) and the token of every tutorial are none.
    """
    head, claims = (_json(part) for part in found.group(1).split(b".")[:2])
    signature = found.group(1).rsplit(b".", 1)[1]
    if head is None or claims is None or "alg" not in head:
        return Read(b"", "")
    is_known = claims.get("role") == "anon" or str(claims.get("sub")) == "1234567890"
    is_named = str(claims.get("name", "")).lower() in {"john doe", "jane doe"}
    if is_known or is_named or is_filler(signature or b"unsigned"):
        return Read(b"", "")
    return Read(found.group(1), "sure" if signature else "guess")


def read_address(data: bytes, found: re.Match[bytes]) -> Read:
    """Read a password in an address; that of a database of one's own machine is a guess."""
    secret = unquote_to_bytes(found.group(1))
    if is_filler(secret) or stands_for_another(secret) or _is_name(data, found):
        return Read(b"", "")
    is_local = _LOCAL.match(data, found.end(1)) is not None
    is_strong = len(secret) >= _SURE_PASSWORD and entropy(secret) >= _SURE_ENTROPY
    is_sure = is_strong and is_mixed(secret) and not is_local
    if is_local and not is_strong:
        return Read(b"", "")
    return Read(secret, "sure" if is_sure else "guess")


READERS: Final[Mapping[str, Callable[[bytes, re.Match[bytes]], Read]]] = {
    "private-key": read_private_key,
    "json-web-token": read_web_token,
    "address": read_address,
}


def _is_name(data: bytes, found: re.Match[bytes]) -> bool:
    """Tell whether the password is the user's name again, or a bare word of the documentation."""
    user = data[found.start() : found.start(1) - 1].rsplit(b"/", 1)[-1]
    return found.group(1).lower() == user.lower() or found.group(1).isalpha()


def _json(part: bytes) -> dict[str, Any] | None:
    try:
        told = json.loads(base64.urlsafe_b64decode(part + b"=" * (-len(part) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        return None
    return told if isinstance(told, dict) else None
