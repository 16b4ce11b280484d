"""Which file belongs to which reader, by its name; a new family of lock files is a line here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TypeAlias

from beffroi.policy.check.components.readers import (
    actions,
    apple,
    beam,
    bills,
    cargo,
    composer,
    dart,
    gems,
    golang,
    jvm,
    npm,
    nuget,
    pip,
    pnpm,
    pylock,
    yarn,
)
from beffroi.policy.check.components.shapes import Component
from beffroi.policy.check.components.sources import Source

Reader: TypeAlias = Callable[[Source], Iterator[Component]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A family of files: the patterns of its names, in small letters, and who reads it.

    ``instead`` is the name of a file beside it that says the same better, so this one is left out.
    ``is_lock`` is False for what names tools of building alone: it is no list of the work's parts.
    """

    patterns: tuple[str, ...]
    read: Reader
    instead: tuple[str, ...] = ()
    is_lock: bool = True


KINDS: tuple[Kind, ...] = (
    Kind(("npm-shrinkwrap.json",), npm.read),
    Kind(("package-lock.json",), npm.read, instead=("npm-shrinkwrap.json",)),
    Kind(("yarn.lock",), yarn.read),
    Kind(("pnpm-lock.yaml",), pnpm.read),
    Kind(("poetry.lock", "uv.lock", "pdm.lock", "pylock.toml", "pylock.*.toml"), pylock.read),
    Kind(("pipfile.lock",), pip.read_pipfile),
    Kind(("*requirements*.txt", "requirements/*.txt"), pip.read),
    Kind(("cargo.lock",), cargo.read),
    Kind(("go.mod",), golang.read),
    Kind(("go.sum",), golang.read_sums, instead=("go.mod",)),
    Kind(("composer.lock",), composer.read),
    Kind(("gemfile.lock", "gems.locked"), gems.read),
    Kind(("gradle.lockfile", "buildscript-gradle.lockfile"), jvm.read),
    Kind(("pom.xml",), jvm.read_pom),
    Kind(("packages.lock.json",), nuget.read),
    Kind(("mix.lock",), beam.read),
    Kind(("pubspec.lock",), dart.read),
    Kind(("podfile.lock",), apple.read),
    Kind(("package.resolved",), apple.read_swift),
    Kind(("*.cdx.json", "bom.json", "sbom.json", "*.spdx.json"), bills.read),
    Kind((".github/workflows/*.yml", ".github/workflows/*.yaml",
          ".forgejo/workflows/*.yml", ".forgejo/workflows/*.yaml"), actions.read, is_lock=False),
)  # fmt: skip


def kind_of(path: str) -> Kind | None:
    """Return the family of a file by its name, or by its last folders where they matter."""
    low = path.lower()
    name = low.rpartition("/")[2]
    if found := _PLAIN.get(name):
        return found
    if not name.endswith(_ENDINGS):
        return None
    for pattern, kind in _WILD:
        whole = "/".join(low.split("/")[-1 - pattern.count("/") :])
        if fnmatchcase(whole, pattern):
            return kind
    return None


_PLAIN = {one: kind for kind in KINDS for one in kind.patterns if not set(one) & set("*/")}
_WILD = [(one, kind) for kind in KINDS for one in kind.patterns if one not in _PLAIN]
_ENDINGS = tuple({"." + pattern.rpartition(".")[2] for pattern, _ in _WILD})
