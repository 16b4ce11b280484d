"""Addresses that stand for a licence."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from beffroi.policy.licence import references


@pytest.mark.parametrize(
    ("address", "licence"),
    [
        ("http://www.apache.org/licenses/LICENSE-2.0.txt", "Apache-2.0"),
        ("https://opensource.org/licenses/MIT", "MIT"),
        ("http://www.opensource.org/licenses/bsd-license.php", "BSD-3-Clause"),
        ("https://opensource.org/license/osl-3-0", "OSL-3.0"),
        ("http://opensource.org/licenses/OSL-3.0", "OSL-3.0"),
        ("https://www.gnu.org/licenses/gpl-3.0.html", "GPL-3.0-only"),
        ("http://www.gnu.org/licenses/old-licenses/lgpl-2.1.txt", "LGPL-2.1-only"),
        ("http://www.gnu.org/copyleft/gpl.html", "GPL-1.0-or-later"),
        ("http://creativecommons.org/licenses/by-sa/3.0/", "CC-BY-SA-3.0"),
        ("https://creativecommons.org/licenses/by/3.0/us/", "CC-BY-3.0-US"),
        ("http://creativecommons.org/licenses/by/3.0/fr/", "CC-BY-3.0"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"),
        ("http://mozilla.org/MPL/2.0/.", "MPL-2.0"),
        ("http://www.eclipse.org/legal/epl-v10.html", "EPL-1.0"),
        ("https://example.org/a/b/master/MIT-LICENSE.txt", "MIT"),
        ("https://example.org/a/b/LICENSE-APACHE2", "Apache-2.0"),
        ("https://en.wikipedia.org/wiki/MIT_License", "MIT"),
        ("https://tldrlegal.com/license/gnu-general-public-license-v3-(gpl-3)", "GPL-3.0-only"),
        ("https://example.org/licenses/lgpl-2.1.txt", "LGPL-2.1-only"),
        ("https://spdx.org/licenses/EUPL-1.2.html", "EUPL-1.2"),
        ("http://www.cecill.info/licences/Licence_CeCILL-B_V1-fr.html", "CECILL-B"),
        ("https://www.etalab.gouv.fr/licence-ouverte-open-licence", "etalab-2.0"),
        ("https://glassfish.dev.java.net/public/CDDL+GPL_1_1.html",
         "CDDL-1.1 OR GPL-2.0-only WITH Classpath-exception-2.0"),
    ],
)  # fmt: skip
def test_an_address_stands_for_its_licence(address: str, licence: str) -> None:
    assert references.licence_of(address) == licence


@pytest.mark.parametrize(
    "address",
    ["https://example.org/LICENSE", "http://www.gnu.org/licenses/", "https://www.gnu.org/software",
     "https://raw.githubusercontent.com/some/body/master/LICENSE", "https://www.apache.org/",
     "https://creativecommons.org/about", "https://opensource.org/licenses"],
)  # fmt: skip
def test_other_addresses_stand_for_nothing(address: str) -> None:
    assert references.licence_of(address) is None


def test_an_address_may_leave_the_version_open() -> None:
    assert references.is_open("http://www.opensource.org/licenses/bsd-license.php", "BSD-3-Clause")
    assert references.is_open("http://www.gnu.org/copyleft/gpl.html", "GPL-1.0-or-later")
    assert not references.is_open("https://opensource.org/licenses/BSD-3-Clause", "BSD-3-Clause")


def test_scheme_case_host_prefix_and_ending_do_not_count() -> None:
    written = {
        "http://www.Boost.org/LICENSE_1_0.txt",
        "https://boost.org/license_1_0.txt#end",
        "boost.org/LICENSE_1_0",
    }
    assert {references.plain(one) for one in written} == {"boost.org/license_1_0"}


@given(some.text())
def test_any_text_is_an_address_of_something_or_of_nothing(text: str) -> None:
    references.licence_of(text)
