"""Files as people bring them: read within limits, refused by name."""

import gzip
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.lib import files
from beffroi.lib.files import (
    FileRefusedError,
    csv_header,
    csv_rows,
    json_of,
    missing,
    text_of,
    unpacked,
    yaml_of,
)


def refusal(read: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(FileRefusedError) as refused:
        read()
    assert refused.value.message == str(refused.value)
    return refused.value.code, refused.value.message


def cells(text: str) -> list[dict[str, str] | str]:
    return [dict(row) if row is not None else why for _, row, why in csv_rows(text)]


def test_plain_bytes_come_as_they_are() -> None:
    assert unpacked(b"a,b\n") == b"a,b\n"


def test_gzip_is_unpacked_with_all_its_members_and_its_padding() -> None:
    packed = gzip.compress(b"one\n", mtime=0) + gzip.compress(b"two\n", mtime=0) + b"\x00" * 512
    assert unpacked(packed) == b"one\ntwo\n"


@pytest.mark.parametrize("content", [b"12345678901", gzip.compress(b"\x00" * 1_000_000, mtime=0)])
def test_what_is_larger_than_the_limit_is_refused(content: bytes) -> None:
    code, message = refusal(lambda: unpacked(content, limit=10))
    assert code == "too-large"
    assert message == "The file holds more than 10 bytes; cut it into parts."


def test_the_limit_counts_all_members_together() -> None:
    packed = gzip.compress(b"123456", mtime=0) * 2
    assert unpacked(packed, limit=12) == b"123456" * 2
    assert refusal(lambda: unpacked(packed, limit=11))[0] == "too-large"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (gzip.compress(b"abc" * 1000, mtime=0)[:-12], "ends too early"),
        (gzip.compress(b"abc", mtime=0)[:10], "ends too early"),
        (b"\x1f\x8bnonsense", "is broken"),
        (gzip.compress(b"abc", mtime=0) + b"rest", "is broken"),
    ],
)
def test_broken_gzip_is_refused(content: bytes, words: str) -> None:
    code, message = refusal(lambda: unpacked(content))
    assert code == "broken-gzip"
    assert words in message


@pytest.mark.parametrize("content", ["é,b\n".encode(), "\ufeffé,b\n".encode()])
def test_utf_8_is_read_with_and_without_its_mark(content: bytes) -> None:
    assert text_of(content) == "é,b\n"


