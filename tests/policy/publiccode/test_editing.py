"""Editing changes what is wanted and nothing else."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.lib.errors import UsageError
from beffroi.policy.publiccode import editing
from beffroi.policy.publiccode.paths import at, plain, steps
from beffroi.policy.publiccode.trees import parse

FILE = """# head
publiccodeYmlVersion: "0"  # version
name: 'Medusa'   # name

platforms: [web, linux]  # where
description:
    en:
        # texts
        shortDescription: >-
            folded
            text
        features:
        # first
        - one   # 1
        - "two" # 2
        # behind

legal: {license: MIT}
maintenance:
  contacts:
  - name: a # who
    email: a@b.example
# foot
"""


def after(key: str, value: Any, text: str = FILE) -> str:
    return editing.put(text.encode(), key, value).decode()


@pytest.mark.parametrize(
    ("key", "value", "old", "new"),
    [
        ("name", "X, y", "'Medusa'", "'X, y'"),
        ("publiccodeYmlVersion", "0.7", '"0"', '"0.7"'),
        ("platforms", ["web", "mac"], "[web, linux]", "[web, mac]"),
        ("platforms", ["web"], "[web, linux]", "[web]"),
        ("platforms", ["web", "linux", "a, b"], "[web, linux]", "[web, linux, 'a, b']"),
        ("platforms[+]", "ios", "[web, linux]", "[web, linux, ios]"),
        ("legal.license", "EUPL-1.2", "MIT", "EUPL-1.2"),
        ("legal.repoOwner", "A", "{license: MIT}", "{license: MIT, repoOwner: A}"),
        ("description.en.features[1]", "zwei", '"two"', '"zwei"'),
        ("description.en.features[+]", "3", '"two" # 2\n', "\"two\" # 2\n        - '3'\n"),
        ("description.en.features", ["one", "b"], '"two"', '"b"'),
        ("description.en.shortDescription", "S", ">-\n            folded\n            text", "S"),
        ("maintenance.contacts[0].name", "B", "name: a", "name: B"),
        ("maintenance.contacts[0].phone", "1", "a@b.example\n", "a@b.example\n    phone: '1'\n"),
        ("maintenance.type", "none", "  contacts:", "  type: none\n  contacts:"),
        ("url", "https://x.example", "# name\n", "# name\nurl: https://x.example\n"),
        ("usedBy", ["A"], "# where\n", "# where\nusedBy:\n- A\n"),
        ("maintenance.contacts", "x", "\n  - name: a # who\n    email: a@b.example\n", " x\n"),
        ("x", True, "# foot", "x: true\n# foot"),
    ],
)  # fmt: skip
def test_only_the_wanted_characters_change(key: str, value: Any, old: str, new: str) -> None:
    assert FILE.count(old) == 1
    assert after(key, value) == FILE.replace(old, new)


def test_a_text_of_several_lines_is_written_line_by_line() -> None:
    assert after("description.en.longDescription", "a\n\nb").endswith(
        FILE.partition("            text\n")[2]
    )
    assert "        longDescription: |-\n          a\n\n          b\n" in after(
        "description.en.longDescription", "a\n\nb"
    )


def test_a_comment_behind_does_not_become_part_of_a_text() -> None:
    assert after("name", "a\nb") == FILE.replace("'Medusa'", '"a\\nb"')


def test_missing_blocks_are_made() -> None:
    assert plain_of(after("localisation.availableLanguages", ["fr"]))["localisation"] == {
        "availableLanguages": ["fr"]
    }
    assert after("name", "a", "") == "name: a\n"
    assert after("legal.license", "MIT", "# only") == "# only\nlegal:\n  license: MIT\n"


def test_line_ends_and_a_mark_of_the_order_of_bytes_stay() -> None:
    text = "\ufeffname: a\r\nurl: b\r\n"
    assert after("name", "c", text) == "\ufeffname: c\r\nurl: b\r\n"
    assert after("usedBy", ["x"], text) == f"{text}usedBy:\r\n- x\r\n"
    assert after("url", "b", "name: a") == "name: a\nurl: b"


@pytest.mark.parametrize(
    ("key", "old", "new"),
    [
        ("name", "name: 'Medusa'   # name\n", ""),
        ("platforms[0]", "[web, linux]", "[linux]"),
        ("platforms[1]", "[web, linux]", "[web]"),
        ("legal.license", "{license: MIT}", "{}"),
        ("description.en.features[0]", "        - one   # 1\n", ""),
        ("maintenance.contacts[0].email", "    email: a@b.example\n", ""),
        ("maintenance.contacts[0]", "\n  - name: a # who\n    email: a@b.example\n", " []\n"),
    ],
)
def test_a_key_or_an_item_is_taken_out(key: str, old: str, new: str) -> None:
    assert editing.take_out(FILE.encode(), key).decode() == FILE.replace(old, new)


@pytest.mark.parametrize(
    ("text", "key"),
    [("a: &x 1\nb: *x\n", "a"), ("name: a\nname: b\n", "name"), ("name: [\n", "name"),
     ("name: a", "name.x"), ("- a\n", "name"), ("a: &x [1]\nb: *x", "a[0]"), ("name: a", "name[3]"),
     ("a: [&x [*x]]", "a"), ("a: b\n---\nc: d", "a")],
)  # fmt: skip
def test_what_cannot_be_changed_alone_is_refused(text: str, key: str) -> None:
    with pytest.raises(UsageError):
        editing.put(text.encode(), key, "new")


def test_an_alias_becomes_a_value_of_its_own() -> None:
    assert after("b", "c", "a: &x 1\nb: *x  # here\n") == "a: &x 1\nb: c  # here\n"


@pytest.mark.parametrize("key", ["none", "platforms[7]", "name.x", "platforms.x", "legal.x"])
def test_what_is_not_there_cannot_be_taken_out(key: str) -> None:
    with pytest.raises(UsageError, match="not there"):
        editing.take_out(FILE.encode(), key)


def test_the_first_key_of_an_item_leaves_with_what_stands_before_the_next() -> None:
    text = "a:\n- b: 1\n  c: 2\n"
    assert editing.take_out(text.encode(), "a[0].b") == b"a:\n- c: 2\n"
    with pytest.raises(UsageError, match="comment"):
        editing.take_out(b"a:\n- b: 1 # x\n  c: 2\n", "a[0].b")


@pytest.mark.parametrize("data", [b"\xff", b"x" * 1_000_001, b"a:\n\t- b", b"!!python/x a: [b"])
def test_what_cannot_be_read_cannot_be_changed(data: bytes) -> None:
    with pytest.raises(UsageError):
        editing.put(data, "name", "x")


def test_the_difference_is_shown_line_by_line() -> None:
    shown = editing.difference(b"a\nb\n", b"a\nc\n", "publiccode.yml")
    assert shown.splitlines()[:2] == ["--- a/publiccode.yml", "+++ b/publiccode.yml"]
    assert shown.endswith("-b\n+c\n")


def plain_of(text: str) -> Any:
    tree = parse(text.encode())
    return plain(tree) if tree else None


def leaves(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from leaves(part, f"{key}.{name}" if key else name)
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield from leaves(part, f"{key}[{place}]")
    elif key:
        yield key


def unchanged(before: str, after: str) -> int:
    """Return how many lines of a text are neither in the common start nor in the common end."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    start = next((n for n, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), 0)
    ends = zip(reversed(old), reversed(new), strict=False)
    end = next((n for n, pair in enumerate(ends) if pair[0] != pair[1]), 0)
    return max(0, len(old) - start - end)


