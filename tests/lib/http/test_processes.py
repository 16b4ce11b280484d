"""Foreign programs end within their limits, with all their children."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from beffroi.lib.http.errors import DoorError
from beffroi.lib.http.processes import Ended, ProcessLimits, run_limited

LIMITS = ProcessLimits(seconds=10, output_bytes=1000, memory_bytes=500_000_000, file_bytes=512_000)


def run(folder: Path, script: str, given: bytes = b"", limits: ProcessLimits = LIMITS) -> Ended:
    """Run a line of shell."""
    environment = {"PATH": "/usr/bin:/bin"}
    return run_limited(
        ["sh", "-c", script], folder=folder, environment=environment, limits=limits, given=given
    )


def test_a_program_gets_its_input_and_its_environment_alone(tmp_path: Path) -> None:
    ended = run(tmp_path, 'cat; echo "$HOME"; echo no >&2; exit 3', b"given\n")
    assert ended == Ended(3, b"given\n\n", "no\n")


@pytest.mark.slow
def test_a_late_program_ends_with_its_children(tmp_path: Path) -> None:
    with pytest.raises(DoorError) as refused:
        run(tmp_path, "(sleep 1; touch late) & sleep 30", limits=replace(LIMITS, seconds=0.3))
    assert refused.value.code == "timeout"
    time.sleep(1)
    assert not (tmp_path / "late").exists()


@pytest.mark.slow
def test_children_left_behind_are_ended(tmp_path: Path) -> None:
    run(tmp_path, "(sleep 0.5; touch late) >/dev/null & exit 0")
    time.sleep(0.7)
    assert not (tmp_path / "late").exists()


@pytest.mark.parametrize("script", ["yes", "head -c 600000 /dev/zero > file; kill -XFSZ $$"])
def test_too_much_output_ends_a_program(tmp_path: Path, script: str) -> None:
    with pytest.raises(DoorError) as refused:
        run(tmp_path, script)
    assert refused.value.code == "too-large"


def test_files_stay_within_the_limit(tmp_path: Path) -> None:
    run(tmp_path, "head -c 600000 /dev/zero > file")
    assert (tmp_path / "file").stat().st_size == 512_000
