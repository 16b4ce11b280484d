"""Finding secrets in one file: what is found, what is no secret, what is shown."""

import string
import time

import pytest

from beffroi.policy.check.secrets.allowances import Allowance, Allowances
from beffroi.policy.check.secrets.scanning import MOST, is_skipped, scan_bytes
from tests.policy.check.secrets import samples
from tests.policy.check.secrets.samples import seeded
from tests.policy.check.working_copies import licence_texts


def token(seed: int = 1) -> str:
    """Return a token of a known form."""
    return samples.drawn("ghp_{A36}", seeded(seed))


def found_in(line: str, path: str = "app.py") -> list[tuple[str, bool]]:
    """Return rule and sureness of what is found in a line."""
    return [(one.rule, one.is_sure) for one in scan_bytes(path, line.encode())]


def missed(lines: list[tuple[str, str, str]]) -> list[str]:
    """Return the forms that were not found."""
    return [form for form, path, line in lines if not scan_bytes(path, line.encode())]


@pytest.mark.slow
@pytest.mark.parametrize("family", samples.MARKED)
def test_a_family_of_marked_tokens_is_found(family: str) -> None:
    lines = list(samples.marked(family, seeded(7)))
    assert len(missed(lines)) <= 0.02 * len(lines)


@pytest.mark.slow
@pytest.mark.parametrize("family", samples.NAMED)
def test_a_family_of_tokens_behind_the_name_of_a_service_is_found(family: str) -> None:
    lines = list(samples.named(samples.NAMED[family], seeded(7)))
    assert len(missed(lines)) <= 0.05 * len(lines)


@pytest.mark.slow
def test_a_value_behind_a_telling_name_is_found() -> None:
    lines = list(samples.named(samples.GENERIC, seeded(7)))
    assert len(missed(lines)) <= 0.05 * len(lines)


@pytest.mark.slow
def test_no_licence_text_holds_a_secret() -> None:
    texts = licence_texts()
    assert len(texts) > 600
    assert not [name for name, text in texts.items() if scan_bytes("LICENSE", text.encode())]


def test_examples_variables_and_names_are_no_secrets() -> None:
    lines = samples.HARMLESS.strip().splitlines()
    false = [line for line in lines if scan_bytes("settings.py", line.encode())]
    assert len(lines) > 100
    assert len(false) <= 0.02 * len(lines), false


def test_random_bytes_that_bear_no_name_are_no_secrets() -> None:
    random = seeded(3)
    sums = "\n".join(samples.drawn("{h64}  file-{d3}.bin", random) for _ in range(500))
    assert found_in(sums, "SHA256SUMS") == []


def test_a_secret_is_never_shown_whole() -> None:
    secret = token()
    (found,) = scan_bytes("app.py", f'key = "{secret}"'.encode())
    assert found.shown == f"{secret[:4]}…{secret[-4:]}"
    assert secret[6:-6] not in repr(found)


@pytest.mark.parametrize(("size", "ends"), [(9, 0), (14, 2), (24, 4)])
def test_the_shorter_a_secret_the_less_is_shown(size: int, ends: int) -> None:
    secret = samples.drawn(f"{{A{size - 3}}}", seeded(5)) + "!7x"
    (found,) = scan_bytes("app.py", f'password = "{secret}"'.encode())
    assert found.shown == f"{secret[:ends]}…{secret[-ends:] if ends else ''}"


def test_the_same_secret_has_another_hash_in_another_file_and_the_same_again() -> None:
    data = f'key = "{token()}"'.encode()
    here, there = scan_bytes("a.py", data)[0], scan_bytes("b.py", data)[0]
    assert here.digest != there.digest
    assert here.digest == scan_bytes("a.py", data)[0].digest


def test_the_line_is_that_of_the_secret() -> None:
    data = b"\n" * 41 + f'key = "{token()}"\n'.encode()
    assert scan_bytes("app.py", data)[0].line == 42


def test_a_line_that_says_so_is_left_out() -> None:
    secret = token()
    marks = ("pragma: allowlist secret", "gitleaks:allow", "beffroi: not a secret")
    assert not [mark for mark in marks if found_in(f'key = "{secret}"  # {mark}')]
    assert not found_in(f'# pragma: allowlist nextline secret\nkey = "{secret}"')
    assert found_in(f'key = "{secret}"  # pragma: something else')


