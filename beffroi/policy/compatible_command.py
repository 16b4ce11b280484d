"""The command ``beffroi compatible``: may code under one licence go into a work under another."""

import argparse
import json
import sys

from beffroi.lib import terminal
from beffroi.policy.licence.compatible import Answer, compatible

_WORDS = {
    "en": {"True": "Yes", "False": "No", "rule": "rule", "conditions": "On these conditions:",
           "source": "Source: ", "advice": "An advice, not a legal opinion."},
    "fr": {"True": "Oui", "False": "Non", "rule": "règle", "conditions": "À ces conditions :",
           "source": "Source : ", "advice": "Un conseil, pas un avis juridique."},
}  # fmt: skip


def run(arguments: list[str]) -> int:
    """Answer one question; 0 yes, 1 no, and UnknownLicenceError for what is no licence."""
    asked = _parser().parse_args(arguments)
    answer = compatible(asked.inbound, asked.outbound, asked.language)
    if asked.format == "json":
        sys.stdout.write(json.dumps(answer.as_json(), ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.write(_in_words(answer, asked.language))
    return 0 if answer.compatible else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="beffroi compatible",
        description="May a component under one licence go into a work under another?",
    )
    parser.add_argument("inbound", help="licence of the component, an SPDX expression")
    parser.add_argument("outbound", help="licence under which the work is distributed")
    parser.add_argument("--format", choices=["text", "json"], default="text")
    parser.add_argument("--language", choices=["en", "fr"], default=terminal.language())
    return parser


def _in_words(answer: Answer, language: str) -> str:
    words = _WORDS[language]
    verdict = words[str(answer.compatible)]
    if answer.compatible:
        verdict += f" ({words['rule']} {answer.document})"
    lines = [f"{answer.inbound} → {answer.outbound}: {verdict}", answer.because]
    if answer.conditions:
        lines += [words["conditions"], *(f"  - {one}" for one in answer.conditions)]
    if len(answer.parts) > 1:
        lines += [f"  {_part(one, words)}" for one in answer.parts]
    return "\n".join([*lines, words["source"] + answer.source, words["advice"]]) + "\n"


def _part(answer: Answer, words: dict[str, str]) -> str:
    return (
        f"{answer.inbound} → {answer.outbound}: {words[str(answer.compatible)]}, {answer.document}"
    )
