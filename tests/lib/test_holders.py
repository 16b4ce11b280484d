"""Names of processes: unlike each other, and known to be dead where one can know it."""

import os
import subprocess
import sys

import pytest

from beffroi.lib.holders import is_gone, new_holder


def test_no_two_names_are_alike_and_all_are_short() -> None:
    names = {new_holder() for _ in range(100)}
    assert len(names) == 100
    assert max(map(len, names)) <= 80


def test_this_process_is_there() -> None:
    assert not is_gone(new_holder())


def test_a_process_of_this_machine_that_ended_is_gone() -> None:
    code = "from beffroi.lib.holders import new_holder; print(new_holder())"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert is_gone(ended.stdout.strip())


@pytest.mark.parametrize("holder", ["", "7-abcd", "elsewhere/1/999999-ab", "x/y", "/-"])
def test_of_others_nobody_here_knows(holder: str) -> None:
    assert not is_gone(holder)


def test_a_number_that_is_none_is_nobody() -> None:
    place = new_holder().rpartition("/")[0]
    assert not is_gone(f"{place}/x{os.getpid()}-ab")
