"""What was withdrawn."""

from datetime import UTC, datetime

from beffroi.lib.gone import GoneError


def test_what_was_withdrawn_answers_410_with_reason_and_day() -> None:
    gone = GoneError("a-1", reason="deleted", at=datetime(2026, 5, 4, 12, 0, tzinfo=UTC))
    assert (gone.code, gone.status) == ("withdrawn", 410)
    assert gone.members == {"reason": "deleted", "withdrawn": "2026-05-04T12:00:00Z"}
    assert "2026-05-04" in gone.message
