"""Which files are source code of the project."""

from pathlib import Path

import pytest

from beffroi.policy.check.reuse.sources import is_source, sources_of, uncovered_sources
from tests.policy.check.working_copies import subject_of

TAG = "SPDX-License-" + "Identifier: MIT"


@pytest.mark.parametrize("path", ["a.py", "src/Main.JAVA", "Makefile", "x/y.tsx", "run.sh"])
def test_programs_are_source(path: str) -> None:
    assert is_source(path)


@pytest.mark.parametrize(
    "path", ["README.md", "a.png", "node_modules/a.js", "x/vendor/b.go", "app.min.js", "py"]
)
def test_texts_pictures_and_what_others_wrote_is_not(path: str) -> None:
    assert not is_source(path)


def test_sources_without_licence_or_holder_are_named(tmp_path: Path) -> None:
    files = {
        "both.py": f"# {TAG}\n# Copyright 2026 A\n",
        "licence.py": f"# {TAG}\n",
        "none.py": "x = 1\n",
        "empty.py": "",
        "README.md": "Read me.",
    }
    subject = subject_of(tmp_path, files)
    assert sources_of(subject) == ["both.py", "licence.py", "none.py"]
    assert uncovered_sources(subject) == ["licence.py", "none.py"]
