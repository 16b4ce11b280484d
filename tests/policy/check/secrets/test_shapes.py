"""What a scan answers."""

from dataclasses import fields

from beffroi.policy.check.secrets.shapes import Found, Scan


def test_a_finding_has_no_place_for_the_secret() -> None:
    names = {field.name for field in fields(Found)}
    assert names == {"rule", "path", "line", "shown", "digest", "is_sure", "commit", "blob"}


def test_a_scan_of_nothing_found_nothing() -> None:
    assert Scan() == Scan(found=(), allowed=0, files=0, size_bytes=0, is_partial=False, left_out=())
