"""The corrected line: only where there is one way to correct it."""

import pytest

from beffroi.policy.publiccode import judge
from beffroi.policy.publiccode.mending import corrected
from beffroi.policy.publiccode.shapes import Result
from tests.policy.publiccode.test_judging import changed


@pytest.mark.parametrize(
    ("rule", "key", "line", "mended"),
    [
        (
            "old-version",
            "",
            'publiccodeYmlVersion: "0.2"  # old',
            'publiccodeYmlVersion: "0"  # old',
        ),
        ("date", "", "releaseDate: 24/11/2026", "releaseDate: 2026-11-24"),
        ("date", "", "releaseDate: 03/04/2026", ""),
        ("date", "", "releaseDate: 2026-11-24T10:00:00Z", "releaseDate: 2026-11-24"),
        ("date", "", "releaseDate: soon", ""),
        ("url", "", "url: forge.example/a/b", "url: https://forge.example/a/b"),
        ("url", "", "url: nonsense", ""),
        ("licence", "", "  license: GPLv3", "  license: GPL-3.0-only"),
        ("licence", "", "  license: ours", ""),
        ("deprecated", "intendedAudience.countries[0]", "    - it", "    - IT"),
        ("deprecated", "legal.repoOwner", "  repoOwner: x", ""),
        ("language", "", "    - 'pt_BR'", "    - 'pt-BR'"),
        ("required", "", "name:", ""),
        ("old-version", "", "publiccodeYmlVersion: 0.4", 'publiccodeYmlVersion: "0"'),
        ("type", "publiccodeYmlVersion", "publiccodeYmlVersion: 0", 'publiccodeYmlVersion: "0"'),
        (
            "type",
            "localisation.localisationReady",
            "  localisationReady: Yes",
            "  localisationReady: true",
        ),
        ("type", "platforms", "platforms: yes", ""),
        ("type", "a..b", "x: yes", ""),
        ("category", "categories[0]", "  - Document_management", "  - document-management"),
        ("category", "categories[0]", "  - nonsense", ""),
        (
            "scope",
            "intendedAudience.scope[0]",
            "    - 'Local authorities'",
            "    - 'local-authorities'",
        ),
        ("one-of", "softwareType", "softwareType: Addon", "softwareType: addon"),
        ("one-of", "softwareType", "softwareType: app", ""),
        ("one-of", "none", "none: app", ""),
        ("email", "", "    email: mailto:a@b.example", "    email: a@b.example"),
        ("unknown", "Name", "Name: x", "name: x"),
        ("unknown", "legal.License", "  License: MIT # x", "  license: MIT # x"),
        ("unknown", "legal.Lizenz", "  Lizenz: MIT", ""),
        ("unknown", "", "Name: x", ""),
        ("unknown", "It", "It:", "IT:"),
        ("deprecated", "it", "it:", "IT:"),
    ],
)
def test_a_line_is_corrected_or_left_to_a_person(
    rule: str, key: str, line: str, mended: str
) -> None:
    assert corrected(Result("error", key, "x", 1, 1, rule), line) == mended


def test_a_corrected_line_is_right() -> None:
    text = changed("legal", "legal:\n  license: GPLv3")
    result = judge(text.encode()).results[0]
    lines = text.splitlines()
    lines[result.line - 1] = corrected(result, lines[result.line - 1])
    assert judge("\n".join(lines).encode()).results == ()
