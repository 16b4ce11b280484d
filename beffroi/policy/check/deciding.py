"""The decision tree of the law (``data/decision-tree.yaml``): answers in, a result out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from beffroi.policy.check.families import yaml_file

RESULTS: Final = ("end-1", "end-2", "end-3", "end-4", "end-5")
_MOST_STEPS: Final = 50


@dataclass(frozen=True, slots=True)
class Walked:
    """``steps``: the answers that were followed (``2=yes``); ``stopped``: the question left open.

    ``result`` is empty while a question is open.
    """

    steps: tuple[str, ...] = ()
    result: str = ""
    stopped: str = ""


def walk(answer: object) -> Walked:
    """Follow answers, ``{"1" = "yes", …}``, from the first question; or take a result as given."""
    if answer in RESULTS:
        return Walked(result=str(answer))
    given = answer if isinstance(answer, Mapping) else {}
    here, steps = str(tree()["start"]), list[str]()
    while here not in RESULTS and len(steps) < _MOST_STEPS:
        key = _word(given.get(here))
        goes = {one["key"]: one["goto"] for one in questions()[here]["answers"]}
        if key not in goes:
            return Walked(tuple(steps), stopped=here)
        steps.append(f"{here}={key}")
        here = goes[key]
    return Walked(tuple(steps), result=here)


def questions() -> Mapping[str, Mapping[str, Any]]:
    """Return the questions by their number."""
    return {str(one["id"]): one for one in tree()["questions"]}


def tree() -> Mapping[str, Any]:
    """Return the tree as the file holds it."""
    return yaml_file("decision-tree.yaml")


def _word(answer: object) -> str:
    """Return an answer as the tree writes it; TOML has true and false too."""
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    return answer.strip().lower() if isinstance(answer, str) else ""
