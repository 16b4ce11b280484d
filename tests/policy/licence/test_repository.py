"""The decision on a repository."""

import pytest

from beffroi.policy.licence.repository import decide, is_licence_file
from beffroi.policy.licence.shapes import Band, Difference, FileAnswer, Match


def said(path: str, expression: str | None, band: Band = "exact") -> FileAnswer:
    kind = "text" if "LICENSE" in path or "COPYING" in path else "notice"
    matches = (Match(expression, kind, 1, 1),) if expression and " " not in expression else ()  # type: ignore[arg-type] # two kinds
    return FileAnswer(path, expression, band, matches)


@pytest.mark.parametrize(
    ("answers", "declared"),
    [
        ([], None),
        ([("r/LICENSE", "MIT")], "MIT"),
        ([("r/src/LICENSE", "MIT")], None),
        ([("r/README.md", "MIT")], "MIT"),
        ([("r/package.json", "MIT"), ("r/README.md", "ISC")], "MIT"),
        ([("r/LICENSES/MIT.txt", "MIT"), ("r/LICENSES/LLVM-exception.txt", None)], "MIT"),
        ([("r/COPYING", "GPL-3.0-only"), ("r/COPYING.LESSER", "LGPL-3.0-only")], "LGPL-3.0-only"),
        ([("r/LICENSE-MIT", "MIT"), ("r/LICENSE-APACHE", "Apache-2.0")], "MIT AND Apache-2.0"),
        (
            [("r/LICENSE-A", "Apache-2.0"), ("r/LICENSE-M", "MIT"),
             ("r/Cargo.toml", "MIT OR Apache-2.0")],
            "MIT OR Apache-2.0",
        ),
        ([("r/LICENSE", "MIT OR ISC"), ("r/COPYING", "Zlib")], "(MIT OR ISC) AND Zlib"),
        ([("r/LICENSE", "GPL-2.0-only"), ("r/a.c", "GPL-2.0-or-later")], "GPL-2.0-or-later"),
        ([("r/LICENSE", "GPL-2.0-only"), ("r/a.c", "GPL-2.0-only")], "GPL-2.0-only"),
        ([("r/LICENSE", "LicenseRef-ours")], "LicenseRef-ours"),
    ],
)  # fmt: skip
def test_what_is_declared_follows_the_order_of_evidence(
    answers: list[tuple[str, str | None]], declared: str | None
) -> None:
    assert decide("r", [said(*answer) for answer in answers]).declared == declared


def test_a_manifest_that_says_something_else_is_a_conflict_that_shows_both() -> None:
    found = decide("r/", [said("r/LICENSE", "MIT"), said("r/package.json", "ISC")])
    (conflict,) = found.conflicts
    assert found.declared == "MIT"
    assert conflict.says == (("r/LICENSE", "MIT"), ("r/package.json", "ISC"))
    assert found.as_json()["conflicts"][0]["says"][1] == {
        "path": "r/package.json", "expression": "ISC"
    }  # fmt: skip


def test_two_manifests_may_disagree_too() -> None:
    found = decide(".", [said("package.json", "ISC"), said("pyproject.toml", "MIT")])
    assert found.declared == "ISC"
    assert [conflict.says[1] for conflict in found.conflicts] == [("pyproject.toml", "MIT")]


def test_an_altered_licence_is_shown_and_never_declared() -> None:
    differs = (Difference("", "noncommercial"),)
    match = Match("MIT", "text", 1, 9, 0.99, (), differs)
    found = decide("r", [FileAnswer("r/LICENSE", "MIT", "altered", (match,))])
    assert found.declared is None
    assert found.conflicts[0].says == (("r/LICENSE", "MIT"),)


def test_everything_detected_is_listed_once() -> None:
    answers = [said("r/a", "MIT OR ISC"), said("r/b", "GPL-2.0-only WITH Bison-exception-2.2"),
               said("r/c", "MIT"), said("r/d", None, "none")]  # fmt: skip
    assert decide("r", answers).detected == [
        "Bison-exception-2.2", "GPL-2.0-only", "ISC", "MIT"
    ]  # fmt: skip


def test_what_is_no_expression_is_kept_as_it_is() -> None:
    assert decide("r", [said("r/LICENSE", "Bison-exception-2.2")]).declared == "Bison-exception-2.2"


def test_a_list_of_all_licences_is_taken_apart_by_its_matches() -> None:
    matches = tuple(Match(name, "notice", 1, 1) for name in ("MIT", "ISC"))
    answer = FileAnswer("r/list.csv", " AND ".join(["MIT"] * 900), "exact", matches)
    assert decide("r", [answer]).detected == ["ISC", "MIT"]


def test_a_licence_file_is_told_by_its_name_at_the_root() -> None:
    named = ["LICENSE", "licence.md", "COPYING.LESSER", "UNLICENSE", "LICENSE-MIT"]
    assert all(map(is_licence_file, named))
    assert not any(
        map(is_licence_file, ["sub/LICENSE", "LICENSES/MIT.txt", "licensed.py", "README"])
    )
