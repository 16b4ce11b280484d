"""The language of a terminal."""

import pytest

from beffroi.lib import terminal


@pytest.mark.parametrize(
    ("names", "language"),
    [({"LANG": "fr_FR.UTF-8"}, "fr"), ({"LANG": "de_DE.UTF-8"}, "en"), ({}, "en"),
     ({"LC_ALL": "C", "LANG": "fr_FR"}, "en"), ({"LC_MESSAGES": "fr_CA", "LANG": "en_GB"}, "fr")],
)  # fmt: skip
def test_the_strongest_variable_that_is_set_decides(
    monkeypatch: pytest.MonkeyPatch, names: dict[str, str], language: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in names.items():
        monkeypatch.setenv(name, value)
    assert terminal.language() == language
