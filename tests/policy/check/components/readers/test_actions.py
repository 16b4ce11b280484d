"""Actions that workflows use."""

from tests.policy.check.components.making import read

TEXT = """jobs:
  test:
    steps:
      - uses: actions/checkout@v4
      - name: set up
        uses: "Acme/set-up/sub@0123abc" # v5
      - uses: ./own
      - uses: docker://alpine:3
"""


def test_actions_are_tools_of_building() -> None:
    found = read(".github/workflows/ci.yml", TEXT)
    assert [(one.purl, one.line, one.scope) for one in found] == [
        ("pkg:github/actions/checkout@v4", 4, "development"),
        ("pkg:github/acme/set-up@0123abc", 6, "development"),
    ]
