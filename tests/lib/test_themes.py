"""The theme of a government: what it may set, and what stops the start."""

from pathlib import Path

import pytest

from beffroi.lib.themes import HOUSE, ThemeError, contrast, load

COLOURS = """
[colours]
patina = { light = "#6b1f5c", dark = "#e3a6d6" }
patina-2 = { light = "#4a1540", dark = "#f2cde9" }
on-patina = { light = "#ffffff", dark = "#2a0a24" }
"""
MARK = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 32">{}</svg>'
PATH = '<path d="M0 0h24v32H0z"/>'


def written(folder: Path, text: str, mark: str = "") -> Path:
    """Write a theme and its mark."""
    (folder / "mark.svg").write_text(mark, "utf-8")
    file = folder / "theme.toml"
    file.write_text(text, "utf-8")
    return file


def test_a_whole_theme_sets_name_mark_and_colour(tmp_path: Path) -> None:
    head = 'name = { en = "Zoo" }\nsubtitle = { en = "Code" }\nmark = "mark.svg"\n'
    theme = load(written(tmp_path, head + COLOURS, MARK.format(PATH)))
    assert theme.name == {"en": "Zoo"}
    assert theme.subtitle == {"en": "Code"}
    assert "--patina:light-dark(#6b1f5c,#e3a6d6);" in theme.sheet
    assert '<symbol id="mark" viewBox="0 0 24 32"><path fill-rule="evenodd" d="M0' in theme.emblem
    assert theme.stamp != HOUSE.stamp


def test_a_theme_may_set_its_name_alone(tmp_path: Path) -> None:
    theme = load(written(tmp_path, 'name = { fr = "Zoo" }'))
    assert (theme.sheet, theme.emblem) == ("", "")


def test_forced_colours_win_over_a_theme(tmp_path: Path) -> None:
    assert load(written(tmp_path, COLOURS)).sheet.startswith("@media (forced-colors:none)")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#ffffff", "#000000", 21.0), ("#ffffff", "#ffffff", 1.0), ("#767676", "#ffffff", 4.54)],
)
def test_the_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)


def test_a_pale_colour_is_refused_with_its_ratio_and_the_minimum(tmp_path: Path) -> None:
    pale = COLOURS.replace("#6b1f5c", "#ff88cc")
    with pytest.raises(ThemeError) as refused:
        load(written(tmp_path, pale))
    assert "patina #ff88cc on paper #ffffff (light)" in str(refused.value)
    assert "2.18; the minimum is 4.5" in str(refused.value)


def test_words_on_the_colour_are_measured_too(tmp_path: Path) -> None:
    with pytest.raises(ThemeError, match=r"on-patina #2a0a24 on patina #6b1f5c \(light\)"):
        load(written(tmp_path, COLOURS.replace("#ffffff", "#2a0a24")))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name = 1", "name is a table of languages"),
        ('name = { en = "" }', "1 to 60 characters"),
        ("[colours]\nink = 1", "colours has exactly patina, patina-2, on-patina"),
        ("paper = 1", "“paper” is not for a theme to set"),
        (COLOURS.replace("#e3a6d6", "red"), "#rrggbb"),
        (COLOURS.replace(', dark = "#e3a6d6"', ""), "exactly light and dark"),
        ("name = ", "is no TOML"),
        ("mark = 3", "path of an SVG file"),
        ('mark = "none.svg"', "cannot be read"),
        ("# " + "x" * 20_000, "more than 20000 bytes"),
    ],
)
def test_what_is_no_theme_is_refused_in_words(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ThemeError, match=words.replace("(", r"\(")):
        load(written(tmp_path, text))


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<path d="M0 0" onload="alert(1)"/>',
        '<path d="M0 0" style="fill:red"/>',
        '<path d="url(javascript:alert(1))"/>',
        '<use href="https://example.org/x.svg#a"/>',
        "<g><path d='M0 0'/></g>",
        '<path d="M0 0"><animate attributeName="d"/></path>',
        "<style>*{fill:red}</style>",
        "",
    ],
)
def test_a_mark_is_outlines_and_nothing_else(tmp_path: Path, inside: str) -> None:
    with pytest.raises(ThemeError):
        load(written(tmp_path, 'mark = "mark.svg"', MARK.format(inside)))


@pytest.mark.parametrize(
    "mark",
    [
        '<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + MARK.format(PATH),
        MARK.format(PATH).replace("24 32", "24 24"),
        "<html/>",
        "not XML",
        "\udcff".encode("utf-8", "surrogateescape").decode("latin-1"),
    ],
)
def test_a_mark_of_another_kind_is_refused(tmp_path: Path, mark: str) -> None:
    with pytest.raises(ThemeError):
        load(written(tmp_path, 'mark = "mark.svg"', mark))


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "theme.toml"
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(ThemeError, match="not in UTF-8"):
        load(file)