@pytest.mark.parametrize("content", [b"", b" \r\n\t", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
def test_an_empty_file_is_refused(content: bytes) -> None:
    assert refusal(lambda: text_of(content)) == ("empty-file", "The file is empty.")


def test_latin_1_is_refused_with_its_line_and_the_way_out() -> None:
    code, message = refusal(lambda: text_of("nom\nMinistère\n".encode("latin-1")))
    assert code == "wrong-encoding"
    assert "byte 10 in line 2" in message
    assert "iconv -f ISO-8859-1 -t UTF-8" in message


@pytest.mark.parametrize("mark", [b"\xfe\xff", b""])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-16-le"])
def test_utf_16_is_refused_with_the_way_out(mark: bytes, encoding: str) -> None:
    code, message = refusal(lambda: text_of(mark + "login,organization_url\n".encode(encoding)))
    assert code == "wrong-encoding"
    assert "iconv -f UTF-16 -t UTF-8 FILE" in message


def test_the_header_is_the_first_line_as_far_as_it_is_csv() -> None:
    assert csv_header('a, "b",c\r\n1,2,3\r\n') == ("a", '"b"', "c")
    assert csv_header('"a ,",b') == ("a ,", "b")
    assert csv_header("a\rb,c\n") == ()
    assert csv_header("") == ()
    assert missing(("a", "b"), ("b", "c", "d")) == ["c", "d"]


def test_rows_are_numbered_from_one_and_may_hold_line_breaks() -> None:
    text = 'a,b\r\n1,"x\r\ny"\r\n\r\n2,z\r\n'
    assert list(csv_rows(text)) == [
        (1, {"a": "1", "b": "x\r\ny"}, ""),
        (2, {"a": "2", "b": "z"}, ""),
    ]


def test_ragged_rows_are_named_and_the_others_come() -> None:
    assert cells("a,b\n1\n1,2\n1,2,3\n") == [
        "The row has 1 cells, the header has 2.",
        {"a": "1", "b": "2"},
        "The row has 3 cells, the header has 2.",
    ]


def test_a_row_that_is_no_csv_is_named_with_its_line() -> None:
    found = cells('a,b\n"1"x,2\n3,4\n')
    assert "see line 2" in str(found[0])
    assert found[1] == {"a": "3", "b": "4"}


def test_a_quote_that_never_ends_costs_the_rest_and_says_so() -> None:
    found = cells('a,b\n1,2\n"3,4\n5,6\n')
    assert found[0] == {"a": "1", "b": "2"}
    assert "unexpected end of data" in str(found[1])


def test_a_cell_of_more_than_ten_million_characters_is_named() -> None:
    found = cells(f'a,b\n"{"x" * (files.MAX_CELL + 1)}",2\n3,4\n')
    assert "field larger than field limit" in str(found[0])
    assert found[-1] == {"a": "3", "b": "4"}


def test_nuls_become_the_sign_for_what_is_not_readable() -> None:
    assert cells("a,b\n1\x00,2\n") == [{"a": "1�", "b": "2"}]


def test_only_a_header_gives_no_rows() -> None:
    assert cells("a,b\n") == cells("") == []


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("a,b,a\n", "duplicate-column", "twice: a."),
        ("a,,\n", "duplicate-column", "twice: the empty name."),
        ('"a"b,c\n1,2\n', "broken-csv", "first line"),
    ],
)
def test_a_header_that_cannot_be_is_refused(text: str, code: str, words: str) -> None:
    found, message = refusal(lambda: cells(text))
    assert found == code
    assert words in message


def test_json_is_read() -> None:
    assert json_of('{"a": [1, null]}') == {"a": [1, None]}


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ('{"a": \n}', "broken-json", "line 2, column 1"),
        ("1" * 5000, "broken-json", "4300 digits"),
        ("[" * 100_000, "too-deep", "nested too deeply"),
        ('{"data": [{"a": 1, "a": 2}]}', "duplicate-key", "the key “a” twice"),
    ],
)
def test_json_that_cannot_be_is_refused(text: str, code: str, words: str) -> None:
    found, message = refusal(lambda: json_of(text))
    assert found == code
    assert words in message


def test_yaml_is_read_with_the_lines_of_its_keys() -> None:
    document = yaml_of("# comment\na: x\n\nb:\n  c: [y, ~]\n  d:\n")
    assert document.value == {"a": "x", "b": {"c": ["y", None], "d": None}}
    assert document.lines == {"a": 2, "b": 4}


def test_yaml_scalars_stay_as_they_were_written() -> None:
    document = yaml_of("10: on\n013: 1_000\nno: 2021-11-15\n~: !!int x\n<<: 1:30\n")
    assert document.value == {
        "10": "on", "013": "1_000", "no": "2021-11-15", "~": "x", "<<": "1:30",
    }  # fmt: skip


def test_a_yaml_key_that_stands_twice_below_the_top_counts_last_and_is_told() -> None:
    document = yaml_of("a:\n  b: 1\n  b: 2\nc: [{d: 1, d: 2}]\n")
    assert document.value == {"a": {"b": "2"}, "c": [{"d": "2"}]}
    assert document.doubles == {"a": [(3, "b")], "c": [(4, "d")]}


