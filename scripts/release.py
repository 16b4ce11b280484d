"""Make a release: ``changelog.d/`` becomes a section of ``CHANGELOG.md``, its files go.

The version is written to ``pyproject.toml``, ``publiccode.yml`` and ``codemeta.json`` as well.
Nothing is committed or sent: a person reads the difference, commits and tags.
"""

import re
import sys
from datetime import UTC, date, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KINDS = ("added", "changed", "fixed", "removed", "security")
VERSION = re.compile(r"\d+\.\d+\.\d+")
PLACES = (  # file, what stands before the version, what stands after it
    ("pyproject.toml", '\nversion = "', '"'),
    ("publiccode.yml", "\nsoftwareVersion: ", "\n"),
    ("codemeta.json", '"version": "', '"'),
)
HERE = "<!-- releases, newest first -->\n"


class ReleaseError(Exception):
    """The release cannot be made; the text says why, and the way out."""


def fragments(root: Path) -> dict[str, list[Path]]:
    """Return the files of ``changelog.d`` by kind, sorted by name."""
    found = {kind: sorted((root / "changelog.d" / kind).glob("*.md")) for kind in KINDS}
    return {kind: files for kind, files in found.items() if files}


def section(version: str, day: date, files: dict[str, list[Path]]) -> str:
    """Return the section of one version in Markdown."""
    lines = [f"## {version} – {day.isoformat()}", ""]
    for kind, paths in files.items():
        lines += [f"### {kind.capitalize()}", ""]
        for path in paths:
            first, *rest = path.read_text(encoding="utf-8").strip().splitlines()
            lines += [f"- {first}", *(f"  {line}" if line else "" for line in rest)]
        lines.append("")
    return "\n".join(lines)


def release(root: Path, version: str, day: date) -> None:
    """Write the section and the version, then remove the files that became it."""
    if not VERSION.fullmatch(version):
        message = f"{version!r} is no version such as 1.2.3: make release VERSION=1.2.3"
        raise ReleaseError(message)
    files = fragments(root)
    if not files:
        message = "changelog.d holds no change: a release says what is new"
        raise ReleaseError(message)
    log = root / "CHANGELOG.md"
    before = log.read_text(encoding="utf-8")
    if f"\n## {version} " in before or HERE not in before:
        message = f"CHANGELOG.md names {version} already, or has lost its line {HERE.strip()}"
        raise ReleaseError(message)
    changed = {path: named(path, start, end, version) for path, start, end in placed(root)}
    changed[log] = before.replace(HERE, f"{HERE}\n{section(version, day, files)}", 1)
    for path, text in changed.items():
        path.write_text(text, encoding="utf-8")
    for path in (path for paths in files.values() for path in paths):
        path.unlink()


def placed(root: Path) -> list[tuple[Path, str, str]]:
    """Return the files that name the version."""
    return [(root / name, start, end) for name, start, end in PLACES]


def named(path: Path, start: str, end: str, version: str) -> str:
    """Return the text of a file with its version replaced."""
    text = path.read_text(encoding="utf-8")
    pattern = f'{re.escape(start)}[^\n"]*{re.escape(end)}'
    fresh, count = re.subn(pattern, f"{start}{version}{end}", text, count=1)
    if count != 1:
        message = f"{path.name} has no line with {start.strip()!r}"
        raise ReleaseError(message)
    return fresh


def main() -> int:
    """Make the release that the first argument names."""
    try:
        release(ROOT, sys.argv[1] if len(sys.argv) > 1 else "", datetime.now(UTC).date())
    except ReleaseError as error:
        print(f"release: {error}", file=sys.stderr)
        return 2
    print(f"release: {sys.argv[1]} stands in CHANGELOG.md; read the difference, commit, tag")
    return 0


if __name__ == "__main__":
    sys.exit(main())
