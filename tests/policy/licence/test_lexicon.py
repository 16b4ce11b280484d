"""The names of licences."""

import tomllib

import pytest

from beffroi.policy.licence import lexicon, spdx
from beffroi.policy.licence.expressions import leaves, parse
from beffroi.policy.licences import DATA


def meaning(name: str) -> lexicon.Meaning | None:
    words = [part for word in lexicon.words_of(name) for part in lexicon.unglue(word)]
    found = lexicon.longest(words, 0)
    return found[1] if found and found[0] == len(words) else None


@pytest.mark.parametrize(
    ("name", "licence"),
    [
        ("GNU General Public License", "GPL-1.0-or-later"),
        ("GNU Lesser General Public Licence", "LGPL-2.1-or-later"),
        ("3-clause BSD", "BSD-3-Clause"),
        ("MIT/X11", "MIT"),
        ("CeCILL-B", "CECILL-B"),
        ("Licence Ouverte", "etalab-2.0"),
        ("same terms as Perl itself", "Artistic-1.0-Perl OR GPL-1.0-or-later"),
        ("Classpath exception", "Classpath-exception-2.0"),
        ("Attribution Assurance License", "AAL"),
    ],
)
def test_a_name_means_a_licence(name: str, licence: str) -> None:
    known = meaning(name)
    assert known is not None
    assert known.any == licence


def test_the_longest_name_wins() -> None:
    words = lexicon.words_of("gnu library general public license")
    assert lexicon.longest(words, 0) == (5, meaning("gnu library general public license"))


@pytest.mark.parametrize("written", ["2", "v2", "2.0", "v2.0.0", "v.2"])
def test_versions_are_compared_without_what_does_not_count(written: str) -> None:
    known = meaning("gpl")
    assert known is not None
    assert known.version(written) == "GPL-2.0"


def test_every_licence_of_the_data_is_one_that_spdx_lists() -> None:
    with (DATA / "licence-families.toml").open("rb") as file:
        known = tomllib.load(file)
    for family in known["family"]:
        named = [family["any"], *family.get("ties", ()), *family.get("versions", {}).values()]
        for expression in named:
            assert all(leaf.licence for leaf in leaves(parse(expression))), family
    assert all(spdx.is_exception(one["licence"]) for one in known["exception"])
