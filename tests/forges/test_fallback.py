"""Files over the API of a forge, where git does not answer."""

import asyncio

from beffroi.forges.calls import Calls
from beffroi.forges.fallback import Fallback, read_files
from tests.fakes.hostile import Behaviour, Wire, answers, hostile
from tests.fakes.plain import make_access

PATHS = ("README.md", "publiccode.yml", "src/main.py", "LICENSE")


def read(behave: Behaviour) -> tuple[Fallback, list[str]]:
    with hostile(behave) as served:
        calls = Calls(make_access(), {})
        found = asyncio.run(read_files(calls, PATHS, lambda path: f"{served.url}/raw/{path}"))
    return found, served.targets


def test_telling_files_are_found_by_name_and_the_texts_of_a_few_are_read() -> None:
    found, asked = read(lambda wire: wire.answer(wire.target.encode(), Content_Type="text/plain"))
    assert found.files == {
        "readme": "README.md",
        "publiccode": "publiccode.yml",
        "licence": "LICENSE",
    }
    assert found.texts["readme"] == "/raw/README.md"
    assert (len(asked), found.failures) == (3, ())


def test_a_text_that_does_not_come_is_a_failure_and_the_others_are_read() -> None:
    def behave(wire: Wire) -> None:
        if "README" in wire.target:
            wire.answer(b"<html>", Content_Type="text/html")
        else:
            wire.answer(b"x", Content_Type="text/plain")

    found, _asked = read(behave)
    assert set(found.texts) == {"publiccode", "licence"}
    assert [failure.code for failure in found.failures] == ["broken-answer"]


def test_a_limit_leaves_the_rest_for_another_time() -> None:
    found, asked = read(lambda wire: wire.answer(status="429 Too Many Requests"))
    assert (found.texts, found.failures, len(asked)) == ({}, (), 1)


def test_a_file_that_is_too_large_is_not_read() -> None:
    found, _asked = read(answers(b"x" * 200_001, "text/plain"))
    assert {failure.code for failure in found.failures} == {"too-large"}
