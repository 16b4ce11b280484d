"""What stops the reading of one lock file."""

from beffroi.policy.check.components.errors import UnreadableError


def test_a_fault_says_what_and_where() -> None:
    fault = UnreadableError("no JSON", 3)
    assert (fault.message, fault.line, fault.permanent) == ("no JSON", 3, True)
