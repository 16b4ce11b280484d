"""What is sealed is unreadable without a key, and of use for one purpose alone."""

from base64 import urlsafe_b64encode

import pytest

from beffroi.lib.sealing import SealError, read_keys, seal, unseal

OLD, NEW = (urlsafe_b64encode(bytes([byte]) * 32).decode() for byte in (1, 2))


def test_a_secret_comes_back_to_whoever_has_the_key() -> None:
    sealed = seal("s3cret", purpose="forge.example", keys=[OLD])
    assert "s3cret" not in sealed
    assert unseal(sealed, purpose="forge.example", keys=[OLD]) == "s3cret"


def test_the_old_key_still_opens_after_a_new_one_came_first() -> None:
    sealed = seal("s3cret", purpose="forge.example", keys=[OLD])
    assert unseal(sealed, purpose="forge.example", keys=[NEW, OLD]) == "s3cret"


def test_the_first_key_seals() -> None:
    sealed = seal("s3cret", purpose="forge.example", keys=[NEW, OLD])
    with pytest.raises(SealError, match="none of the keys"):
        unseal(sealed, purpose="forge.example", keys=[OLD])


def test_a_row_put_in_the_place_of_another_is_refused() -> None:
    sealed = seal("s3cret", purpose="forge.example", keys=[OLD])
    with pytest.raises(SealError, match="something else"):
        unseal(sealed, purpose="attacker.example", keys=[OLD])


@pytest.mark.parametrize("damaged", ["", "nonsense", "gAAAAABé", "x" * 5000])
def test_what_is_damaged_is_refused_in_words(damaged: str) -> None:
    with pytest.raises(SealError, match="none of the keys"):
        unseal(damaged, purpose="forge.example", keys=[OLD])


@pytest.mark.parametrize("separator", [" ", ",", "\n", ", "])
def test_keys_are_read_as_people_separate_them(separator: str) -> None:
    assert read_keys(f"{NEW}{separator}{OLD}") == (NEW, OLD)


@pytest.mark.parametrize("text", ["", "short", f"{OLD} {NEW[:-1]}", OLD + OLD])
def test_a_key_that_is_none_is_refused_without_being_said(text: str) -> None:
    with pytest.raises(SealError) as refused:
        read_keys(text)
    assert not text or text not in str(refused.value)
