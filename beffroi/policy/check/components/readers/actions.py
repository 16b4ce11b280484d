"""Read the actions that workflows of GitHub and Forgejo use: tools of building, not of the work.

Source: docs.github.com, "Workflow syntax", ``jobs.<id>.steps[*].uses``.
"""

import re
from collections.abc import Iterator

from beffroi.policy.check.components.shapes import Component
from beffroi.policy.check.components.sources import Source

_USES = re.compile(
    r"""^\s*(?:-\s+)?uses:\s*["']?(?:https?://github\.com/)?([\w.-]+/[\w.-]+)(?:/[^@\s"']*)?@([^\s"'#]+)"""
)


def read(source: Source) -> Iterator[Component]:
    """Yield the actions and workflows of others that a workflow uses."""
    for number, line in enumerate(source.lines, 1):
        if found := _USES.match(line):
            yield source.component(
                "github", found[1], found[2], number, scope="development", direct=True
            )
