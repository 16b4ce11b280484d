"""From answers to a publiccode.yml that our own judge finds valid, and from a file to answers."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from beffroi.lib import graphemes
from beffroi.lib.cleaning import clean
from beffroi.policy.asking.questions import LANGUAGES, Asked, faults, fields
from beffroi.policy.metadata import words
from beffroi.policy.metadata.drafts import in_order
from beffroi.policy.publiccode import judge, rules
from beffroi.policy.publiccode.fields import standard
from beffroi.policy.publiccode.judging import read_tree
from beffroi.policy.publiccode.shapes import Result
from beffroi.policy.publiccode.trees import place
from beffroi.policy.publiccode.writing import dump

Answers: TypeAlias = Mapping[str, str | list[str]]
"""Field → what was answered: a text, or a list of texts for the kinds that are lists."""

LONGEST: Final = 20_000
MOST_ITEMS: Final = 200
_FLAGS: Final = {
    "true": True, "yes": True, "oui": True, "false": False, "no": False, "non": False,
}  # fmt: skip
_COUNTED: Final = frozenset({"at-most", "at-least"})
_INDEX = re.compile(r"\[\d+\]")
_CONTACT: Final = ("contact", "email", "until")
_UNKNOWN: Final = "en"
_OF_CONTRACTORS: Final = {
    "maintenance.contractors": "maintenance.contacts",
    "maintenance.contractors[0].name": "maintenance.contacts",
    "maintenance.contractors[0].email": "maintenance.contacts[0].email",
}
"""One field asks for the contact or the contractor."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an answer is not taken: the field ("" for the whole), its key, words by language."""

    field: str
    key: str
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Made:
    """A file made of ``answers`` (tidied); ``lines``: field → the line that holds its answer."""

    text: str
    values: Mapping[str, Any]
    faults: tuple[Fault, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)
    answers: Answers = field(default_factory=dict)

    @property
    def is_valid(self) -> bool:
        """Tell whether the judge has nothing against it."""
        return not self.faults


def make(answers: Answers) -> Made:
    """Return the file that some answers make, and at each field what keeps it from being valid."""
    said = tidied(answers)
    values = in_order(_values(said))
    text = dump(values)
    found = {one.field: one for one in _before_the_judge(said)}
    for result in judge(text.encode()).results:
        if result.severity == "error":
            fault = _fault(result, said)
            found.setdefault(fault.field or fault.key, fault)
    order = [one.id for one in fields()]
    ordered = sorted(
        found.values(),
        key=lambda one: order.index(one.field) if one.field in order else len(order),
    )
    return Made(text, values, tuple(ordered), _lines(text, said, values), said)


def tidied(answers: Answers) -> dict[str, str | list[str]]:
    """Return answers without what no file can hold; unknown fields and empty ones are left out."""
    found: dict[str, str | list[str]] = {}
    for one in fields():
        value = answers.get(one.id)
        tidy = _list(value, one.kind) if one.is_list else _text(value, one.kind)
        if tidy:
            found[one.id] = tidy
    if licence := words.licence(str(found.get("licence", ""))):
        found["licence"] = licence
    return found


def _text(value: object, kind: str) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str | int | float):
        return ""
    text = clean(str(value)[:LONGEST], lines=kind == "text")
    if kind == "flag":
        known = _FLAGS.get(text.lower())
        return text if known is None else str(known).lower()
    return text


def _list(value: object, kind: str) -> list[str]:
    """Return the items of a list, or of a text whose items are separated as its kind asks for."""
    if isinstance(value, str):
        value = re.split(r"[,;\n]" if kind == "words" else r"\n", value[:LONGEST])
    items = value if isinstance(value, list) else []
    tidy = [clean(one[:LONGEST]) for one in items if isinstance(one, str)]
    marks = "-*• " if kind == "lines" else ""
    bare = [one.lstrip(marks) if marks else one for one in tidy]
    return list(dict.fromkeys(filter(None, bare)))[:MOST_ITEMS]


def _language(said: Mapping[str, Any]) -> str:
    """Return the language of the texts; another one while none that can be is said."""
    tag = str(said.get("language", ""))
    return tag if rules.is_language(tag) else _UNKNOWN


