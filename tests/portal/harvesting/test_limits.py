"""One caller may not make this machine call others without end."""

from beffroi.portal.harvesting import limits
from beffroi.portal.harvesting.limits import Doorman


class Clock:
    """A clock that tests move."""

    now = 0.0

    def __call__(self) -> float:
        """Return the time that a test has set."""
        return self.now


def test_a_caller_is_admitted_so_often_and_again_later() -> None:
    clock = Clock()
    doorman = Doorman(clock)
    said = [doorman.admits("a") for _ in range(limits.MOST + 1)]
    assert said == [True] * limits.MOST + [False]
    clock.now = limits.SECONDS + 1
    assert doorman.admits("a")


def test_one_caller_does_not_take_the_place_of_another() -> None:
    doorman = Doorman(Clock())
    for _ in range(limits.MOST):
        doorman.admits("a")
    assert (doorman.admits("a"), doorman.admits("b")) == (False, True)


def test_a_crowd_of_callers_does_not_fill_the_memory() -> None:
    doorman = Doorman(Clock())
    for number in range(limits.CALLERS * 2):
        doorman.admits(str(number))
    assert len(doorman._asked) == limits.CALLERS  # noqa: SLF001 (what the test is about)
