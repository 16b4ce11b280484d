"""``beffroi check --hook NAME``: 0 lets the commit pass, 1 refuses it and says the way out."""

import argparse
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from beffroi.lib import terminal
from beffroi.lib.cleaning import clean
from beffroi.lib.errors import UsageError
from beffroi.policy.check.declarations import NAME, Declarations, read_declarations
from beffroi.policy.check.hooks import asking
from beffroi.policy.check.hooks.words import say
from beffroi.policy.check.identities import Lists, classify
from beffroi.policy.check.registry import Registry, open_registry
from beffroi.policy.check.trailers import address_in, signers_in

_REFUSED: Final = frozenset({"generic", "invalid", "forge-privacy"})
_SCISSORS: Final = "# ------------------------ >8 ------------------------"


def run(arguments: list[str]) -> int:
    """Run one hook."""
    is_asking = not {"-h", "--help"}.isdisjoint(arguments)
    asked = _parser().parse_args(["--help"] if is_asking else arguments)
    return _HOOKS[asked.hook](asked)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="beffroi check",
        description="A hook of git: 0 lets the commit pass, 1 refuses it.",
    )
    parser.add_argument("--hook", choices=sorted(_HOOKS), required=True)
    parser.add_argument("files", nargs="*", help="staged files, or the file of the message")
    parser.add_argument("--domains", type=Path, help="domains of public bodies and suppliers")
    parser.add_argument("--strict", action="store_true", help="refuse what is only likely, too")
    parser.add_argument("--sign", action="store_true", help="dco: add the missing line instead")
    parser.add_argument("--language", choices=["en", "fr"], default=terminal.language())
    return parser


def _secrets(asked: argparse.Namespace) -> int:
    """Refuse a commit whose files hold a secret; what is only likely is said."""
    from beffroi.policy.check.secrets.allowances import allowances_of  # noqa: PLC0415 - slow
    from beffroi.policy.check.secrets.scanning import scan_bytes  # noqa: PLC0415

    allowed = allowances_of(_declarations().table("secrets"))
    is_refused = False
    for path, data in asking.staged(asked.files):
        for found in scan_bytes(path, data, allowed=allowed):
            word = "secret" if found.is_sure else "likely"
            _tell(
                asked, word, path=clean(path), line=found.line, rule=found.rule, shown=found.shown
            )
            is_refused = is_refused or found.is_sure or asked.strict
    if is_refused:
        _tell(asked, "secrets-out")
    return int(is_refused)


def _identity(asked: argparse.Namespace) -> int:
    """Refuse a commit by nobody: generic, invalid or masked address, or one that is lent."""
    declarations = _declarations()
    registry, lists = open_registry(asked.domains, declarations), Lists.of(None)
    people = dict.fromkeys((asking.author(), asking.committer()))
    refused = [one for one in people if _is_refused(one, asked, registry, lists)]
    return int(bool(refused))


def _is_refused(
    person: asking.Person | None, asked: argparse.Namespace, registry: Registry, lists: Lists
) -> bool:
    if person is None:
        _tell(asked, "nobody")
        return True
    kind = classify(person.name, person.address, registry, lists)
    address = clean(person.address)
    if kind in _REFUSED:
        _tell(asked, kind, address=address)
        return True
    if kind == "public" and registry.role(person.address) == "supplier":
        _tell(asked, "lent", address=address)
        return True
    if kind in {"free-mail", "other"}:
        _tell(asked, kind, address=address)
        return bool(asked.strict)
    return False


def _dco(asked: argparse.Namespace) -> int:
    """Refuse a message that its author has not signed off, or sign it when asked to."""
    if len(asked.files) != 1:
        raise UsageError("the hook dco takes one file: the message of the commit.")
    place = Path(asked.files[0])
    try:
        raw = place.read_bytes().decode("utf-8", "surrogateescape")
    except OSError as error:
        raise UsageError(f"{place} cannot be read: {error.strerror}.") from error
    author = asking.author()
    if author is None:
        _tell(asked, "nobody")
        return 1
    message = _message(raw)
    signers = [address_in(one).lower() for one in signers_in(message)]
    registry, lists = open_registry(asked.domains, _declarations()), Lists.of(None)
    is_bot = classify(author.name, author.address, registry, lists) == "bot"
    is_signed = author.address.lower() in signers
    if is_signed or is_bot or not message.strip() or asking.is_merging():
        return 0
    line = f"Signed-off-by: {author.name} <{author.address}>"
    if asked.sign:
        end = "\n" if signers else "\n\n"
        signed = f"{message.rstrip()}{end}{line}\n"
        place.write_bytes(signed.encode("utf-8", "surrogateescape"))
        return 0
    _tell(asked, "unsigned", line=clean(line))
    return 1


def _message(raw: str) -> str:
    """Return a message without the lines that git takes out."""
    kept = raw.partition(_SCISSORS)[0].splitlines()
    return "\n".join(line for line in kept if not line.startswith("#"))


def _declarations() -> Declarations:
    place = asking.root() / NAME
    try:
        text = place.read_text(encoding="utf-8") if place.is_file() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{NAME} cannot be read ({error}).") from error
    return read_declarations(text, datetime.now(UTC).date())


def _tell(asked: argparse.Namespace, key: str, **values: object) -> None:
    sys.stderr.write(say(key, asked.language, **values) + "\n")


_HOOKS: Final[Mapping[str, Callable[[argparse.Namespace], int]]] = {
    "secrets": _secrets,
    "identity": _identity,
    "dco": _dco,
}
