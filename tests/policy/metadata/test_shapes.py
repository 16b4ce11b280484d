"""A document that knows what nobody asked for."""

from beffroi.policy.metadata.shapes import Remark, Source


def test_a_source_knows_what_nobody_asked_for() -> None:
    source = Source({"a": 1, "b": {"c": "x", "d": ""}, "e": [{"f": 1}, 2], "g": ["p", "q"]})
    assert (source.text("a"), source.text("b.c"), source.text("g")) == ("1", "x", "")
    assert list(source.left()) == [
        Remark("e[0].f", 1, "no-place"), Remark("e[1]", 2, "no-place"),
        Remark("g", ["p", "q"], "no-place"),
    ]  # fmt: skip


def test_what_could_not_be_used_is_left_after_all() -> None:
    source = Source({"a": "x", "b": {"c": 1}})
    source.take("a")
    source.take("b")
    source.give_back("b")
    assert list(source.left()) == [Remark("b.c", 1, "no-place")]
