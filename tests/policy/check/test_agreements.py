"""Sentences and programs that ask for a contributor agreement, or turn one down."""

from pathlib import Path

import pytest

from beffroi.policy.check.agreements import agreements_of, sentences
from tests.policy.check.making import subject_of


def kinds(folder: Path, files: dict[str, str]) -> tuple[int, int, int]:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    found = agreements_of(subject_of(folder))
    return len(found.required), len(found.rejected), len(found.named)


@pytest.mark.parametrize(
    "text",
    [
        "Before we can merge, you need to sign the Contributor License Agreement.",
        "All contributors must agree to the CLA.",
        "Please sign our CLA.",
        "We cannot merge without a signed CLA.",
        "Without a CLA your pull request will not be merged.",
        "Vous devez signer le CLA avant toute contribution.",
        "La signature de l'accord de licence du contributeur est obligatoire.",
        "Nous ne pouvons pas fusionner sans CLA signé.",
        "- [ ] I have signed the CLA",
    ],
)
def test_a_sentence_that_asks_is_found(tmp_path: Path, text: str) -> None:
    assert kinds(tmp_path, {"CONTRIBUTING.md": text})[0] == 1


@pytest.mark.parametrize(
    "text",
    [
        "We do not require a CLA.",
        "No CLA is needed: sign off your commits instead.",
        "There is no contributor agreement to sign.",
        "You don’t have to sign a contributor license agreement.",
        "A CLA is not required.",
        "We use the DCO instead of a CLA.",
        "Aucun CLA n’est demandé.",
        "Nous ne demandons pas de CLA.",
        "Les contributions se font sans CLA.",
    ],
)
def test_a_sentence_that_turns_it_down_is_found(tmp_path: Path, text: str) -> None:
    assert kinds(tmp_path, {"CONTRIBUTING.md": text})[:2] == (0, 1)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (".clabot", "{}"),
        (".github/workflows/cla.yml", "jobs:\n"),
        (".github/workflows/x.yml", "    uses: contributor-assistant/github-action@v2\n"),
        (".github/workflows/x.yml", "    uses: cla-assistant/github-action@v2\n"),
    ],
)
def test_a_program_that_asks_is_found(tmp_path: Path, path: str, text: str) -> None:
    assert kinds(tmp_path, {path: text})[0] == 1


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("CONTRIBUTING.md", "A clarification of class names is required."),
        (".github/workflows/x.yml", "# uses: cla-assistant/github-action\nname: classify\n"),
        ("src/cla_model.py", "sign the CLA"),
    ],
)
def test_what_only_looks_like_it_is_not(tmp_path: Path, path: str, text: str) -> None:
    assert kinds(tmp_path, {path: text}) == (0, 0, 0)


def test_the_place_of_a_sentence_is_its_line(tmp_path: Path) -> None:
    (tmp_path / "CONTRIBUTING.md").write_text(
        "# A\n\nOne. Two\nlines.\n\n* You must sign\n  the CLA.\n"
    )
    (seen,) = agreements_of(subject_of(tmp_path)).required
    assert (seen.path, seen.line, seen.text) == ("CONTRIBUTING.md", 6, "* You must sign the CLA.")


def test_sentences_keep_their_lines() -> None:
    found = list(sentences("# Title\nFirst one. Second\none.\n\n- point\n"))
    assert found == [(1, "# Title First one."), (2, "Second one."), (5, "- point")]


def test_empty_lines_are_no_sentence() -> None:
    assert list(sentences("\n\n\n\nOne.\n\n\n\n")) == [(5, "One.")]


def test_without_a_policy_the_words_of_the_program_count(tmp_path: Path) -> None:
    (tmp_path / "CLA.md").write_text("Please sign this CLA.", "utf-8")
    assert agreements_of(subject_of(tmp_path, pack=None)).required
