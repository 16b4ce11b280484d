"""Join exceptions to the licence that they belong to."""

from collections.abc import Sequence
from dataclasses import replace

from beffroi.policy.licence import spdx
from beffroi.policy.licence.expressions import Expression, Leaf, leaves, map_leaves
from beffroi.policy.licence.shapes import Match

_GNU = ("GPL-", "LGPL-", "AGPL-")
_HOSTS = {
    "LLVM-exception": ("Apache-2.0",),
    "Swift-exception": ("Apache-2.0",),
    "LZMA-exception": ("CPL-1.0",),
    "QPL-1.0-INRIA-2004-exception": ("QPL-1.0",),
    "SHL-2.0": ("Apache-2.0",),
    "SHL-2.1": ("Apache-2.0",),
    "UBDL-exception": ("GPL-",),
    "fmt-exception": ("MIT",),
    "PCRE2-exception": ("BSD-3-Clause",),
}
_BY_VERSION = {
    ("GPL-3.0-linking-exception", "LGPL-3.0"): "LGPL-3.0-linking-exception",
    ("GPL-3.0-linking-exception", "GPL-3.0"): "GPL-3.0-linking-exception",
    ("Autoconf-exception-3.0", "GPL-2.0"): "Autoconf-exception-2.0",
    ("GCC-exception-2.0", "GPL-3.0"): "GCC-exception-3.1",
}
_ONLY_BY_VERSION = frozenset({"GPL-3.0-linking-exception"})


def attach(expression: Expression, exceptions: Sequence[Match]) -> Expression:
    """Return an expression with each exception joined to the first licence that it fits."""
    for match in exceptions:
        expression = _with(expression, match.licence)
    return expression


def _with(expression: Expression, exception: str) -> Expression:
    hosts = _HOSTS.get(exception, _GNU)
    target = next((leaf for leaf in leaves(expression) if leaf.licence.startswith(hosts)), None)
    if target is None or target.exception:
        return expression
    named = _BY_VERSION.get((exception, spdx.family(target.licence)), exception)
    if exception in _ONLY_BY_VERSION and named == exception and "3.0" not in target.licence:
        return expression

    def joined(leaf: Leaf) -> Expression:
        return replace(leaf, exception=named) if leaf == target else leaf

    return map_leaves(expression, joined)