@pytest.mark.slow
def test_in_real_files_no_other_line_changes(shared: Path) -> None:
    folder = shared / "data/catalogue/publiccode/real"
    for path in sorted(folder.glob("*.yml"))[::4]:
        text = path.read_text("utf-8")
        for key in list(leaves(plain_of(text)))[::5]:
            known = editing.put(text.encode(), key, "new, #1").decode()
            lost = [line for line in text.splitlines() if line not in known.splitlines()]
            span = max(1, len(lost))
            assert unchanged(text, known) <= span, (path.name, key)
            assert known.count("#") == text.count("#") + 1


@given(st.text(max_size=60), st.sampled_from(list(leaves(plain_of(FILE)))))
def test_every_text_can_be_put_and_every_comment_stays(value: str, key: str) -> None:
    value = value.encode("utf-8", "ignore").decode()
    known = after(key, value)
    for comment in ("# head", "# version", "# name", "# where", "# texts", "# first", "# 1", "# 2",
                    "# behind", "# who", "# foot"):  # fmt: skip
        assert comment in known
    assert at(plain_of(known), steps(key)) == value


@given(st.text(alphabet="ab:-[]{}#&*!|>'\" \n", max_size=80))
def test_any_file_is_changed_as_wanted_or_refused(text: str) -> None:
    try:
        known = after("a", "new", text)
    except UsageError:
        return
    assert plain_of(known)["a"] == "new"
