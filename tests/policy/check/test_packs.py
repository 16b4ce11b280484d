"""Policies as data: shipped, derived, refused with their lines."""

import dataclasses
from pathlib import Path

import pytest
import yaml

from beffroi.lib.errors import UsageError
from beffroi.policy.check.families import role, tables, words
from beffroi.policy.check.packs import names, open_pack, unknown_rules
from beffroi.policy.check.shapes import Rule

COUNTRIES = {
    "us-federal": 7, "it-agid": 7, "nl-open-tenzij": 5, "de-opencode": 5,
    "eu-commission": 6, "ch-embag": 5, "uk-service-standard": 5, "ca-gc": 5,
}  # fmt: skip
HEAD = 'id = "ours"\nversion = "2"\nparent = "fr-dinum"\n'


def written(folder: Path, text: str) -> str:
    (folder / "ours.toml").write_text(text, "utf-8")
    return str(folder / "ours.toml")


def refused(folder: Path, text: str) -> str:
    with pytest.raises(UsageError) as raised:
        open_pack(written(folder, text))
    return str(raised.value)


def test_the_french_policy_holds_the_75_rules_of_its_source_in_their_order(shared: Path) -> None:
    source = yaml.safe_load((shared / "data/policy/rules-fr-dinum.yaml").read_text("utf-8"))
    pack = open_pack("fr-dinum")
    said = [(one.id, one.severity, one.statement.fr, one.statement.en) for one in pack.rules]
    assert said == [(one["id"], one["severity"], one["fr"], one["en"]) for one in source["rules"]]
    counts = [sum(one.severity == word for one in pack.rules) for word in ("MUST", "SHOULD", "MAY")]
    assert (len(pack.rules), counts) == (75, [32, 38, 5])


def test_the_alias_means_the_newest_version() -> None:
    pack = open_pack("fr-dinum")
    assert (pack.id, pack.version) == ("fr-dinum-2018", "1.1")
    assert set(pack.decided.values()) == {"fr-dinum-2018 1.1"}


@pytest.mark.parametrize(("name", "count"), COUNTRIES.items())
def test_the_pack_of_another_government_is_complete_and_not_yet_reviewed(
    name: str, count: int
) -> None:
    pack = open_pack(name)
    assert (len(pack.rules), pack.reviewed_by, len(pack.country)) == (count, "", 2)
    assert pack.source
    assert [one.id for one in pack.rules if lacking(one)] == []


def lacking(rule: Rule) -> list[str]:
    """Return what a rule lacks to be judged, mended, explained and answered in both languages."""
    told: dict[str, list[object]] = {
        "check": [rule.check in tables()],
        "source": [rule.source],
        "statement": [rule.statement.fr, rule.statement.en],
        "remedy": [rule.remedy.fr, rule.remedy.en],
        "reason": [rule.reason.fr, rule.reason.en],
        "answerer": [rule.answerer in words()["roles"]],
    }
    return [name for name, parts in told.items() if not all(parts)]


def test_every_shipped_pack_is_listed() -> None:
    assert set(names()) == {"fr-dinum-2018", *COUNTRIES}


def test_a_derived_policy_changes_severity_and_lists_and_says_who_decided(tmp_path: Path) -> None:
    text = HEAD + '[rules."DCO-01"]\nseverity = "SHOULD"\n[rules."GOV-04"]\n'
    text += 'parameters.maintainers = ["Ours"]\n'
    pack = open_pack(written(tmp_path, text))
    assert pack.rule("DCO-01").severity == "SHOULD"
    assert pack.rule("GOV-04").parameters["maintainers"] == ["Ours"]
    assert pack.rule("GOV-04").parameters["no-version-for"] == ["typo"]
    assert (pack.decided["DCO-01"], pack.decided["FILE-01"]) == ("ours 2", "fr-dinum-2018 1.1")
    assert (len(pack.rules), pack.parents) == (75, ("fr-dinum-2018",))


def test_the_parent_stays_as_it_is(tmp_path: Path) -> None:
    open_pack(written(tmp_path, HEAD + '[rules."DCO-01"]\nseverity = "MAY"\n'))
    assert open_pack("fr-dinum").rule("DCO-01").severity == "MUST"


def test_a_rule_is_taken_out_with_its_reason(tmp_path: Path) -> None:
    text = HEAD + '[rules."FILE-09"]\ndisabled = true\nbecause.fr = "Non."\nbecause.en = "No."\n'
    pack = open_pack(written(tmp_path, text))
    assert pack.disabled["FILE-09"].en == "No."


