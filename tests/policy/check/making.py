"""Real repositories with the commits that a test wants, and subjects made of them."""

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from beffroi.policy.check.declarations import Declaration, Declarations
from beffroi.policy.check.history import open_history
from beffroi.policy.check.packs import open_pack
from beffroi.policy.check.registry import Registry
from beffroi.policy.check.shapes import Rule
from beffroi.policy.check.subject import Subject
from beffroi.policy.check.tree import open_tree
from tests.fakes.repositories import run_git

TODAY = date(2026, 11, 25)
START = int(datetime(2026, 5, 4, 12, tzinfo=UTC).timestamp())

_FAST = ("-c", "core.compression=0", "-c", "core.fsync=none")


@dataclass(frozen=True)
class Made:
    """One commit to make; a ``message`` as bytes is taken as it is."""

    author: str = "Agent Un <agent.un@finances.example.gouv.fr>"
    message: str | bytes = "Say what changes\n"
    committer: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    after: int = 0
    """Seconds after the start of all histories."""


def make_history(folder: Path, commits: Sequence[Made], *words: str) -> Path:
    """Make a checkout with these commits, the oldest first; ``words`` go to ``git init``."""
    folder.mkdir(parents=True, exist_ok=True)
    run_git(folder, "init", "--quiet", "--initial-branch=main", *words)
    lines = list[bytes]()
    for number, commit in enumerate(commits):
        at = f"{START + (commit.after or number)} +0000"
        message = commit.message if isinstance(commit.message, bytes) else commit.message.encode()
        lines += [
            b"commit refs/heads/main\n",
            f"author {commit.author} {at}\n".encode("utf-8", "surrogateescape"),
            f"committer {commit.committer or commit.author} {at}\n".encode(),
            b"data %d\n%b\n" % (len(message), message),
        ]
        for path, text in commit.files.items():
            lines.append(f"M 100644 inline {path}\ndata {len(text.encode())}\n{text}\n".encode())
    feed(folder, b"".join(lines))
    run_git(folder, "reset", "--hard", "--quiet") if commits else None
    return folder


def feed(folder: Path, stream: bytes) -> None:
    """Give a stream to ``git fast-import``."""
    subprocess.run(
        ["git", "-C", str(folder), *_FAST, "fast-import", "--quiet", "--force", "--depth=0"],
        input=stream,
        check=True,
        capture_output=True,
    )


def make_tag(folder: Path, name: str, form: str) -> None:
    """Make a tag whose object carries a signature of that form, which nobody made."""
    head = run_git(folder, "rev-parse", "HEAD")
    text = f"object {head}\ntype commit\ntag {name}\ntagger A <a@x.example> {START} +0200\n\nx\n"
    written = folder / ".git" / "signed-tag"
    written.write_text(f"{text}-----BEGIN {form}-----\nabc\n-----END {form}-----\n", "utf-8")
    at = run_git(folder, "hash-object", "-t", "tag", "-w", str(written))
    run_git(folder, "update-ref", f"refs/tags/{name}", at)


def make_index(folder: Path, lines: str) -> None:
    """Add lines to the index as they are, whatever lies in the folder."""
    command = ["git", "-C", str(folder), "update-index", "--index-info"]
    subprocess.run(command, input=lines.encode(), check=True, capture_output=True)


def subject_of(folder: Path, **others: Any) -> Subject:
    """Make the subject of a folder, judged by the French policy."""
    given = {
        "declarations": Declarations(),
        "registry": Registry(),
        "on": TODAY,
        "history": open_history(folder),
        "pack": open_pack("fr-dinum"),
    }
    return Subject(open_tree(folder), **{**given, **others})


def declared(rule: str, answer: Any, **tables: Any) -> Declarations:
    """Make declarations with one answer."""
    said = Declaration(answer, "Agente Une", "project team", TODAY, line=3)
    return Declarations(answers={rule: said}, tables=tables)


def rule_of(name: str) -> Rule:
    """Return a rule of the French policy."""
    return open_pack("fr-dinum").rule(name)
