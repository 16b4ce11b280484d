"""Licence and holder of each file, held to what ``reuse lint`` answers."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from beffroi.policy.check.reuse.coverage import coverage_of
from tests.policy.check.working_copies import subject_of, write

TAG = "SPDX-License-" + "Identifier:"
HOLDER = "SPDX-File" + "CopyrightText:"
PLAIN: Mapping[str, str | bytes] = {
    "a.py": f"# {HOLDER} 2024 A\n# {TAG} MIT\n",
    "b.py": f"# Copyright 2020 B\n# {TAG} MIT OR Apache-2.0\n",
    "c.c": f"/* {HOLDER} X */\n/* {TAG} GPL-2.0-only WITH Classpath-exception-2.0 */",
    "empty-tags.py": f"# {TAG}\n# {HOLDER}\n",
    "wrong.py": f"# {TAG} MIT OR\n",
    "not-listed.py": f"# {TAG} NotListed-1.0\n# © me",
    "small.txt": "copyright 2020 me",
    "words.txt": "The Copyright holder",
    "sign.txt": "Copyright(c)2020 me",
    "bare.txt": "Copyright\n",
    "picture.png": b"\x89PNG\r\n\x1a\n" + bytes(30) + f"{TAG} MIT".encode(),
    "beside.png": b"\x89PNG\r\n\x1a\n" + bytes(30),
    "beside.png.license": f"{HOLDER} P\n{TAG} CC-BY-4.0",
    "ignored.py": f"# REUSE-Ignore{'Start'}\n# {TAG} MIT\n# REUSE-Ignore{'End'}\nx",
    "late.py": "x=1\n" * 3000 + f"# {TAG} ISC\n# Copyright 2 x",
    "quoted.py": f'"{TAG} Zlib"',
    "assigned.py": f"x = '{TAG} Zlib'",
    "old.tex": f"% {TAG} GPL-3.0\n% {HOLDER} x",
    "plus.py": f"# {TAG} Apache-2.0+\n# {HOLDER} x",
    "old-plus.py": f"# {TAG} GPL-2.0+\n",
    "two.py": f"# {TAG} MIT {TAG} ISC\n",
    "code.md": f"Use `{TAG} MIT` in headers.\n",
    "small-tag.py": "# spdx-license-identifier: MIT",
    "slash.py": f"# {TAG} MIT/X11\n",
    "snippet.py": f"# SPDX-Snippet{'Begin'}\n# {TAG} MPL-2.0\n# SPDX-Snippet{'End'}",
    "nothing.txt": "",
    "wide.txt": f"{TAG} MIT\n{HOLDER} x".encode("utf-16"),
    "LICENSE": "x", "COPYING.LESSER": "x", "LICENSE-MIT": "x", "license.txt": "y",
    "sub/LICENSE": "z", "x.spdx": "q", "y.spdx.json": "{}", ".gitignore": "nothing",
    "LICENSES/MIT.txt": "mit", "LICENSES/ISC.txt": "isc", "LICENSES/0BSD.txt": "0",
    "LICENSES/LicenseRef-Own.txt": "own", "LICENSES/GPL-3.0.txt": "g",
    "LICENSES/Apache-2.0.txt": "a",
    "subprojects/foo/a.py": "x", "subprojects/b.py": "x", ".reuse/templates/x": "y",
}  # fmt: skip
TOMLS: Mapping[str, str | bytes] = {
    "a.py": f"# {HOLDER} 2024 A\n# {TAG} MIT\n",
    "half.py": "# Copyright x",
    "other-half.py": f"# {TAG} ISC",
    "silent.py": "x",
    "wrong.py": f"# {TAG} MIT OR\n",
    "REUSE.toml": f"""version = 1
[[annotations]]
path = "**"
{HOLDER[:-1]} = "2020 root"
{TAG[:-1]} = "0BSD"
[[annotations]]
path = ["docs/*.md", "x/**/y.txt", "star/\\\\*.md", "odd[1].txt"]
precedence = "aggregate"
{HOLDER[:-1]} = ["a", "b"]
{TAG[:-1]} = ["CC0-1.0", "MIT"]
[[annotations]]
path = "over/**"
precedence = "override"
{TAG[:-1]} = "Zlib"
[[annotations]]
path = "held/*"
{HOLDER[:-1]} = "x"
""",
    "docs/a.md": "x", "docs/sub/b.md": f"{TAG} ISC", "docs/c.md": f"{TAG} ISC",
    "x/1/2/y.txt": "q", "star/*.md": "q", "star/a.md": "q", "odd[1].txt": "q", "odd1.txt": "q",
    "over/a.py": f"{TAG} MIT Copyright x", "over/b/c.py": "z", "held/a": "x", "held/b/c": "x",
    "deep/REUSE.toml": f"""version = 1
