"""Family security: SEC-01 to SEC-07 and SEC-09, each passed, failed, unknown."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from beffroi.policy.check.declarations import Answer, Declarations
from beffroi.policy.check.history import open_history
from beffroi.policy.check.rules.security import CHECKS
from beffroi.policy.check.shapes import Evidence, Finding
from tests.fakes.repositories import run_git
from tests.policy.check.making import Made, make_history
from tests.policy.check.secrets.samples import drawn, seeded
from tests.policy.check.working_copies import declared, judged, subject_of

TOKEN = drawn("ghp_{A36}", seeded(1))
ADDRESS = "securite" + "@exemple.gouv.fr"
CI = ".github/workflows/ci.yml"


def found(folder: Path, rule: str, files: Mapping[str, Any], **facts: Any) -> Finding:
    return judged(CHECKS, rule, subject_of(folder, files, **facts))


def state(folder: Path, rule: str, files: Mapping[str, Any], **facts: Any) -> str:
    return found(folder, rule, files, **facts).state


@pytest.mark.parametrize(
    "files",
    [
        {"SECURITY.md": f"Write to {ADDRESS}."},
        {".github/SECURITY.md": "https://example.org/security/report"},
        {".well-known/security.txt": f"Contact: mailto:{ADDRESS}"},
        {"public/.well-known/security.txt": f"Contact: mailto:{ADDRESS}"},
        {"README.md": f"# Outil\n\n## Sécurité\n\nÉcrivez à {ADDRESS}.\n"},
        {"SECURITY.md": "Report through the private advisories of the forge."},
    ],
)
def test_a_contact_for_security_passes(files: dict[str, str], tmp_path: Path) -> None:
    assert state(tmp_path, "SEC-01", files) == "pass"


@pytest.mark.parametrize(
    "files",
    [{}, {"SECURITY.md": "We take security seriously."}, {"README.md": f"# Outil\n\n{ADDRESS}\n"}],
)
def test_without_a_contact_it_fails(files: dict[str, str], tmp_path: Path) -> None:
    assert state(tmp_path, "SEC-01", files) == "fail"


def test_a_contact_is_not_repeated_in_the_evidence(tmp_path: Path) -> None:
    finding = found(tmp_path, "SEC-01", {"SECURITY.md": f"# S\n\nWrite to {ADDRESS}."})
    assert [(one.line, one.text) for one in finding.evidence] == [(3, "")]


def test_files_without_secrets_pass(tmp_path: Path) -> None:
    assert state(tmp_path, "SEC-02", {"a.py": "x = 1\n"}) == "pass"


def test_a_secret_fails_and_is_not_shown(tmp_path: Path) -> None:
    finding = found(tmp_path, "SEC-02", {"src/a.py": f'\nkey = "{TOKEN}"\n'})
    assert finding.state == "fail"
    assert (finding.evidence[0].path, finding.evidence[0].line) == ("src/a.py", 2)
    assert TOKEN[5:-5] not in repr(finding)


def test_a_guess_warns(tmp_path: Path) -> None:
    assert state(tmp_path, "SEC-02", {"a.py": 'password = "Tr0ub4dor&3x"\n'}) == "warn"


@pytest.mark.slow
def test_a_secret_in_the_history_alone_fails_with_its_commit(tmp_path: Path) -> None:
    steps = [{"a.py": f'key = "{TOKEN}"\n'}, {"a.py": "x = 1\n"}]
    folder = make_history(tmp_path, [Made(files=files) for files in steps])
    finding = found(folder, "SEC-02", {}, history=open_history(folder))
    assert finding.state == "fail"
    assert finding.evidence[0].commit == run_git(folder, "rev-parse", "HEAD~1")


@pytest.mark.slow
def test_a_short_history_is_read_unasked(tmp_path: Path) -> None:
    folder = make_history(tmp_path, [Made(files={"a.py": "x = 1\n"})])
    assert state(folder, "SEC-02", {}, history=open_history(folder)) == "pass"


@pytest.mark.slow
def test_a_shallow_history_is_unknown_and_a_person_is_asked(tmp_path: Path) -> None:
    commits = [Made(files={"a.py": f"x = {number}\n"}) for number in range(3)]
    source = make_history(tmp_path / "source", commits)
    run_git(tmp_path, "clone", "--quiet", "--depth=1", source.as_uri(), "copy")
    copy = tmp_path / "copy"
    finding = found(copy, "SEC-02", {}, history=open_history(copy))
    assert (finding.state, finding.asks) == ("unknown", "project team")


@pytest.mark.slow
def test_a_long_history_is_unknown_until_it_is_asked_for(tmp_path: Path) -> None:
    folder = make_history(tmp_path, [Made(files={"a.txt": "words and words\n" * 2_000_000})])
    history = open_history(folder)
    assert state(folder, "SEC-02", {}, history=history) == "unknown"
    assert state(folder, "SEC-02", {}, history=history, reads_history=True) == "pass"


def test_a_declared_secret_is_allowed_and_a_faulty_list_warns(tmp_path: Path) -> None:
    files = {"a.py": f'key = "{TOKEN}"\n'}
    good = Declarations(tables={"secrets": {"allowed": [{"path": "a.py", "reason": "revoked"}]}})
    assert state(tmp_path, "SEC-02", files, declarations=good) == "pass"
    bad = Declarations(tables={"secrets": {"allowed": [{"path": "a.py"}]}})
    assert state(tmp_path, "SEC-02", files, declarations=bad) == "fail"
    assert state(tmp_path, "SEC-02", {"a.py": "x = 1"}, declarations=bad) == "warn"


@pytest.mark.parametrize(
    "path",
    [".env", "app/.env.production", "id_rsa", "certs/server.key", "a.p12", "vault.kdbx",
     "wp-config.php", "credentials.json", "tls.pem"],
)  # fmt: skip
def test_a_tracked_file_of_secrets_fails(path: str, tmp_path: Path) -> None:
    assert state(tmp_path, "SEC-03", {path: "A=1\n", ".gitignore": ".env"}) == "fail"


@pytest.mark.parametrize(
    ("path", "content"),
    [
        (".env.example", "A=\n"),
        ("ca.pem", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"),
        ("slides.key", "PK\x03\x04"),
        (".env", ""),
        ("src/environment.py", "A = 1\n"),
    ],
)
def test_models_certificates_and_ignored_files_pass(
    path: str, content: str, tmp_path: Path
) -> None:
    assert state(tmp_path, "SEC-03", {path: content, ".gitignore": ".env\n"}) == "pass"


def test_keys_among_fixtures_and_a_missing_ignore_rule_warn(tmp_path: Path) -> None:
    files = {"tests/fixtures/server.key": "x", ".gitignore": ".env"}
    assert state(tmp_path / "a", "SEC-03", files) == "warn"
    assert state(tmp_path / "b", "SEC-03", {"a.py": "x"}) == "warn"


@pytest.mark.parametrize("rule", ["SEC-04", "SEC-07"])
@pytest.mark.parametrize(("answer", "judged_as"), [(True, "pass"), (False, "fail")])
def test_a_review_is_declared(rule: str, answer: Answer, judged_as: str, tmp_path: Path) -> None:
    assert state(tmp_path, rule, {}, declarations=declared(rule, answer)) == judged_as
    assert state(tmp_path, rule, {}) == "unknown"


@pytest.mark.parametrize(
    ("code", "answer", "judged_as"),
    [
        ("x = 1", None, "unknown"),
        ("x = 1", True, "pass"),
        ("x = 1", False, "fail"),
        ("hashlib.md5(x)", None, "warn"),
        ("hashlib.md5(x)", True, "warn"),
        ("hashlib.md5(x)", {"reviewed": True, "accepted": ["md5"]}, "pass"),
        ("hashlib.md5(x)", {"reviewed": True, "accepted": ["sha1"]}, "warn"),
        ("x = 1", {"reviewed": False}, "fail"),
    ],
)
def test_cryptography(code: str, answer: Answer | None, judged_as: str, tmp_path: Path) -> None:
    facts = {} if answer is None else {"declarations": declared("SEC-05", answer)}
    assert state(tmp_path, "SEC-05", {"a.py": code}, **facts) == judged_as


@pytest.mark.parametrize(
    ("files", "answer", "judged_as"),
    [
        ({CI: "steps:\n- uses: github/codeql-action/init@v3\n"}, None, "pass"),
        ({".gitlab-ci.yml": "include:\n- template: Security/SAST.gitlab-ci.yml\n"}, None, "pass"),
        ({CI: "run: make check\n", "Makefile": "check:\n\truff check\n"}, None, "pass"),
        ({CI: "run: make test\n"}, None, "fail"),
        ({}, None, "unknown"),
        ({}, True, "pass"),
        ({CI: "run: make test\n"}, False, "fail"),
    ],
)
def test_static_analysis(
    files: dict[str, str], answer: Answer | None, judged_as: str, tmp_path: Path
) -> None:
    facts = {} if answer is None else {"declarations": declared("SEC-06", answer)}
    assert state(tmp_path, "SEC-06", files, **facts) == judged_as


@pytest.mark.parametrize(
    ("files", "forge", "judged_as"),
    [
        ({}, None, "fail"),
        ({CI: "run: make test\n"}, None, "unknown"),
        ({CI: "run: make test\n"}, {"last_run": "success"}, "pass"),
        ({CI: "run: make test\n"}, {"last_run": "failure"}, "fail"),
        ({".ci/run": "make test\n"}, {}, "unknown"),
    ],
)
def test_continuous_integration(
    files: dict[str, str], forge: dict[str, str] | None, judged_as: str, tmp_path: Path
) -> None:
    assert state(tmp_path, "SEC-09", files, forge=forge) == judged_as


def test_only_a_gitignore_that_is_there_is_shown(tmp_path: Path) -> None:
    without = judged(CHECKS, "SEC-03", subject_of(tmp_path / "a", {"a.py": "x"}))
    with_one = judged(CHECKS, "SEC-03", subject_of(tmp_path / "b", {".gitignore": "/build"}))
    assert (without.state, without.evidence) == ("warn", ())
    assert (with_one.state, with_one.evidence) == ("warn", (Evidence(".gitignore"),))
