"""The policy score: four prerequisites and ten points (``data/score.yaml``)."""

from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal, TypeAlias

from beffroi.policy.check.families import said, yaml_file
from beffroi.policy.check.licences import licences_of
from beffroi.policy.check.metadata import publiccode_of
from beffroi.policy.check.shapes import Words
from beffroi.policy.check.subject import Subject

Colour: TypeAlias = Literal["green", "orange", "red"]
_COLOURS: Final[Mapping[str, Colour]] = {"success": "green", "warning": "orange", "danger": "red"}
MONTHS: Final = 6
_FILE: Final = "score.yaml"


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the score and its answer; None is unknown, and counts nothing."""

    id: str
    words: Words
    is_yes: bool | None
    is_prerequisite: bool
    value: int = 1


@dataclass(frozen=True, slots=True)
class Score:
    """``missing``: the first prerequisite that is not known to be met; then it is not in the list.

    ``points`` are counted all the same, so that a team sees how far it is.
    """

    points: int
    of: int
    colour: Colour
    missing: Question | None = None
    questions: Sequence[Question] = ()


def score_of(subject: Subject) -> Score:
    """Ask the subject every question, and count."""
    return count(
        [
            _asked(row, subject, is_prerequisite=group == "prerequisites")
            for group in ("prerequisites", "points")
            for row in yaml_file(_FILE)[group]
        ]
    )


def count(questions: Sequence[Question]) -> Score:
    """Return the score that answers make."""
    asked = [one for one in questions if not one.is_prerequisite]
    points = sum(one.value for one in asked if one.is_yes)
    needed = [one for one in questions if one.is_prerequisite]
    missing = next((one for one in needed if not one.is_yes), None)
    met = sum(one.is_yes is True for one in needed)
    most = sum(one.value for one in asked)
    return Score(points, most, _colour(met, points), missing, tuple(questions))


def months_before(day: date, months: int) -> date:
    """Return the same day some calendar months before, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _colour(met: int, points: int) -> Colour:
    """Return the colour of the first verdict of the table that fits."""
    fitting = (
        verdict["colour"]
        for verdict in yaml_file(_FILE)["verdicts"]
        if met < verdict.get("prerequisites_below", 0)
        or (met == verdict.get("prerequisites") and points >= verdict["points_at_least"])
    )
    return _COLOURS[next(fitting)]


def _asked(row: Mapping[str, Any], subject: Subject, *, is_prerequisite: bool) -> Question:
    name = str(row["id"])
    declared = subject.declarations.table("score").get(_ANSWERS[name][0])
    is_yes = declared if isinstance(declared, bool) else _ANSWERS[name][1](subject)
    return Question(name, said("score", name), is_yes, is_prerequisite, row.get("value", 1))


def _is_free(subject: Subject) -> bool | None:
    """Tell whether the FSF or the OSI calls the licence free."""
    from beffroi.policy.freedom import freedom  # noqa: PLC0415

    declared = subject.once(licences_of).declared
    return {"yes": True, "no": False}.get(freedom(declared)) if declared else False


def _is_maintained(subject: Subject) -> bool | None:
    kind = _public(subject, "maintenance", "type")
    return kind != "none" if isinstance(kind, str) else None


def _is_funded(_subject: Subject) -> bool | None:
    """Only a person knows: a file may say who paid, not that public money still does."""
    return None


def _is_shared(subject: Subject) -> bool | None:
    used = _public(subject, "usedBy")
    return True if isinstance(used, Sequence) and len(used) > 1 else None


def _has_page(subject: Subject) -> bool | None:
    if _public(subject, "landingURL"):
        return True
    forge = subject.forge or {}
    return bool(forge["homepage"]) if "homepage" in forge else None


def _has_logo(subject: Subject) -> bool | None:
    return True if _public(subject, "logo") else None


def _has_new_version(subject: Subject) -> bool | None:
    history = subject.history
    if history is None:
        return None
    days = [tag.date.date() for tag in history.tags() if tag.date]
    return max(days) >= months_before(subject.on, MONTHS) if days else None


def _has_new_commit(subject: Subject) -> bool | None:
    last = subject.history.last_date if subject.history else None
    if last is None:
        return None
    return last.date() >= months_before(subject.on, MONTHS)


def _has_file(stem: str) -> Callable[[Subject], bool | None]:
    """Return the question whether a file of that name stands at the root, in whatever format."""

    def asked(subject: Subject) -> bool | None:
        return any("/" not in path for path in subject.tree.matching(stem, f"{stem}.*"))

    return asked


def _public(subject: Subject, *keys: str) -> object:
    """Return a value of publiccode.yml, None when there is none."""
    value: object = subject.once(publiccode_of).values
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


_ANSWERS: Final[Mapping[str, tuple[str, Callable[[Subject], bool | None]]]] = {
    "a": ("free-licence", _is_free),
    "b": ("maintained", _is_maintained),
    "c": ("funded", _is_funded),
    "d": ("several-administrations", _is_shared),
    "1": ("web-page", _has_page),
    "2": ("recent-version", _has_new_version),
    "3": ("recent-commit", _has_new_commit),
    "4": ("logo", _has_logo),
    "5": ("roadmap", _has_file("ROADMAP")),
    "6": ("authors", _has_file("AUTHORS")),
    "7": ("contributing", _has_file("CONTRIBUTING")),
    "8": ("changelog", _has_file("CHANGELOG")),
    "9": ("code-of-conduct", _has_file("CODE_OF_CONDUCT")),
    "10": ("governance", _has_file("GOVERNANCE")),
}
"""By question: its key in the table ``[score]`` of ``.beffroi.toml``, which wins, and who knows."""
