"""The ten questions asked in a terminal, one field after the other."""

from collections.abc import Callable, Mapping
from typing import Final

from beffroi.policy.asking.answers import Answers, Made, make, tidied
from beffroi.policy.asking.guessing import Guess
from beffroi.policy.asking.questions import Asked, questions

_WORDS: Final = {
    "en": {
        "start": "Ten questions make a publiccode.yml. Enter keeps what stands in brackets, a "
        "single - leaves the answer empty.",
        "lines": "several lines, an empty one ends",
        "number": "a number",
        "numbers": "numbers, with commas between",
        "again": "Not yet:",
        "optional": "optional",
        "other": "This cannot be asked for here:",
    },
    "fr": {
        "start": "Dix questions font un publiccode.yml. Entrée garde ce qui est entre crochets, un "
        "seul - laisse la réponse vide.",
        "lines": "plusieurs lignes, une ligne vide termine",
        "number": "un numéro",
        "numbers": "des numéros, séparés par des virgules",
        "again": "Pas encore\u00a0:",
        "optional": "facultatif",
        "other": "Cela ne se demande pas ici\u00a0:",
    },
}
_EMPTY: Final = "-"


class Dialogue:
    """Asks one person: ``read`` gives a line (EOFError when there is none), ``say`` shows one."""

    def __init__(self, read: Callable[[], str], say: Callable[[str], None], language: str) -> None:
        self._read, self._say, self._language = read, say, language
        self._words = _WORDS[language]

    def hold(self, guesses: Mapping[str, Guess]) -> Made:
        """Ask all questions, then again those whose answer is not taken, until a file is valid."""
        answers: dict[str, str | list[str]] = {name: one.value for name, one in guesses.items()}
        self._say(self._words["start"])
        for number, question in enumerate(questions(), 1):
            self._say(f"\n{number}. {question.words[self._language]}")
            for one in question.fields:
                if _is_asked(one, answers):
                    self._ask(one, answers, guesses.get(one.id))
        made = make(answers)
        while made.faults:
            self._again(made, answers)
            made = make(answers)
        return made

    def _again(self, made: Made, answers: dict[str, str | list[str]]) -> None:
        """Ask again for what is not taken."""
        known = {one.id: one for question in questions() for one in question.fields}
        self._say("")
        for fault in made.faults:
            said = fault.words[self._language]
            if fault.field not in known:
                self._say(f"{self._words['other']} {fault.key}: {said}")
                raise EOFError
            self._say(f"{self._words['again']} {said}")
            self._ask(known[fault.field], answers, None)

    def _ask(self, one: Asked, answers: dict[str, str | list[str]], guess: Guess | None) -> None:
        before = tidied(answers).get(one.id, "")
        self._say(self._prompt(one, before, guess))
        for number, words in enumerate(one.choices.values(), 1):
            self._say(f"     {number}  {words[self._language]}")
        said = self._lines() if one.kind in {"text", "lines"} else self._read().strip()
        if said == _EMPTY:
            answers.pop(one.id, None)
        elif said:
            answers[one.id] = _chosen(one, said) if one.choices else said

    def _prompt(self, one: Asked, before: str | list[str], guess: Guess | None) -> str:
        notes = [] if one.is_required else [self._words["optional"]]
        if one.kind in {"text", "lines"}:
            notes.append(self._words["lines"])
        if one.choices:
            notes.append(self._words["numbers" if one.is_list else "number"])
        help_ = one.help.get(self._language)
        told = [f"   {one.label[self._language]}" + (f" ({'; '.join(notes)})" if notes else "")]
        told += [f"   {help_}"] if help_ else []
        if before:
            shown = ", ".join(before) if isinstance(before, list) else before
            source = f"  ← {guess.path}" if guess else ""
            source += f":{guess.line}" if guess and guess.line else ""
            told.append(f"   [{shown}]{source}")
        return "\n".join(told)

    def _lines(self) -> str:
        found: list[str] = []
        while line := self._read().rstrip():
            found.append(line)
            if line == _EMPTY and len(found) == 1:
                break
        return "\n".join(found)


def _is_asked(one: Asked, answers: Answers) -> bool:
    """Tell whether a field matters: nobody is asked whom to ask when nobody maintains it."""
    kind = answers.get("maintenance")
    if one.id == "until":
        return kind == "contract"
    return one.id not in {"contact", "email"} or kind != "none"


def _chosen(one: Asked, said: str) -> str | list[str]:
    """Return the values of the numbers that were answered; a value itself counts as well."""
    values = list(one.choices)
    parts = [part.strip() for part in said.split(",") if part.strip()]
    found = [
        values[int(part) - 1] if part.isdecimal() and 0 < int(part) <= len(values) else part
        for part in parts
    ]
    return found if one.is_list else found[0] if found else ""