def test_what_a_person_allowed_is_left_out() -> None:
    data = f'key = "{token()}"'.encode()
    allowed = Allowances((Allowance("app.*", "made for the documentation"),))
    assert scan_bytes("app.py", data, allowed) == []
    assert len(scan_bytes("other.py", data, allowed)) == 1


def test_two_tokens_on_one_line_are_two_findings() -> None:
    assert len(found_in(f"{token(1)} {token(2)}")) == 2


def test_several_patterns_that_see_one_secret_make_one_finding() -> None:
    secret = samples.drawn("sk-{A20}T3BlbkFJ{A20}", seeded(2))
    assert found_in(f'openai_api_key = "{secret}"') == [("openai-key", True)]


def test_a_guess_among_examples_is_none_and_a_token_of_known_form_stays_sure() -> None:
    named = samples.drawn('password = "{A24}"', seeded(2))
    assert found_in(named) == [("named-secret", True)]
    assert found_in(named, "tests/fixtures/app.py") == []
    assert found_in(f'key = "{token()}"', "docs/usage.md") == [("github-token", True)]


def test_a_key_among_fixtures_is_a_guess() -> None:
    body = "\n".join(samples.drawn("{b64}", seeded(seed)) for seed in range(8))
    key = "-----BEGIN RSA PRIVATE " + f"KEY-----\n{body}\n"
    assert found_in(key, "server.txt") == [("private-key", True)]
    assert found_in(key, "tests/server.txt") == [("private-key", False)]


def test_sums_in_a_lock_file_are_no_secrets_and_tokens_there_are() -> None:
    line = samples.drawn('"api_key": "{A40}"', seeded(1))
    assert found_in(line, "package-lock.json") == []
    assert found_in(token(), "package-lock.json") == [("github-token", True)]


def test_a_bare_word_is_a_value_in_configuration_and_code_elsewhere() -> None:
    line = samples.drawn("db_password={A12}x9", seeded(1))
    assert found_in(line, ".env") == [("named-secret", False)]
    assert found_in(line.replace("=", " = "), "app.py") == []


def test_text_in_utf_16_is_read() -> None:
    data = f'key = "{token()}"'.encode("utf-16")
    assert [one.rule for one in scan_bytes("web.config", data)] == ["github-token"]


@pytest.mark.parametrize("data", [b"", b"\0" * 9000, bytes(range(256)) * 40, b"\xff\xfe\x00"])
def test_binary_files_hold_nothing(data: bytes) -> None:
    assert scan_bytes("data.txt", data) == []


def test_a_picture_is_not_read() -> None:
    assert is_skipped("logo.PNG")
    assert scan_bytes("logo.png", token().encode()) == []


@pytest.mark.slow
def test_a_file_of_many_secrets_ends_with_the_first() -> None:
    random = seeded(9)
    data = "\n".join(samples.drawn("ghp_{A36}", random) for _ in range(MOST + 50))
    assert len(scan_bytes("app.py", data.encode())) == MOST


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    ["curl -u ", "http://a:b@", "eyJhbGciOiJI.", "?sv=aaaa&sig=", 'password = "', "ya29.",
     "-----BEGIN PRIVATE " + "KEY-----\n", "kind: Secret\ndata:\n  a: b\n", "SharedAccessKey=A1b2"],
)  # fmt: skip
def test_a_file_made_to_tire_the_reader_is_read_in_time(piece: str) -> None:
    scan_bytes("a.yml", (piece * (60_000 // len(piece))).encode())  # pytest's timeout is the judge


@pytest.mark.slow
def test_a_large_file_made_to_tire_the_reader_costs_seconds_and_no_minutes() -> None:
    begin = time.process_time()
    scan_bytes("a.yml", b"?sv=aaaa&sig=" * 80_000)
    assert time.process_time() - begin < 6


@pytest.mark.slow
def test_whatever_stands_in_a_file_is_read_without_an_error() -> None:
    random = seeded(11)
    for _ in range(300):
        letters = string.printable + "éß€\x00"
        line = "".join(random.choices(letters, k=80))
        scan_bytes("x.yml", f"password: {line}\ntoken={line}".encode("utf-8", "surrogatepass"))
