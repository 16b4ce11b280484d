"""Links with ``#`` of code.gouv.fr, the policy of scripts, and blocks of data, in a browser."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site

pytestmark = pytest.mark.browser


def opened(chromium: Browser, *, has_scripts: bool = True) -> tuple[Page, list[str]]:
    """Open a page that keeps what the browser complains about."""
    context = chromium.new_context(java_script_enabled=has_scripts, locale="fr-FR")
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    return page, said


@pytest.mark.parametrize(
    ("former", "new"),
    [
        ("fr/#/repos?q=openfisca&floss=true", "/fr/repositories/?q=openfisca&free=yes"),
        ("#/repos?language=python", "/fr/repositories/?language=Python"),
        ("sources/#/groups?q=inria", "/fr/organisations/?q=inria"),
        ("fr/#/repos/github.com/openfisca/openfisca-france", "/fr/repositories/openfisca-france-"),
        ("en/#/feeds", "/en/feeds/"),
    ],
)
def test_a_link_with_a_hash_leads_to_the_same_question(
    site: Site, chromium: Browser, former: str, new: str
) -> None:
    page, said = opened(chromium)
    page.goto(f"{site.address}/{former}")
    expect(page).to_have_url(re.compile(f"^{re.escape(site.address + new)}"))
    assert said == []
    page.context.close()


@pytest.mark.parametrize("former", ["fr/#//evil.example", "fr/#/reposx", "fr/#main"])
def test_other_hashes_stay_and_none_leads_elsewhere(
    site: Site, chromium: Browser, former: str
) -> None:
    page, said = opened(chromium)
    page.goto(f"{site.address}/{former}")
    page.wait_for_load_state("networkidle")
    assert page.url.startswith(f"{site.address}/fr/")
    assert said == []
    page.context.close()


def test_without_scripts_the_home_page_opens(site: Site, chromium: Browser) -> None:
    page, said = opened(chromium, has_scripts=False)
    page.goto(f"{site.address}/fr/#/repos?q=openfisca")
    expect(page.get_by_role("searchbox")).to_be_visible()
    assert said == []
    page.context.close()


@pytest.mark.parametrize("path", ["", "repositories/openfisca-france-nmirc5yp/", "feeds/"])
def test_the_policy_lets_blocks_of_data_be(site: Site, chromium: Browser, path: str) -> None:
    page, said = opened(chromium)
    answer = page.goto(f"{site.address}/en/{path}")
    assert answer is not None
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    page.wait_for_load_state("networkidle")
    assert said == []
    page.context.close()
