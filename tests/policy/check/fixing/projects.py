"""Working copies for the tests of mending, judged by the rules that can be mended."""

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from beffroi.policy.check.declarations import read_declarations
from beffroi.policy.check.fixing import Fixes, Wanted, fix
from beffroi.policy.check.history import open_history
from beffroi.policy.check.judging import Report, judge
from beffroi.policy.check.packs import Pack, open_pack
from beffroi.policy.check.registry import open_registry
from beffroi.policy.check.subject import Subject
from beffroi.policy.check.tree import Tree, open_tree

DAY = date(2026, 11, 25)
RULES = (
    "PUB-01", "PUB-05", "PUB-11", "DCO-03", "FILE-01", "FILE-02", "FILE-03", "FILE-04", "FILE-05",
    "FILE-06", "FILE-07", "FILE-08",
    "FILE-09", "HEAD-01", "HEAD-02", "SEC-01", "SEC-03", "LEVEL-01",
)  # fmt: skip
SETTINGS = """\
[project]
organisation = "Direction interministérielle du numérique"
contact = "contact@exemple.gouv.fr"
security = "mailto:securite@exemple.gouv.fr"
[declarations.LEVEL-01]
answer = "B"
by = "A. Person"
role = "project team"
on = 2026-01-01
"""
FRENCH = (
    "# Grammaire\n\nGrammaire est un module qui relit les textes de la direction et propose des "
    "corrections aux agents dans leur suite bureautique.\n"
)


@dataclass
class Project:
    """A folder, outside git so that every file counts."""

    root: Path
    settings: str = ""
    pack: Pack = field(default_factory=lambda: _pack(RULES))

    def write(self, path: str, text: str | bytes) -> None:
        """Write a file, with its folders."""
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)

    def read(self, path: str) -> str:
        """Return a file as text."""
        return (self.root / path).read_bytes().decode("utf-8")

    def subject(self, tree: Tree | None = None) -> Subject:
        """Return what is judged."""
        told = read_declarations(self.settings, DAY)
        there = tree or open_tree(self.root)
        history = open_history(self.root)
        return Subject(there, told, open_registry(None, told), DAY, history)

    def judged(self) -> Report:
        """Judge by the rules that can be mended."""
        return judge(self.subject(), self.pack)

    def states(self) -> dict[str, str]:
        """Return the state of each rule."""
        return {one.rule.id: one.finding.state for one in self.judged().rules}

    def mended(self, wanted: Wanted | None = None) -> Fixes:
        """Mend, and return what was done."""
        return fix(self.subject(), self.judged(), wanted or Wanted(licence="EUPL-1.2"))


def _pack(names: tuple[str, ...]) -> Pack:
    pack = open_pack("fr-dinum")
    return replace(pack, rules=tuple(rule for rule in pack.rules if rule.id in names))
