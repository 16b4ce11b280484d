"""What ``beffroi publiccode --new`` does: ask, or read answers, and write a valid file."""

import difflib
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from beffroi.lib.errors import UsageError
from beffroi.policy.asking.answers import Made, make, tidied
from beffroi.policy.asking.dialogue import Dialogue
from beffroi.policy.asking.guessing import Guess, guess
from beffroi.policy.asking.questions import fields

NAME: Final = "publiccode.yml"
_WORDS: Final = {
    "en": {"guessed": "Guessed, to be looked at:", "written": "written", "not": "not valid yet",
           "line": "line"},
    "fr": {"guessed": "Supposé, à vérifier\u00a0:", "written": "écrit", "not": "pas encore valide",
           "line": "ligne"},
}  # fmt: skip
_SHOWN: Final = 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks for: a file in a folder, from answers (a path or ``-``) or a dialogue."""

    folder: str
    answers: str = ""
    language: str = "en"
    is_json: bool = False
    is_dry: bool = False


def run(wanted: Wanted) -> int:
    """Make the file; 0 when it is valid and written, 1 when answers are missing."""
    folder = Path(wanted.folder)
    if not folder.is_dir():
        raise UsageError(f"{wanted.folder} is no folder; name the root of a working copy.")
    target = folder / NAME
    if not wanted.is_dry and (target.exists() or target.is_symlink()):
        raise UsageError(
            f"{target} is there already and stays as it is; beffroi publiccode {target} judges it, "
            "--set changes it."
        )
    guesses = guess(folder)
    made = _of_answers(wanted.answers, guesses) if wanted.answers else _asked(wanted, guesses)
    kept = [_guessed(name, one, made) for name, one in guesses.items() if _is_kept(name, one, made)]
    if made.is_valid and not wanted.is_dry:
        _write(target, made.text)
    _say(wanted, target, made, kept)
    return 0 if made.is_valid else 1


def _asked(wanted: Wanted, guesses: Mapping[str, Guess]) -> Made:
    def read() -> str:
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return line.rstrip("\n")

    def say(text: str) -> None:
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()

    try:
        return Dialogue(read, say, wanted.language).hold(guesses)
    except EOFError as error:
        raise UsageError(
            "The answers end before the file is valid; nothing is written. "
            "--answers FILE.json gives them all at once."
        ) from error


def _of_answers(path: str, guesses: Mapping[str, Guess]) -> Made:
    try:
        text = sys.stdin.read() if path == "-" else Path(path).read_text("utf-8")
        said = json.loads(text)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}.") from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path} is not JSON in UTF-8: {error}.") from error
    known = [one.id for one in fields()]
    if not isinstance(said, dict):
        raise UsageError(f"{path} must hold one object; its keys are {', '.join(known)}.")
    for name in said:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            advice = f"did you mean “{near[0]}”?" if near else f"known are {', '.join(known)}."
            raise UsageError(f"{path}: there is no question “{name}”; {advice}")
    return make({**{name: one.value for name, one in guesses.items()}, **said})


def _is_kept(name: str, one: Guess, made: Made) -> bool:
    """Tell whether a guess stands in the file as it was made."""
    return name in made.lines and tidied({name: one.value}).get(name) == made.answers[name]


def _guessed(name: str, one: Guess, made: Made) -> dict[str, Any]:
    return {
        "field": name, "value": one.value, "path": one.path, "source_line": one.line,
        "line": made.lines[name],
    }  # fmt: skip


def _write(target: Path, text: str) -> None:
    try:
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise UsageError(f"{target} cannot be written: {error.strerror or error}.") from error


def _say(wanted: Wanted, target: Path, made: Made, kept: list[dict[str, Any]]) -> None:
    if wanted.is_json:
        document = {
            "valid": made.is_valid,
            "path": str(target) if made.is_valid and not wanted.is_dry else None,
            "document": made.values,
            "text": made.text,
            "guessed": kept,
            "faults": [
                {"field": one.field, "key": one.key, "message": one.words[wanted.language]}
                for one in made.faults
            ],
        }
        sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
        return
    if wanted.is_dry:
        sys.stdout.write(made.text)
    sys.stderr.write("".join(f"{line}\n" for line in _report(wanted, target, made, kept)))


def _report(wanted: Wanted, target: Path, made: Made, kept: list[dict[str, Any]]) -> Iterator[str]:
    words = _WORDS[wanted.language]
    if kept:
        yield words["guessed"]
    for one in kept:
        shown = ", ".join(one["value"]) if isinstance(one["value"], list) else one["value"]
        shown = " ".join(shown.split())
        shown = shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 1]}…"
        place = f", {words['line']} {one['source_line']}" if one["source_line"] else ""
        yield f"  {NAME}:{one['line']}: {one['field']}: {shown} ({one['path']}{place})"
    for fault in made.faults:
        yield f"  {fault.field or fault.key}: {fault.words[wanted.language]}"
    state = words["written"] if made.is_valid and not wanted.is_dry else ""
    state = state or ("" if made.is_valid else words["not"])
    if state:
        yield f"{target}: {state}"