def test_other_yaml_documents_are_read_too() -> None:
    assert yaml_of("# nothing\n").value is None
    assert yaml_of("- 1\n- 2\n").value == ["1", "2"]
    assert yaml_of("- 1\n").lines == {}


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("a: 1\nb: [\n", "broken-yaml", "line 3"),
        ("a: b: c\n", "broken-yaml", "line 1"),
        ("a:\n\tb: 1\n", "broken-yaml", "line 2"),
        ("a: 1\na: 2\n", "duplicate-key", "Line 2 has the key “a” again, after line 1."),
        ("a: &x [1]\nb: *x\n", "yaml-alias", "Line 2 has an alias (*x)"),
        ("a: !!python/object:os.system x\n", "", ""),
        ("a: !!python/object:os.system {}\n", "broken-yaml", "line 1"),
        ("? [a]\n: 1\n", "broken-yaml", "line 1"),
        ("a: 1\n---\nb: 2\n", "broken-yaml", "line 2"),
        ("a: \x00\n", "broken-yaml", "No YAML"),
        ("a: \ud800\n", "broken-yaml", "No YAML"),
        ("[" * 1000, "too-deep", "nested too deeply"),
        ("- " * 100 + "a", "too-deep", "nested too deeply"),
        ("#" * (files.MAX_YAML_BYTES + 1), "too-large", "5,000,000"),
    ],
)
def test_yaml_that_cannot_be_is_refused_with_its_line(text: str, code: str, words: str) -> None:
    if not code:  # an unknown tag on a scalar is a text, never an object
        assert yaml_of(text).value == {"a": "x"}
        return
    found, message = refusal(lambda: yaml_of(text))
    assert found == code
    assert words in message


def test_an_alias_bomb_is_refused_before_it_grows() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    assert refusal(lambda: yaml_of("\n".join(lines)))[0] == "yaml-alias"


@pytest.mark.slow
@pytest.mark.parametrize("text", ["[" * 1_000_000, "{" * 1_000_000, "- " * 500_000, "a: " * 9999])
def test_hostile_nesting_is_refused_within_a_second(text: str) -> None:
    start = time.process_time()
    assert refusal(lambda: yaml_of(text))[0] in {"too-deep", "broken-yaml"}
    assert time.process_time() - start < 1


def code_or_answer(read: Callable[[], object]) -> object:
    try:
        return read()
    except FileRefusedError as error:
        return error


def refused_with(answer: object, *codes: str) -> bool:
    return isinstance(answer, FileRefusedError) and answer.code in codes


@pytest.mark.slow
@given(st.binary(max_size=300))
def test_any_bytes_are_a_text_or_refused(content: bytes) -> None:
    for brought in (content, b"\x1f\x8b\x08" + content, gzip.compress(content, mtime=0)):
        answer = code_or_answer(lambda brought=brought: text_of(unpacked(brought, limit=1000)))
        codes = ("empty-file", "wrong-encoding", "broken-gzip")
        assert isinstance(answer, str) or refused_with(answer, *codes)


@pytest.mark.slow
@given(st.text(max_size=300) | st.text('a",\r\n\x00\\', max_size=60))
def test_any_text_gives_rows_with_all_columns_or_reasons(text: str) -> None:
    rows = code_or_answer(lambda: list(csv_rows(text)))
    if not isinstance(rows, list):
        assert refused_with(rows, "duplicate-column", "broken-csv")
        return
    header = set(csv_header(text))
    assert all(row is None or set(row) == header for _, row, _ in rows)
    assert all(bool(why) == (row is None) for _, row, why in rows)


@pytest.mark.slow
@given(st.text(max_size=200) | st.text("ab:-? \n[]{}&*!|>'\"#%@,", max_size=60))
def test_any_text_is_a_document_or_refused(text: str) -> None:
    codes = ("broken-yaml", "duplicate-key", "yaml-alias", "too-deep")
    answer = code_or_answer(lambda: yaml_of(text))
    assert isinstance(answer, files.YamlDocument) or refused_with(answer, *codes)
    answer = code_or_answer(lambda: json_of(text))
    assert not isinstance(answer, FileRefusedError) or refused_with(
        answer, "broken-json", "duplicate-key"
    )
