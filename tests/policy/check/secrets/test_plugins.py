"""detect-secrets, asked a line at a time."""

from beffroi.policy.check.secrets.patterns import known
from beffroi.policy.check.secrets.plugins import secrets_in
from beffroi.policy.check.secrets.scanning import scan_bytes
from tests.policy.check.secrets.samples import drawn, seeded


def test_every_detector_that_the_data_name_exists() -> None:
    asked = [one.reader for one in known().patterns if one.kind == "plugin"]
    assert len(asked) > 5
    assert [secrets_in(reader, "app.py", b"nothing here") for reader in asked] == [[]] * len(asked)


def test_a_detector_knows_what_no_pattern_of_ours_does() -> None:
    secret = drawn("{h64}", seeded(1))
    line = f"https://account_bluemix:{secret}@account_bluemix.cloudant.com"
    assert secrets_in("CloudantDetector", "app.py", line.encode())


def test_what_a_detector_sees_is_a_finding() -> None:
    line = drawn('softlayer_password_x := "{l64}"', seeded(1))
    assert [one.is_sure for one in scan_bytes("app.go", line.encode())] == [True]


def test_an_endless_line_is_not_given_to_it() -> None:
    line = b'password = "Tr0ub4dor3x"' + b" " * 2000
    assert secrets_in("KeywordDetector", "app.py", line) == []
    assert secrets_in("KeywordDetector", "app.py", line[:200]) != []