def test_a_grandchild_takes_a_rule_in_again(tmp_path: Path) -> None:
    written(tmp_path, HEAD + '[rules."FILE-09"]\ndisabled = true\nbecause = "No."\n')
    child = tmp_path / "child.toml"
    child.write_text(
        'id = "c"\nversion = "1"\nparent = "./ours.toml"\n[rules."FILE-09"]\ndisabled = false\n'
    )
    pack = open_pack(str(child))
    assert (dict(pack.disabled), pack.parents) == ({}, ("ours", "fr-dinum-2018"))
    assert pack.decided["FILE-09"] == "c 1"


def test_a_rule_is_added_with_a_check_that_any_policy_may_name(tmp_path: Path) -> None:
    text = HEAD + '[rules."OUR-01"]\nseverity = "MUST"\nstatement = "Ask Ada."\n'
    text += 'source = "our.md"\ncheck = "declared"\nanswerer = "OSPO"\n'
    rule = open_pack(written(tmp_path, text)).rule("OUR-01")
    assert (rule.family, rule.answerer, rule.statement.fr) == ("abroad", "OSPO", "Ask Ada.")
    assert lacking(rule) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[rules."FILE-09"]\nsevrity = "MAY"', "5: rules.FILE-09.sevrity: unknown key"),
        ('[rules."FILE-09"]\nseverity = "may"', "5: rules.FILE-09.severity: “may” is none of"),
        ('[rules."FILE-09"]\ndisabled = true', "5: rules.FILE-09.disabled: a disabled rule says"),
        ('[rules."GOV-04"]\nparameters.bodies = 3', "5: rules.GOV-04.parameters.bodies: unknown"),
        ('[rules."GOV-04"]\nparameters.maintainers = 3', "is of the kind list"),
        ('[rules."FILE-09"]\nanswerer = "king"', "“king” is none of"),
        ('[rules."FILE-09"]\nremedy.de = "x"', "a text, or a table with fr and en"),
        ('[rules."NEW-01"]\nseverity = "MAY"', "4: rules.NEW-01.check: there is no check “NEW-01”"),
        ('[rules."NEW-01"]\ncheck = "declared"', "statement is missing"),
        ('[rules."FILE-09"]\nsource = 3', "5: rules.FILE-09.source: unknown key"),
        ('[rules."NEW-01"]\nsource = 3\nlegal = 1', "5: rules.NEW-01.source: is a text"),
        ('[rules."NEW-01"]\nsource = 3\nlegal = 1', "6: rules.NEW-01.legal: is true or false"),
        ('[rules."GOV-04"]\nparameters = 3', "5: rules.GOV-04.parameters: is a table"),
        ('[rules."UP-01"]\ncheck = "opened-early"\nparameters.days = true', "kind int"),
        ("url = 3", "4: url: is a text"),
        ("[rules]\nX = 3", "5: rules.X: is a table"),
        ('colour = "blue"', "4: colour: unknown key"),
        ("rules = 3", "holds one table for each rule"),
    ],
)
def test_a_fault_is_named_with_file_and_line(tmp_path: Path, text: str, says: str) -> None:
    assert says in refused(tmp_path, HEAD + text + "\n")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('id = "ours"', "version: is missing"),
        ("id = ", "is no TOML"),
        ('id = "a"\nversion = "1"\nparent = "fr-dinmu"', "did you mean fr-dinum?"),
        ('id = "a"\nversion = "1"\nparent = "./ours.toml"', "cannot derive from itself"),
        ('id = "a"\nversion = "1"\nparent = "./none.toml"', "cannot be read"),
    ],
)
def test_what_is_no_policy_is_refused(tmp_path: Path, text: str, says: str) -> None:
    assert says in refused(tmp_path, text)


def test_a_number_takes_the_place_of_a_number(tmp_path: Path) -> None:
    text = HEAD + '[rules."UP-01"]\nseverity = "MAY"\nstatement = "Soon."\nsource = "x.md"\n'
    pack = open_pack(written(tmp_path, text + 'check = "opened-early"\nparameters.days = 1.5\n'))
    assert pack.rule("UP-01").parameters["days"] == 1.5


def test_a_rule_that_is_not_there_is_no_rule() -> None:
    with pytest.raises(KeyError):
        open_pack("ch-embag").rule("FILE-01")


def test_a_policy_that_does_not_exist_names_the_nearest() -> None:
    with pytest.raises(UsageError, match="did you mean us-federal"):
        open_pack("us-federl")


def test_names_that_are_no_rule_are_told_with_the_nearest() -> None:
    pack = open_pack("fr-dinum")
    assert unknown_rules(pack, ["FILE-01", "file-3"]) == [("file-3", "FILE-03")]


def test_every_role_is_named_in_both_languages() -> None:
    assert role("project team", "fr") == "équipe du projet"
    assert [name for name, both in words()["roles"].items() if set(both) != {"fr", "en"}] == []


def test_a_pack_does_not_change_once_opened() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        open_pack("fr-dinum").id = "other"  # type: ignore[misc]
