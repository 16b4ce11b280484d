"""Deprecated keys, files beside, videos."""

from pathlib import Path

import pytest

from beffroi.policy.publiccode import Folder, judge
from tests.policy.publiccode.test_judging import MINIMAL

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(17)


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
