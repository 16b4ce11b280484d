"""Where licence texts come from."""

import json
from pathlib import Path

import pytest

from beffroi.lib.errors import UsageError
from beffroi.policy.licence import sources

pytestmark = pytest.mark.slow
XML = (
    '<S xmlns="http://www.spdx.org/license"><license><text><titleText><p>My Licence</p></titleText>'
    "<p>You may <optional>freely </optional>use it.</p><list><item><bullet>1.</bullet>one</item>"
    "</list></text></license></S>"
)


def test_the_packages_hold_licences_and_exceptions(licence_texts: dict[str, str]) -> None:
    assert len(licence_texts) > 780
    assert licence_texts["Bison-exception-2.2"].startswith("Bison Exception")
    for name in ("CECILL-2.1", "CECILL-B", "CECILL-C", "EUPL-1.1", "EUPL-1.2", "etalab-2.0"):
        assert len(licence_texts[name]) > 5000


def test_a_folder_of_texts_is_read_by_name(tmp_path: Path) -> None:
    (tmp_path / "Our-1.0.txt").write_text("You may use it.")
    (found,) = sources.further(tmp_path)
    assert (found.licence, found.text, found.is_exception) == ("Our-1.0", "You may use it.", False)


def test_the_xml_of_spdx_is_read_with_its_optional_parts(tmp_path: Path) -> None:
    path = tmp_path / "more.json"
    path.write_text(json.dumps({"licences": [{"id": "A", "xml": XML}]}))
    (found,) = sources.further(path)
    assert found.text.split() == "My Licence You may freely use it. one".split()  # noqa: SIM905
    assert [part.strip() for part in found.optional] == ["freely", "My Licence"]


def test_plain_texts_may_be_exceptions(tmp_path: Path) -> None:
    path = tmp_path / "more.json"
    path.write_text(json.dumps({"exceptions": [{"id": "E", "text": "As an exception"}]}))
    assert sources.further(path)[0].is_exception


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"licences": [{"id": "A"}]}', "\0"])
def test_a_file_without_texts_is_refused_by_name(tmp_path: Path, content: str) -> None:
    path = tmp_path / "more.json"
    path.write_text(content)
    with pytest.raises(UsageError, match=r"more\.json"):
        sources.further(path)


def test_the_digest_changes_with_the_texts(tmp_path: Path) -> None:
    (tmp_path / "A.txt").write_text("one")
    before = sources.digest(tmp_path)
    (tmp_path / "A.txt").write_text("two")
    assert sources.digest(tmp_path) != before
    with pytest.raises(UsageError, match="cannot be read"):
        sources.digest(tmp_path / "missing")


def test_a_missing_package_is_named_with_the_way_out() -> None:
    with pytest.raises(UsageError, match="make setup"):
        sources.package("no_such_package", "data")
