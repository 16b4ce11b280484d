"""Keys as people write them."""

from typing import Any

import pytest

from beffroi.lib.errors import UsageError
from beffroi.policy.publiccode.paths import END, field_at, plain, steps, value_of
from beffroi.policy.publiccode.trees import parse


def test_a_key_is_cut_into_names_and_places() -> None:
    assert steps("description.pt-BR.features[0]") == ["description", "pt-BR", "features", 0]
    assert steps("fundedBy[+].name") == ["fundedBy", END, "name"]


@pytest.mark.parametrize("key", ["", "a..b", "a[", "[0]", "a[x]", "a[0]b", ".a", "a[9999999]"])
def test_what_is_no_key_is_refused(key: str) -> None:
    with pytest.raises(UsageError, match="is no key"):
        steps(key)


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("name", "a: b", "a: b"),
        ("softwareVersion", "1.0", "1.0"),
        ("localisation.localisationReady", "true", True),
        ("platforms", "web, linux", ["web", "linux"]),
        ("platforms", "[web, 'a, b']", ["web", "a, b"]),
        ("isBasedOn", "https://a.example/b", "https://a.example/b"),
        ("isBasedOn", "[https://a.example/b]", ["https://a.example/b"]),
        ("description.fr.features[0]", "x", "x"),
        ("fundedBy", "- {name: a, uri: b}", [{"name": "a", "uri": "b"}]),
        ("maintenance", "{type: none}", {"type": "none"}),
    ],
)
def test_a_text_is_taken_as_the_standard_takes_it(key: str, text: str, value: Any) -> None:
    assert value_of(key, text) == value


@pytest.mark.parametrize(
    ("key", "text", "words"),
    [
        ("nam", "x", "did you mean “name”"),
        ("description.en.shortDescripton", "x", "did you mean “description.en.shortDescription”"),
        ("zzzzzzzzzzzzz", "x", "has no key “zzzzzzzzzzzzz”\\."),
        ("localisation.localisationReady", "yes", "true or false"),
        ("maintenance", "x", "a block like"),
        ("fundedBy", "x", "a list like"),
        ("platforms", "[", "not YAML"),
    ],
)
def test_what_cannot_be_is_refused_with_the_way_out(key: str, text: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        value_of(key, text)


def test_a_scalar_holds_no_fields() -> None:
    assert field_at(["name", "x"]) is None
    assert field_at(["name", "x", "y"]) is None


def test_plain_values_keep_texts_flags_and_nothing_apart() -> None:
    tree = parse(b"a: true\nb: 'true'\nc: ~\nd: 1.0\ne: [x]\nf: {g: h}")
    assert tree is not None
    assert plain(tree) == {
        "a": True, "b": "true", "c": None, "d": "1.0", "e": ["x"], "f": {"g": "h"},
    }  # fmt: skip