def _before_the_judge(said: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield what is wrong with answers that never reach the file."""
    for one in fields():
        if one.is_required and one.id not in said:
            yield Fault(one.id, one.key, faults()["some" if one.is_list else "required"])
        elif one.kind == "flag" and one.id in said and said[one.id] not in _FLAGS:
            yield Fault(one.id, one.key, faults()["type"])
        elif one.id == "language" and not rules.is_language(str(said[one.id])):
            yield Fault(one.id, one.key, faults()["language-keys"])


def _lines(text: str, said: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, int]:
    tree, language = read_tree(text.encode()), _language(said)
    return {
        one.id: place(tree, one.key_in(language))[0]
        for one in fields()
        if one.id in said and _holds(values, one.key_in(language))
    }


def _values(said: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {"publiccodeYmlVersion": "0"}
    language = _language(said)
    part: dict[str, Any] = {}
    for one in fields():
        if one.id not in said or one.id in {"language", *_CONTACT}:
            continue
        value: Any = said[one.id]
        if one.kind == "flag":
            value = _FLAGS.get(str(value))
            if value is None:
                continue
        if one.key.startswith("description.{language}."):
            part[one.key.rpartition(".")[2]] = value
        else:
            _put(values, one.key, value)
    values["description"] = {language: part}
    _upkeep(values, said)
    return values


def _put(values: dict[str, Any], key: str, value: Any) -> None:
    *path, name = key.split(".")
    for step in path:
        values = values.setdefault(step, {})
    values[name] = value


def _upkeep(values: dict[str, Any], said: Mapping[str, Any]) -> None:
    """Put whom to ask: a contractor under contract, a contact else."""
    is_contract = said.get("maintenance") == "contract"
    names = {"contact": "name", "email": "email", **({"until": "until"} if is_contract else {})}
    person = {name: said[id_] for id_, name in names.items() if id_ in said}
    if person:
        key = "contractors" if is_contract else "contacts"
        values.setdefault("maintenance", {})[key] = [person]


def _holds(values: Mapping[str, Any], key: str) -> bool:
    here: Any = values
    for step in _INDEX.sub("", key).split("."):
        if isinstance(here, list):
            here = here[0] if here else None
        here = here.get(step) if isinstance(here, Mapping) else None
    return here not in (None, "", [], {})


def _fault(result: Result, said: Mapping[str, Any]) -> Fault:
    found = _field_of(result.key, _language(said))
    told = faults().get(result.rule) or standard().advice.get(result.rule)
    if found is None or not told:
        return Fault("", result.key, dict.fromkeys(LANGUAGES, result.message))
    if result.rule in _COUNTED:
        count, limit = graphemes.count(str(said[found.id])), _limit(found, result.rule)
        told = {name: text.format(limit=limit, count=count) for name, text in told.items()}
    return Fault(found.id, result.key, told)


def _limit(asked: Asked, rule: str) -> str:
    """Return how long a text of the description may be, or must be."""
    part = standard().root.fields["description"].item
    known = part.fields[asked.key.rpartition(".")[2]].rules if part else ()
    return dict(known)[rule]


def _field_of(key: str, language: str) -> Asked | None:
    """Return the field that answers for a key: the one with the longest key in common."""
    own = _OF_CONTRACTORS.get(key, key)
    found = [one for one in fields() if _is_in(own, one.key_in(language))]
    return max(found, key=lambda one: len(one.key_in(language)), default=None)


def _is_in(key: str, block: str) -> bool:
    return key == block or key.startswith((f"{block}.", f"{block}["))


def answers_of(values: Mapping[str, Any], language: str) -> dict[str, str | list[str]]:
    """Return the answers that a file gives already; the texts in a language, else in the first.

    The values may be of any type: what is no answer is left out.
    """
    parts = values.get("description")
    described = (
        [str(name) for name, part in parts.items() if isinstance(part, Mapping)]
        if (isinstance(parts, Mapping))
        else []
    )
    own = [name for name in described if name.lower().split("-")[0] == language]
    taken = next(iter([*own, *described]), "")
    found: dict[str, Any] = {"language": taken} if taken else {}
    for one in fields():
        if one.id != "language" and one.id not in _CONTACT:
            found[one.id] = _at(values, one.key, taken)
    found |= _contact_of(values)
    kept: Answers = {name: value for name, value in found.items() if value is not None}
    return tidied(kept)


def _at(values: Any, key: str, language: str) -> Any:
    here: Any = values
    for step in key.split("."):
        name = language if step == "{language}" else step
        here = here.get(name) if isinstance(here, Mapping) else None
    return here


def _contact_of(values: Mapping[str, Any]) -> dict[str, Any]:
    kept = values.get("maintenance")
    if not isinstance(kept, Mapping):
        return {}
    name = "contractors" if kept.get("type") == "contract" else "contacts"
    people = kept.get(name)
    first = people[0] if isinstance(people, list) and people else None
    if not isinstance(first, Mapping):
        return {}
    return {
        "contact": first.get("name"), "email": first.get("email"), "until": first.get("until"),
    }  # fmt: skip
