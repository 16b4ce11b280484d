"""The README of a working copy."""

import re
from pathlib import Path

from beffroi.policy.check.readme import Readme, readmes_of
from tests.policy.check.working_copies import subject_of

TEXT = """# Title

Words.

```sh
# no heading
```

Installation
------------

## Use *it* ##
"""


def test_the_plainest_name_comes_first_and_a_pdf_is_none(tmp_path: Path) -> None:
    names = (
        "README.fr.md",
        "README.md",
        "README.pdf",
        "docs/README.md",
        "lisez-moi.txt",
        "readme.py",
    )
    found = readmes_of(subject_of(tmp_path, dict.fromkeys(names, "Words.")))
    assert [one.path for one in found] == [
        "README.md",
        "readme.py",
        "README.fr.md",
        "lisez-moi.txt",
    ]


def test_headings_have_their_line_and_code_has_none() -> None:
    found = [(one.title, one.line) for one in Readme("README.md", TEXT).headings]
    assert found == [("Title", 1), ("Installation", 9), ("Use *it", 12)]


def test_headings_of_org_and_asciidoc_begin_with_stars_and_equals_signs() -> None:
    assert [one.title for one in Readme("README.org", "* Install\n").headings] == ["Install"]
    assert [one.title for one in Readme("README.adoc", "== Install\n").headings] == ["Install"]
    assert not Readme("README.md", "* Install\n").headings


def test_a_place_is_said_with_its_line_and_words() -> None:
    found = Readme("README.md", TEXT).where(re.compile("wo(?:r)ds", re.IGNORECASE))
    assert found is not None
    assert (found.path, found.line, found.text) == ("README.md", 3, "Words")
    assert Readme("README.md", TEXT).where(re.compile("absent")) is None
