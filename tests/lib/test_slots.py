"""Slots: providers under keys of their own, in the order of their keys."""

from beffroi.lib.slots import Slot


def test_providers_come_in_the_order_of_their_keys() -> None:
    slot: Slot[int] = Slot("numbers")
    slot.register("b", 2)
    slot.register("a", 1)
    assert list(slot.items()) == [("a", 1), ("b", 2)]


def test_a_second_provider_under_one_key_replaces_the_first() -> None:
    slot: Slot[int] = Slot("numbers")
    slot.register("a", 1)
    slot.register("a", 2)
    assert slot.get("a") == 2


def test_an_empty_place_answers_nothing() -> None:
    assert Slot("numbers").get("a") is None
