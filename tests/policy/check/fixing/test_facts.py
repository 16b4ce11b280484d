"""What is known of a project: what persons declare first, nothing invented."""

import pytest

from beffroi.policy.check.fixing.facts import Facts, facts_of
from beffroi.policy.check.fixing.shapes import Wanted
from tests.policy.check.fixing.projects import FRENCH, SETTINGS, Project

PUBLICCODE = """\
publiccodeYmlVersion: "0"
name: Cadastre
legal: {license: MIT, repoOwner: Ville de Zoo}
maintenance: {type: internal, contacts: [{name: A. B, email: a.b@exemple.gouv.fr}]}
"""


def facts(project: Project, wanted: Wanted | None = None) -> Facts:
    return facts_of(project.subject(), wanted or Wanted())


def test_what_is_declared_comes_first(project: Project) -> None:
    project.settings = SETTINGS
    project.write("publiccode.yml", PUBLICCODE)
    found = facts(project)
    assert found.organisation == "Direction interministérielle du numérique"
    assert (found.contact, found.holder) == ("contact@exemple.gouv.fr", found.organisation)


def test_publiccode_says_name_body_and_contact(project: Project) -> None:
    project.write("publiccode.yml", PUBLICCODE)
    found = facts(project)
    assert (found.name, found.organisation, found.contact) == (
        "Cadastre",
        "Ville de Zoo",
        "a.b@exemple.gouv.fr",
    )


@pytest.mark.parametrize(
    ("path", "text", "name"),
    [
        ("pyproject.toml", '[project]\nname = "one"\n', "one"),
        ("Cargo.toml", '[package]\nname = "two"\n', "two"),
        ("package.json", '{"name": "@group/three"}', "three"),
        ("composer.json", '{"name": "group/four"}', "four"),
        ("README.md", "# Five **bold** [x](y)\n", "Five bold"),
        ("pyproject.toml", "[project\n", "copy"),
        ("package.json", "{", "copy"),
        ("package.json", "[]", "copy"),
        ("pyproject.toml", "[tool.x]\n", "copy"),
    ],
)
def test_the_name_comes_from_manifest_readme_or_folder(
    project: Project, path: str, text: str, name: str
) -> None:
    project.write(path, text)
    assert facts(project).name == name


def test_the_language_is_that_of_the_readme_else_the_one_wanted(project: Project) -> None:
    assert facts(project, Wanted(language="fr")).language == "fr"
    project.write("README.md", FRENCH)
    assert facts(project, Wanted(language="en")).language == "fr"


def test_an_english_readme_is_told_from_a_french_one(project: Project) -> None:
    project.write("README.md", "# A\n\nThis is the program with which the city counts its trees.\n")
    assert facts(project, Wanted(language="fr")).language == "en"


def test_without_anybody_the_contributors_hold(project: Project) -> None:
    assert facts(project).holder == "copy contributors"
    assert facts(project, Wanted(holder="A. B")).holder == "A. B"


def test_a_contact_without_an_address_is_passed_over(project: Project) -> None:
    two = PUBLICCODE.replace("contacts: [", "contacts: [{name: C. D}, ")
    project.write("publiccode.yml", two)
    assert facts(project).contact == "a.b@exemple.gouv.fr"
