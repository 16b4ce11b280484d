"""Lock files in JSON."""

import pytest

from beffroi.policy.check.components.documents import read
from beffroi.policy.check.components.errors import UnreadableError


def test_an_object_is_read() -> None:
    assert read('{"a": 1}') == {"a": 1}


@pytest.mark.parametrize(
    ("text", "line"),
    [('{\n"a": }', 2), ("[]", 1), ("[" * 200_000, 0), ('{"a":' + "9" * 9999 + "}", 0)],
)
def test_what_is_none_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(UnreadableError) as refused:
        read(text)
    assert refused.value.line == line
