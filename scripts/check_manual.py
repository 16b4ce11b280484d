"""Write the tables of docs/check.md and docs/check.fr.md from the policy; --check only compares."""

import re
import sys
from pathlib import Path

import yaml

from beffroi.policy.check.families import role, said
from beffroi.policy.check.fixing.mending import CHECKS
from beffroi.policy.check.formats.places import document
from beffroi.policy.check.packs import open_pack
from beffroi.policy.check.shapes import Words
from beffroi.policy.licences import DATA

DOCS = Path(__file__).resolve().parent.parent / "docs"
MANUALS = {"en": DOCS / "check.md", "fr": DOCS / "check.fr.md"}
HEADS = {
    "en": ("| rule | severity | asks | who answers | fix |", "| question | asks |"),
    "fr": ("| règle | sévérité | demande | qui répond | fix |", "| question | demande |"),
}


def main() -> int:
    """Write both manuals; with ``--check`` 1 when one of them is not up to date."""
    is_check = "--check" in sys.argv
    old = []
    for language, path in MANUALS.items():
        before = path.read_text(encoding="utf-8")
        after = filled(before, "rules", rules(language))
        after = filled(after, "questions", questions(language))
        if after != before:
            old.append(path.name)
            if not is_check:
                path.write_text(after, encoding="utf-8")
    if old:
        print(f"{', '.join(old)}: {'not up to date; run' if is_check else 'written by'} {__file__}")
    return int(is_check and bool(old))


def filled(text: str, name: str, lines: list[str]) -> str:
    """Return a manual with the lines between two marks."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    table = "\n".join([begin, *lines, end])
    return re.sub(f"{begin}.*?{end}", lambda _: table, text, flags=re.DOTALL)


def rules(language: str) -> list[str]:
    """Return a line for each rule of the French State's policy."""
    lines = [HEADS[language][0], "| --- | --- | --- | --- | --- |"]
    for rule in open_pack("fr-dinum").rules:
        address = document(rule.source)
        name = f"[{rule.id}]({address})" if address else rule.id
        severity = spoken(said("severities", rule.severity), language)
        asked = role(rule.answerer, language)
        mark = "fix" if rule.check in CHECKS else ""
        asks = spoken(rule.statement, language)
        lines.append(f"| {name} | {severity} | {asks} | {asked} | {mark} |")
    return lines


def questions(language: str) -> list[str]:
    """Return a line for each question of the decision tree."""
    tree = yaml.safe_load((DATA / "decision-tree.yaml").read_text(encoding="utf-8"))
    lines = [HEADS[language][1], "| --- | --- |"]
    for one in tree["questions"]:
        keys = ", ".join(f"`{answer['key']}`" for answer in one["answers"])
        lines.append(f"| {one['id']} | {one[language]} ({keys}) |")
    return lines


def spoken(words: Words, language: str) -> str:
    """Return words in a language, in one cell of a table."""
    return (words.fr if language == "fr" else words.en).replace("|", "\\|")


if __name__ == "__main__":
    sys.exit(main())
