"""What the doctor says of the machine."""

import os
from pathlib import Path

import pytest

from beffroi.portal.doctor import machine


def states(findings: object) -> dict[str, str]:
    return {finding.key: finding.state for finding in findings}  # type: ignore[attr-defined]


def test_this_machine_is_well(settings: object, tmp_path: Path) -> None:
    settings.BEFFROI_HOME = tmp_path  # type: ignore[attr-defined]
    found = states(machine.examine(None))  # type: ignore[arg-type]
    assert {found[name] for name in ("python", "git", "home", "disk", "secret-key")} == {"ok"}


def test_without_git_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    (found,) = machine.git()
    assert (found.state, "apt-get install git" in found.remedy) == ("wrong", True)


def test_a_package_of_another_version_than_locked_is_named(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.txt"
    lock.write_text(
        "django==1.0 \\\n    --hash=sha256:0\nnot-there==2\nwin==3 ; sys_platform == 'x'\n"
    )
    (found,) = machine.packages(lock)
    assert (found.state, "django" in found.says, "not-there absent" in found.says) == (
        "wrong", True, True,
    )  # fmt: skip
    assert "win" not in found.says


def test_a_secret_that_others_can_read_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "secret-key"
    file.write_text("x")
    file.chmod(0o644)
    (found,) = machine.secret(file)
    assert (found.state, found.remedy) == ("wrong", f"chmod 600 {file}")


def test_a_home_that_is_not_there_cannot_be_written(tmp_path: Path) -> None:
    (found,) = machine.home(tmp_path / "none")
    assert (found.key, found.state) == ("home", "wrong")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_files_of_two_users_in_the_home_are_wrong(tmp_path: Path) -> None:
    for name, owner in (("a", 0), ("b", 65534)):
        (tmp_path / name).touch()
        os.chown(tmp_path / name, owner, owner)
    assert states(machine.home(tmp_path))["owners"] == "wrong"
