"""A publiccode.yml in the making."""

from beffroi.policy.metadata.drafts import Draft, in_order
from beffroi.policy.metadata.shapes import Source
from beffroi.policy.publiccode import judge
from beffroi.policy.publiccode.writing import dump
from tests.policy.publiccode.test_judging import MINIMAL


def test_keys_stand_in_the_order_of_the_standard_and_unknown_ones_last() -> None:
    found = in_order({"zz": 1, "legal": {"repoOwner": "b", "license": "a"}, "name": "x"})
    assert list(found) == ["name", "legal", "zz"]
    assert list(found["legal"]) == ["license", "repoOwner"]


def test_what_is_dumped_reads_back_as_the_same_values() -> None:
    values = judge(MINIMAL.encode()).values
    assert judge(dump(values).encode()).values == values
    assert judge(dump(values).encode()).is_valid


def test_nothing_is_put_for_nothing_and_what_misses_is_named() -> None:
    draft = Draft(Source({}))
    draft.put("name", "")
    draft.put("legal.license", "MIT")
    found = draft.converted()
    assert found.document == {"publiccodeYmlVersion": "0", "legal": {"license": "MIT"}}
    assert {"name", "url", "platforms"} <= set(found.missing)
    assert "legal.license" not in found.missing


def test_a_long_text_is_kept_whole_and_shortened() -> None:
    draft = Draft(Source({}))
    draft.describe("description", "word " * 60)
    part = draft.converted().document["description"]["en"]
    assert len(part["shortDescription"]) <= 150
    assert len(part["longDescription"]) > 150
