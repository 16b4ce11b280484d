"""The hooks, run as git and pre-commit run them, in real repositories."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from beffroi.__main__ import main
from tests.policy.check.hooks.repositories import SECRET, Repository

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Done:
    """How a hook ended, and what it said."""

    returncode: int
    stderr: str


Hook = Callable[..., Done]


@pytest.fixture
def hook(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Hook:
    """Return a function that runs one of our hooks as git does, in its folder."""

    def run(*words: str) -> Done:
        monkeypatch.chdir(repository.root)
        for name, value in repository.environment.items():
            monkeypatch.setenv(name, value)
        code = main(["check", "--hook", *words])
        return Done(code, capsys.readouterr().err)

    return run


def test_a_staged_secret_is_refused_with_its_line_and_never_shown(
    repository: Repository, hook: Hook
) -> None:
    repository.write("a.py", f'x = 1\ntoken = "{SECRET}"\n')
    repository.git("add", "-A")
    done = hook("secrets", "a.py")
    assert done.returncode == 1
    assert "a.py:2: a secret" in done.stderr
    assert SECRET not in done.stderr


def test_what_counts_is_staged_not_what_lies_in_the_folder(
    repository: Repository, hook: Hook
) -> None:
    repository.write("a.py", f'token = "{SECRET}"\n')
    repository.git("add", "-A")
    repository.write("a.py", "x = 1\n")
    assert hook("secrets").returncode == 1
    repository.git("add", "-A")
    repository.write("a.py", f'token = "{SECRET}"\n')
    assert hook("secrets").returncode == 0


def test_a_strange_name_is_read_as_any_other(repository: Repository, hook: Hook) -> None:
    name = ":(top)*é\n.py"
    repository.write(name, f'token = "{SECRET}"\n')
    repository.git("add", "-A")
    assert hook("secrets", name).returncode == 1


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("root@localhost", "is no address"),
        ("contact@exemple.gouv.fr", "of a function"),
        ("1234+someone@users.noreply.github.com", "hides who commits"),
    ],
)
def test_a_commit_by_nobody_is_refused(
    repository: Repository, hook: Hook, address: str, word: str
) -> None:
    repository.git("config", "user.email", address)
    done = hook("identity")
    assert done.returncode == 1
    assert word in done.stderr
    assert "git config user.email" in done.stderr


def test_a_professional_address_passes_in_silence(hook: Hook) -> None:
    done = hook("identity")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_private_address_is_remarked_and_refused_only_when_strict(
    repository: Repository,
    hook: Hook,
) -> None:
    repository.git("config", "user.email", "claire.martin@gmail.com")
    assert "private address" in hook("identity").stderr
    assert hook("identity").returncode == 0
    assert hook("identity", "--strict").returncode == 1


def test_the_author_of_the_environment_counts(repository: Repository, hook: Hook) -> None:
    repository.environment = {**repository.environment, "GIT_AUTHOR_EMAIL": "root@localhost"}
    assert hook("identity").returncode == 1


def test_a_message_without_its_line_is_refused_with_the_way_out(
    repository: Repository, hook: Hook
) -> None:
    repository.write("message", "Add a thing\n\n# Signed-off-by: a comment\n")
    done = hook("dco", "message")
    assert done.returncode == 1
    expected = "Signed-off-by: Claire Martin <claire.martin@exemple.gouv.fr>"
    assert f"git commit -s, which writes: {expected}" in done.stderr


def test_the_line_of_somebody_else_does_not_certify(repository: Repository, hook: Hook) -> None:
    repository.write("message", "Add\n\nSigned-off-by: A. Other <a.other@exemple.gouv.fr>\n")
    assert hook("dco", "message").returncode == 1


def test_the_line_of_the_author_certifies_whatever_its_letters(
    repository: Repository, hook: Hook
) -> None:
    repository.write("message", "Add\n\nsigned-off-by: C. M. <Claire.Martin@Exemple.gouv.fr>\n")
    assert hook("dco", "message").returncode == 0


def test_the_hook_signs_when_asked_to_and_git_reads_it(repository: Repository, hook: Hook) -> None:
    repository.write("message", "Add a thing\n")
    assert hook("dco", "--sign", "message").returncode == 0
    repository.git("commit", "--allow-empty", "-q", "-F", "message")
    said = repository.git("log", "-1", "--format=%(trailers:key=Signed-off-by,valueonly)")
    assert said.strip() == "Claire Martin <claire.martin@exemple.gouv.fr>"


def test_outside_a_repository_the_hook_could_not_judge(repository: Repository, hook: Hook) -> None:
    (repository.root / ".git").rename(repository.root / "away")
    done = hook("secrets")
    assert done.returncode == 2
    assert "not a git repository" in done.stderr


def test_a_french_reader_reads_french(repository: Repository, hook: Hook) -> None:
    repository.git("config", "user.email", "root@localhost")
    assert "Refusé" in hook("identity", "--language", "fr").stderr


def test_a_repository_without_settings_of_git_names_nobody(
    repository: Repository, hook: Hook
) -> None:
    repository.git("config", "user.useConfigOnly", "true")
    repository.git("config", "--unset", "user.email")
    repository.write("message", "Add\n")
    assert "git knows no address" in hook("identity").stderr
    assert hook("dco", "message").returncode == 1


def test_an_address_that_an_administration_lends_to_a_supplier_is_refused(
    repository: Repository, hook: Hook
) -> None:
    repository.write(
        ".beffroi.toml",
        '[identity]\npeople = {"claire.martin@exemple.gouv.fr" = "supplier"}\n',
    )
    done = hook("identity")
    assert (done.returncode, "lent by the administration" in done.stderr) == (1, True)


def test_what_persons_allowed_is_no_secret(repository: Repository, hook: Hook) -> None:
    repository.write(".beffroi.toml", '[[secrets.allowed]]\npath = "a.py"\nreason = "made up"\n')
    repository.write("a.py", f'token = "{SECRET}"\n')
    repository.git("add", "-A")
    assert hook("secrets").returncode == 0


def test_settings_that_cannot_be_read_are_said(repository: Repository, hook: Hook) -> None:
    (repository.root / ".beffroi.toml").write_bytes(b"\xff")
    done = hook("identity")
    assert (done.returncode, ".beffroi.toml cannot be read" in done.stderr) == (2, True)


@pytest.mark.parametrize("words", [(), ("a", "b"), ("absent",)])
def test_the_hook_of_origin_takes_one_message(hook: Hook, words: tuple[str, ...]) -> None:
    assert hook("dco", *words).returncode == 2


def test_a_second_signature_joins_the_first(repository: Repository, hook: Hook) -> None:
    first = "Signed-off-by: A. Other <a.other@exemple.gouv.fr>"
    repository.write("message", f"Add\n\n{first}\n")
    assert hook("dco", "--sign", "message").returncode == 0
    lines = (repository.root / "message").read_text("utf-8").splitlines()
    assert lines[2:] == [first, "Signed-off-by: Claire Martin <claire.martin@exemple.gouv.fr>"]


def test_help_says_what_a_hook_takes(hook: Hook) -> None:
    assert hook("--help").returncode == 0