[[annotations]]
path = "*.py"
{TAG[:-1]} = "Unlicense"
[[annotations]]
path = "sub/**"
precedence = "override"
{HOLDER[:-1]} = "deep"
""",
    "deep/a.py": "x", "deep/c.py": f"{TAG} MIT", "deep/d.txt": "y", "deep/sub/e.txt": f"{TAG} MIT",
    "over/REUSE.toml": f'version = 1\n[[annotations]]\npath = "**"\n{TAG[:-1]} = "Beerware"\n',
}  # fmt: skip
DEP5: Mapping[str, str | bytes] = {
    ".reuse/dep5": "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n"
    "\nFiles: *\nCopyright: 2020 a\nLicense: MIT\n"
    "\nFiles: docs/* img?.png\nCopyright: 2020 b\n 2021 c\nLicense: CC0-1.0 OR ISC\n",
    "a.py": "x", "docs/b/c.md": f"{TAG} ISC", "img1.png": "q", "img12.png": "z",
}  # fmt: skip


def lint(folder: Path) -> dict[str, Any]:
    """Return what ``reuse lint`` says of a folder."""
    words = [sys.executable, "-m", "reuse", "--root", str(folder), "lint", "--json"]
    ended = subprocess.run(words, capture_output=True, text=True, check=False, cwd=folder)
    said = json.loads(ended.stdout)
    wrong = {
        key: {str(one).removeprefix(f"{folder}/") for one in value}
        for key, value in said["non_compliant"].items()
    }
    return {**wrong, "files": {one["path"] for one in said["files"]},
            "used": set(said["summary"]["used_licenses"])}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("files", [PLAIN, TOMLS, DEP5], ids=["plain", "tomls", "dep5"])
def test_every_answer_is_that_of_reuse(tmp_path: Path, files: Mapping[str, str | bytes]) -> None:
    expected = lint(write(tmp_path, files))
    found = coverage_of(subject_of(tmp_path))
    assert set(found.files) == expected["files"]
    silent = {path for path, cover in found.files.items() if not cover.expressions}
    assert silent == expected["missing_licensing_info"]
    unheld = {path for path, cover in found.files.items() if not cover.is_held}
    assert unheld == expected["missing_copyright_info"]
    assert set(found.used()) == expected["used"]
    assert set(found.missing()) == expected["missing_licenses"]
    assert set(found.unused()) == expected["unused_licenses"]


def test_a_file_beside_speaks_for_a_picture(tmp_path: Path) -> None:
    cover = coverage_of(subject_of(tmp_path, PLAIN)).files["beside.png"]
    assert cover.is_whole
    assert cover.statements[0].path == "beside.png.license"


def test_what_overrides_silences_the_file_and_what_lies_deeper(tmp_path: Path) -> None:
    cover = coverage_of(subject_of(tmp_path, TOMLS)).files["over/a.py"]
    assert cover.expressions == ("Zlib",)


def test_the_nearest_table_gives_the_half_that_a_file_lacks(tmp_path: Path) -> None:
    files = {**TOMLS, "deep/held.py": "# Copyright x"}
    cover = coverage_of(subject_of(tmp_path, files)).files["deep/held.py"]
    assert (cover.expressions, cover.is_held) == (("Unlicense",), True)


def test_only_the_half_that_is_lacking_is_taken_and_only_from_the_nearest(tmp_path: Path) -> None:
    table = f'version = 1\n[[annotations]]\npath = "**"\n{HOLDER[:-1]} = "A"\n{TAG[:-1]} = "MIT"\n'
    files = {"REUSE.toml": table, "deep/REUSE.toml": table.replace("MIT", "ISC"),
             "deep/silent.py": "x", "deep/held.py": "# Copyright B"}  # fmt: skip
    found = coverage_of(subject_of(tmp_path, files)).files
    silent = [(one.path, one.is_held) for one in found["deep/silent.py"].statements]
    assert silent == [("deep/REUSE.toml", True)]
    held = [(one.path, one.is_held) for one in found["deep/held.py"].statements]
    assert held == [("deep/held.py", True), ("deep/REUSE.toml", False)]


def test_a_faulty_table_is_told_and_nothing_else_is_lost(tmp_path: Path) -> None:
    files = {**PLAIN, "REUSE.toml": "version = "}
    found = coverage_of(subject_of(tmp_path, files))
    assert [one.path for one in found.faults] == ["REUSE.toml"]
    assert found.files["a.py"].is_whole
