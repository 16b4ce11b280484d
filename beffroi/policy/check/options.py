"""What may be asked of ``beffroi check``."""

import argparse
from datetime import date
from pathlib import Path
from typing import Final

from beffroi.lib import terminal
from beffroi.policy.check.shapes import STATES

FORMATS: Final = ("text", "json", "sarif", "junit", "markdown", "gitlab", "cyclonedx")


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command."""
    made = argparse.ArgumentParser(
        prog="beffroi check",
        description="Judge a working copy by a contribution policy: what, where, which rule of "
        "which document, and how to mend it. Exit status: 0 not blocked, 1 blocked, 2 not judged.",
        epilog="--hook secrets|identity|dco [FILE...] runs one hook of pre-commit instead; "
        "beffroi check --hook --help tells more.",
    )
    made.add_argument("place", metavar="PATH_OR_URL", help="a folder, or an https:// address")
    made.add_argument("--policy", help="a policy by name, or a .toml file; default: fr-dinum")
    made.add_argument(
        "--strict", action="store_true", help="exit 1 on any fail, and on a MUST that is unknown"
    )
    made.add_argument(
        "--history", action="store_true", help="read the contents of every commit too (secrets)"
    )
    _inputs(made)
    _outputs(made)
    _mending(made)
    return made


def _inputs(made: argparse.ArgumentParser) -> None:
    group = made.add_argument_group("what is known besides the files")
    group.add_argument(
        "--domains", type=Path, metavar="FILE", help="e-mail domains of public bodies, suppliers"
    )
    group.add_argument(
        "--forge", type=Path, metavar="FILE", help="what the forge says, as JSON (docs/check.md)"
    )
    group.add_argument(
        "--vulnerabilities", type=Path, metavar="PATH", help="OSV, osv-scanner or CycloneDX files"
    )
    group.add_argument(
        "--on", type=date.fromisoformat, metavar="DAY", help="judge as on a day; default: today"
    )


def _outputs(made: argparse.ArgumentParser) -> None:
    group = made.add_argument_group("what is written")
    group.add_argument("--format", choices=FORMATS, default="text")
    group.add_argument(
        "--output", type=Path, metavar="FILE", help="write there, not to the terminal"
    )
    group.add_argument(
        "--states", type=_states, metavar="LIST", help=f"show only these: {','.join(STATES)}"
    )
    group.add_argument(
        "--sbom", type=Path, metavar="FILE", help="also write a CycloneDX SBOM there"
    )
    group.add_argument("--language", choices=["en", "fr"], default=terminal.language())


def _mending(made: argparse.ArgumentParser) -> None:
    group = made.add_argument_group("mending")
    group.add_argument("--fix", action="store_true", help="write what can be written; shows a diff")
    group.add_argument("--dry-run", action="store_true", help="only show the diff of --fix")
    group.add_argument("--licence", default="", metavar="ID", help="the licence to write, by SPDX")
    group.add_argument("--holder", default="", metavar="NAME", help="copyright holder for headers")


def _states(words: str) -> frozenset[str]:
    found = frozenset(words.split(","))
    if found - set(STATES):
        raise argparse.ArgumentTypeError(f"known are {', '.join(STATES)}")
    return found
