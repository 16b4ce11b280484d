"""What version control is told to leave out: the rules of ``.gitignore`` at the root."""

import fnmatch

from beffroi.policy.check.tree import Tree


def is_ignored(tree: Tree, name: str) -> bool:
    """Tell whether a file of that name at the root is ignored; the last rule that fits wins."""
    answer = False
    for raw in tree.text(".gitignore").splitlines():
        line = raw.rstrip()
        if not line or line.startswith("#") or line.endswith("/"):
            continue
        is_kept = line.startswith("!")
        pattern = line.lstrip("!").removeprefix("**/").removeprefix("/")
        if "/" not in pattern and fnmatch.fnmatchcase(name, pattern):
            answer = not is_kept
    return answer
