"""Patterns of paths in REUSE.toml and dep5."""

from time import process_time

import pytest

from beffroi.policy.check.reuse.globs import debian_glob, reuse_glob

PATHS = ["docs/a.md", "docs/sub/a.md", "docs/1/bc/2/3.txt", "star*.md", "starry.md", "odd1.txt",
         "odd[1].txt", "new\nline"]  # fmt: skip


@pytest.mark.parametrize(
    ("pattern", "paths"),
    [
        ("docs/*.md", ["docs/a.md"]),
        ("docs/**", ["docs/a.md", "docs/sub/a.md", "docs/1/bc/2/3.txt"]),
        ("**/a.md", ["docs/a.md", "docs/sub/a.md"]),
        ("docs/**/b*/**/**.txt", ["docs/1/bc/2/3.txt"]),
        (r"star\*.md", ["star*.md"]),
        ("star*.md", ["star*.md", "starry.md"]),
        ("odd[1].txt", ["odd[1].txt"]),
        ("new*line", ["new\nline"]),
    ],
)
def test_a_pattern_of_reuse_means_these_paths(pattern: str, paths: list[str]) -> None:
    glob = reuse_glob(pattern)
    assert [path for path in PATHS if glob.fits(path)] == paths


def test_a_pattern_of_debian_goes_over_slashes() -> None:
    assert debian_glob("docs/*.md").fits("docs/sub/a.md")
    assert debian_glob("img?.png").fits("img1.png")
    assert not debian_glob("img?.png").fits("img12.png")


@pytest.mark.slow
def test_a_pattern_full_of_stars_costs_no_more_than_its_length() -> None:
    start = process_time()
    assert not reuse_glob("*a" * 60 + "b").fits("a" * 2000)
    assert process_time() - start < 3
