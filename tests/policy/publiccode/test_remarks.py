"""Deprecated keys, files beside, videos."""

import zlib
from pathlib import Path

import pytest

from beffroi.policy.publiccode import Folder, judge
from tests.policy.publiccode.test_judging import MINIMAL


def chunk(kind: bytes, body: bytes) -> bytes:
    """Return one chunk of a PNG picture."""
    return len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)


HEADER = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"\0\0\0\1\0\0\0\1\1\0\0\0\0")
DATA = chunk(b"IDAT", zlib.compress(b"\0\0"))
PNG = HEADER + DATA + chunk(b"IEND", b"")


def judged(line: str, folder: Path | None = None) -> list[tuple[str, str, str]]:
    text = MINIMAL.replace("name: Medusa", f"name: Medusa\n{line}")
    found = judge(text.encode(), Folder(folder) if folder else None).results
    return [(one.severity, one.key, one.message) for one in found]


@pytest.mark.parametrize("name", ["logo.png", "sub/Logo.PNG", "logo.svg"])
def test_a_logo_that_is_there_is_fine(tmp_path: Path, name: str) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / name).write_bytes(PNG)
    assert judged(f"logo: {name}", tmp_path) == []


def test_a_logo_that_is_not_there_or_no_picture_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "bad.png").write_bytes(b"GIF89a")
    shown = tmp_path.absolute()
    assert judged("logo: none.svg", tmp_path) == [
        ("error", "logo", f"no such file: {shown}/none.svg")
    ]
    assert judged("logo: bad.png", tmp_path) == [("error", "logo", "image: unknown format")]
    assert judged("logo: a.gif", tmp_path)[0][2].startswith("invalid file extension for: ")


@pytest.mark.parametrize(
    "broken",
    [HEADER, HEADER + DATA, PNG[:-20], PNG.replace(DATA, DATA[:-1] + b"x"), PNG[:30],
     HEADER + chunk(b"IDAT", b"none") + PNG[-12:]],
)  # fmt: skip
def test_a_picture_that_does_not_decode_is_none(tmp_path: Path, broken: bytes) -> None:
    (tmp_path / "logo.png").write_bytes(broken)
    assert [one[2] for one in judged("logo: logo.png", tmp_path)] == ["image: unknown format"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("logo: https://x.example/a.gif", "invalid file extension for: https://x.example/a.gif"),
        ("logo: https://x.example/a.PNG?size=2", ""),
        ("monochromeLogo: https://x.example/a", "invalid file extension for: https://x.example/a"),
    ],
)
def test_the_extension_of_a_link_counts_too(tmp_path: Path, line: str, expected: str) -> None:
    found = [one[2] for one in judged(line, tmp_path) if one[0] == "error"]
    assert found == ([expected] if expected else [])


def test_without_a_folder_no_file_is_looked_for() -> None:
    assert judged("logo: none.gif") == []


def test_a_file_outside_the_folder_is_never_looked_at(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "secret.svg").write_text("<svg/>")
    assert judged("logo: ../secret.svg", tmp_path / "inner")[0][2].startswith("no such file")


@pytest.mark.parametrize(
    ("link", "count"),
    [("https://www.youtube.com/watch?v=x", 0), ("https://framatube.org/w/x", 0),
     ("https://google.com", 1)],
)  # fmt: skip
def test_videos_are_on_a_service_that_embeds(link: str, count: int) -> None:
    text = MINIMAL.replace("    features:", f"    videos: ['{link}']\n    features:")
    assert len(judge(text.encode()).results) == count


def test_both_italian_sections_at_once_are_too_many() -> None:
    found = judged("IT: {conforme: {gdpr: true}}\nit: {}")
    assert [(severity, key) for severity, key, _ in found] == [
        ("warning", "it"), ("error", "it"), ("warning", "IT.conforme")
    ]  # fmt: skip
