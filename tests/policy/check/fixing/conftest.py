"""A working copy with some code and nothing else."""

from pathlib import Path

import pytest

from tests.policy.check.fixing.projects import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    root = tmp_path / "copy"
    found = Project(root)
    found.write("src/a.py", '#!/usr/bin/env python3\nprint("a")\n')
    found.write("src/b.js", b"let b = 1;\r\n")
    return found
