"""The command as a person calls it."""

import json
import re
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from beffroi.__main__ import main
from beffroi.policy.check.check_command import run
from beffroi.policy.check.formats.text import plain
from tests.policy.check.making import Made, make_history

ROOT = Path(__file__).resolve().parents[3]
SETTINGS = """policy = "ours.toml"
[waivers.OUR-02]
reason = "Later."
by = "B"
until = 2099-01-01
"""
OURS = """id = "ours"
version = "3"
[rules."OUR-01"]
severity = "MUST"
statement.fr = "Dites-le."
statement.en = "Say so."
source = "our.md"
section = "Words"
check = "notice"
remedy.fr = "Écrivez copyright."
remedy.en = "Write copyright."
[rules."OUR-02"]
severity = "SHOULD"
statement = "Ask."
source = "our.md"
check = "declared"
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Make a folder with a policy of two rules: one may fail, one is waived."""
    folder = tmp_path / "copy"
    folder.mkdir()
    (folder / ".beffroi.toml").write_text(SETTINGS)
    (folder / "ours.toml").write_text(OURS)
    (folder / "README.md").write_text("Copyright 2026 Us\n")
    return folder


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    status = run([*words, "--format", "json"])
    return status, json.loads(capsys.readouterr().out)


def test_what_passes_ends_with_0(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, document = answer(capsys, str(copy))
    assert (status, document["verdict"]) == (0, "publishable")
    assert [one["state"] for one in document["rules"]] == ["pass", "waived"]


def test_a_must_that_fails_ends_with_1(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (copy / "README.md").write_text("Nothing.\n")
    status, document = answer(capsys, str(copy))
    assert (status, document["verdict"]) == (1, "blocked")


def test_the_document_has_the_shape_of_the_contract(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = answer(capsys, str(copy))[1]
    assert {"policy", "version", "verdict", "level", "score", "rules"} <= document.keys()
    assert (document["policy"], document["version"]) == ("ours", "3")
    assert {"claimed", "observed"} <= document["level"].keys()
    assert {"points", "of", "colour"} <= document["score"].keys()
    rule = document["rules"][0]
    assert rule["statement"] == {"fr": "Dites-le.", "en": "Say so."}
    assert rule["remedy"] == {"fr": "Écrivez copyright.", "en": "Write copyright."}
    assert rule["evidence"] == [{"path": "README.md", "line": 1, "text": "Copyright 2026 Us"}]
    assert (rule["id"], rule["severity"], rule["source"]) == ("OUR-01", "MUST", "our.md — Words")


def test_a_waiver_is_in_the_document(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    waived = answer(capsys, str(copy))[1]["rules"][1]
    assert waived["waiver"] == {"reason": "Later.", "by": "B", "until": "2099-01-01"}


def test_strictly_an_open_must_ends_with_1(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (copy / "ours.toml").write_text(OURS.replace('"SHOULD"', '"MUST"'))
    (copy / ".beffroi.toml").write_text('policy = "ours.toml"\n')
    assert answer(capsys, str(copy))[0] == 0
    assert answer(capsys, str(copy), "--strict")[0] == 1


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ["FAIL · MUST · OUR-01 · Say so.", "To mend: Write copyright.", "our.md — Words"]),
     ("fr", ["NON RESPECTÉE · obligatoire · OUR-01", "Pour corriger", "Écrivez copyright."])],
)  # fmt: skip
def test_a_person_reads_what_which_rule_and_how_to_mend(
    copy: Path, capsys: pytest.CaptureFixture[str], language: str, words: list[str]
) -> None:
    (copy / "README.md").write_text("Nothing.\n")
    run([str(copy), "--language", language])
    said = capsys.readouterr().out
    assert [word for word in words if word not in said] == []


def test_nothing_of_a_repository_steers_the_terminal(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (copy / "README.md").write_text("Copyright \x1b[2J 2026\n")
    (copy / ".beffroi.toml").write_text(SETTINGS.replace('"B"', '"\\u001b[2J"'))
    run([str(copy)])
    assert "\x1b" not in capsys.readouterr().out
    assert plain("a\x1b\u202e\udcff") == "a���"


def test_only_the_states_asked_for_are_shown_and_the_verdict_stays(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (copy / "README.md").write_text("Nothing.\n")
    status, document = answer(capsys, str(copy), "--states", "waived,pass")
    assert (status, document["verdict"]) == (1, "blocked")
    assert [one["id"] for one in document["rules"]] == ["OUR-02"]


def test_an_answer_is_written_to_a_file(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    goal = copy.parent / "report.json"
    run([str(copy), "--format", "json", "--output", str(goal), "--language", "en"])
    assert json.loads(goal.read_text("utf-8"))["policy"] == "ours"
    told = capsys.readouterr()
    assert (told.out, "Verdict: publishable" in told.err) == ("", True)


def test_the_policy_asked_for_wins_over_the_one_of_the_repository(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(capsys, str(copy), "--policy", "ch-embag")[1]["policy"] == "ch-embag"


def test_a_rule_that_the_policy_does_not_have_is_refused_with_its_line(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (copy / ".beffroi.toml").write_text(SETTINGS.replace("OUR-02", "OUR-20"))
    assert main(["check", str(copy)]) == 2
    says = ".beffroi.toml:2: waivers.OUR-20: no rule of ours; did you mean OUR-02?"
    assert says in capsys.readouterr().err


def test_under_another_policy_rules_of_ones_own_are_only_remarked(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([str(copy), "--policy", "ch-embag", "--language", "en"]) in {0, 1}
    assert ".beffroi.toml names OUR-02, no rule of ch-embag" in capsys.readouterr().err


def test_a_policy_that_the_settings_misspell_is_refused_with_its_line(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (copy / ".beffroi.toml").write_text('\npolicy = "fr-dinmu"\n')
    assert main(["check", str(copy)]) == 2
    says = ".beffroi.toml:2: policy: there is no policy “fr-dinmu”; did you mean fr-dinum?"
    assert says in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["nowhere"], "nowhere"),
        (["{}", "--policy", "fr-dinmu"], "did you mean fr-dinum?"),
        (["{}", "--domains", "nowhere.toml"], "nowhere.toml"),
        (["{}", "--forge", "nowhere.json"], "nowhere.json"),
        (["{}", "--vulnerabilities", "nowhere"], "nowhere is not there"),
        (["{}", "--output", "no/such/folder/x"], "cannot be written"),
        (["{}", "--format", "yaml"], "invalid choice"),
        (["{}", "--states", "maybe"], "known are pass"),
        ([""], "an empty path names nothing"),
        (["{}", "--licence", "MIT"], "add --fix or --dry-run"),
        (["https://127.0.0.1:1/x.git"], "127.0.0.1"),
        (["https://127.0.0.1:1/x.git", "--fix"], "127.0.0.1"),
    ],
)
def test_what_cannot_be_judged_ends_with_2_in_words(
    copy: Path, capsys: pytest.CaptureFixture[str], words: list[str], says: str
) -> None:
    assert main(["check", *(word.format(copy) for word in words)]) == 2
    told = capsys.readouterr().err
    assert (says in told, "Traceback" in told) == (True, False)


def test_a_policy_outside_the_repository_is_refused(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (copy.parent / "other.toml").write_text(OURS)
    (copy / ".beffroi.toml").write_text('policy = "../other.toml"\n')
    assert main(["check", str(copy)]) == 2
    assert "leads out of the repository" in capsys.readouterr().err


def test_settings_that_cannot_be_read_are_refused(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = copy / ".beffroi.toml"
    file.write_bytes(b"\xff\xfe\xff")
    assert main(["check", str(copy)]) == 2
    file.unlink()
    file.mkdir()
    assert main(["check", str(copy)]) == 2
    assert re.findall("is not in UTF-8|is no plain file", capsys.readouterr().err) == [
        "is not in UTF-8",
        "is no plain file",
    ]


def test_the_summary_counts_what_is_not_shown_too(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run([str(copy), "--language", "en"])
    summary = capsys.readouterr().out.splitlines()[4]
    run([str(copy), "--language", "en", "--states", "warn"])
    assert capsys.readouterr().out.splitlines()[4] == summary


@pytest.mark.slow
def test_what_could_not_be_written_ends_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "README.md").write_text("# Tool\n\nA tool that reads forms for every office.\n")
    (tmp_path / "CONTRIBUTING.md").symlink_to("nowhere")
    assert main(["check", str(tmp_path), "--fix", "--licence", "MIT", "--language", "en"]) == 2
    told = capsys.readouterr()
    assert "not written: CONTRIBUTING.md" in told.err
    assert "Verdict" in told.out


def test_faulty_settings_are_refused_with_their_line(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (copy / ".beffroi.toml").write_text("\n[waivers.OUR-01]\nreason = 'x'\n")
    assert main(["check", str(copy)]) == 2
    assert ".beffroi.toml:2: waivers.OUR-01: by is missing" in capsys.readouterr().err


@pytest.mark.slow
def test_the_french_policy_judges_a_folder_without_git(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "README.md").write_text("# X\n")
    status, document = answer(capsys, str(tmp_path))
    states = {one["id"]: one["state"] for one in document["rules"]}
    assert (status, len(states), states["FILE-03"], states["PUB-01"]) == (1, 75, "fail", "fail")
    assert [one["id"] for one in document["rules"] if not one["remedy"]["fr"]] == []


@pytest.mark.slow
def test_the_components_are_written_as_a_bill(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    goal = tmp_path / "bom.json"
    (tmp_path / "requirements.txt").write_text("django==5.2\n")
    run([str(tmp_path), "--sbom", str(goal), "--format", "cyclonedx"])
    bill = json.loads(capsys.readouterr().out)
    assert (bill["bomFormat"], bill["components"][0]["name"]) == ("CycloneDX", "django")
    assert json.loads(goal.read_text("utf-8"))["bomFormat"] == "CycloneDX"


@pytest.mark.slow
def test_the_command_starts_in_half_a_second_without_django() -> None:
    code = "import sys; from beffroi.__main__ import main; main(['check', '--help']); "
    code += "print([n for n in ('django', 'aiohttp', 'yaml', 'numpy') if n in sys.modules])"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.stdout.splitlines()[-1] == "[]"
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 0.5


@pytest.mark.slow
def test_mending_shows_a_diff_writes_and_judges_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "README.md").write_text("# Tool\n\nA tool that reads forms for every office.\n")
    words = [str(tmp_path), "--licence", "EUPL-1.2", "--holder", "Us", "--language", "en"]
    run([*words, "--dry-run"])
    assert "+++ b/LICENSE" in capsys.readouterr().out
    assert not (tmp_path / "LICENSE").exists()
    run([*words, "--fix", "--format", "json"])
    told = capsys.readouterr()
    states = {one["id"]: one["state"] for one in json.loads(told.out)["rules"]}
    assert (states["FILE-03"], states["PUB-01"]) == ("pass", "pass")
    assert "+++ b/LICENSE" in told.err


@pytest.mark.slow
def test_what_git_does_not_track_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_history(tmp_path, [Made(files={"README.md": "x"})])
    (tmp_path / "new.py").write_text("x = 1\n")
    run([str(tmp_path), "--policy", "ch-embag"])
    assert "git does not track them: new.py" in capsys.readouterr().err


@pytest.mark.slow
def test_new_files_are_to_be_added_to_git(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_history(tmp_path, [Made(files={"README.md": "# Tool"})])
    run([str(tmp_path), "--licence", "EUPL-1.2", "--holder", "Us", "--fix"])
    assert "git add" in capsys.readouterr().err


@pytest.mark.slow
def test_a_hook_is_dispatched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    message = tmp_path / "message"
    message.write_text("Say what changes\n")
    assert run(["--hook", "dco", str(message)]) == 1
    assert capsys.readouterr().err + capsys.readouterr().out != ""


@pytest.mark.slow
def test_this_very_repository_is_not_blocked_and_waives_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status, document = answer(capsys, str(ROOT))
    rules = document["rules"]
    musts = [one["id"] for one in rules if (one["severity"], one["state"]) == ("MUST", "fail")]
    assert (status, musts, len(rules)) == (0, [], 75)
    assert [one["id"] for one in rules if one["state"] == "waived"] == []
    assert [one["id"] for one in rules if one["state"] == "unknown" and not one["asks"]] == []
    assert [one["id"] for one in rules if "fault of ours" in one["why"]["en"]] == []


@pytest.mark.slow
def test_an_empty_folder_is_judged_and_blocked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, document = answer(capsys, str(tmp_path))
    states = {one["id"]: one["state"] for one in document["rules"]}
    assert (status, document["verdict"], states["FILE-01"]) == (1, "blocked", "fail")
