"""Who needs whom decides what a component is for."""

from beffroi.policy.check.components.reach import reached, scoped
from tests.policy.check.components.making import make_component

A, B, C, D = (make_component(f"npm/{name}") for name in "abcd")


def test_a_circle_ends() -> None:
    assert reached({"a": ["b"], "b": ["a"]}, ["a"]) == {"a", "b"}


def test_what_no_wish_of_the_work_leads_to_is_for_working() -> None:
    needing = make_component("npm/a", needs=(B.purl,))
    found = scoped(
        [needing, B, C, D], {A.purl: "required", C.purl: "optional", D.purl: "development"}
    )
    assert [(one.scope, one.direct) for one in found] == [
        ("required", True), ("required", False), ("optional", True), ("development", True),
    ]  # fmt: skip


def test_what_a_lock_file_calls_optional_stays_so() -> None:
    (one,) = scoped([make_component("npm/a", scope="optional")], {A.purl: "required"})
    assert one.scope == "optional"


def test_without_a_wish_nothing_is_changed() -> None:
    assert list(scoped([A], {})) == [A]
