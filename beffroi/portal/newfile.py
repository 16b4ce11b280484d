"""What the page of ten questions shows: fields with what was typed, and what is known already."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from beffroi.forges.addresses import comparison_form
from beffroi.policy.asking.answers import Answers, Made, answers_of, tidied
from beffroi.policy.asking.questions import Asked, questions
from beffroi.policy.licences import OTHER
from beffroi.policy.metadata import words
from beffroi.repositories.models import Alias, Repository


@dataclass(frozen=True, slots=True)
class Field:
    """One field as the page shows it; ``options``: value, words, whether it is chosen."""

    id: str
    kind: str
    label: str
    help: str
    is_required: bool
    value: str
    options: tuple[tuple[str, str, bool], ...]
    error: str


@dataclass(frozen=True, slots=True)
class Part:
    """One question with its fields."""

    number: int
    words: str
    fields: tuple[Field, ...]


def parts(answers: Answers, made: Made | None, language: str) -> tuple[Part, ...]:
    """Return the ten questions with what was answered, and what is wrong once it was sent."""
    errors = {one.field: one.words[language] for one in made.faults} if made else {}
    return tuple(
        Part(
            number,
            question.words[language],
            tuple(_field(one, answers, errors, language) for one in question.fields),
        )
        for number, question in enumerate(questions(), 1)
    )


def _field(one: Asked, answers: Answers, errors: Mapping[str, str], language: str) -> Field:
    given = answers.get(one.id, "")
    chosen = given if isinstance(given, list) else [given]
    gap = "\n" if one.kind == "lines" else ", "
    return Field(
        id=one.id,
        kind=one.kind,
        label=one.label[language],
        help=one.help.get(language, ""),
        is_required=one.is_required,
        value=gap.join(chosen),
        options=tuple(
            (value, said[language], value in chosen) for value, said in one.choices.items()
        ),
        error=errors.get(one.id, ""),
    )


def found(address: str) -> Repository | None:
    """Return the listed repository at an address, one of its former ones included."""
    key = comparison_form(address)
    listed = Repository.objects.listed().select_related("account__organisation")
    direct = listed.filter(url_key=key).first()
    if direct or not key:
        return direct
    uids = Alias.objects.filter(url_key=key).values("repository__uid")
    return listed.filter(uid__in=uids).first()


def known(repository: Repository, language: str) -> dict[str, str | list[str]]:
    """Return what the catalogue can answer for a repository; no address of a person."""
    said: Any = repository.publiccode
    own = answers_of(said, language) if isinstance(said, Mapping) else {}
    own.pop("email", None)
    return {**_of_record(repository, language), **own}


def _of_record(repository: Repository, language: str) -> dict[str, str | list[str]]:
    texts = repository.descriptions if isinstance(repository.descriptions, dict) else {}
    spoken = language if texts.get(language) else next(iter(texts), "")
    body = repository.account.organisation
    activity = repository.activity if isinstance(repository.activity, dict) else {}
    categories, _ = words.categories(map(str, repository.topics))
    return tidied(
        {
            "name": repository.name,
            "url": repository.clone_url or repository.url,
            "landing": repository.homepage,
            "short": words.shorten(str(texts.get(spoken) or repository.description)),
            "language": spoken or language,
            "categories": categories,
            "status": "obsolete" if repository.is_archived else "",
            "version": str(activity.get("release") or ""),
            "licence": "" if repository.licence == OTHER else repository.licence,
            "owner": body.name,
        }
    )
