"""Which files are source code of the project itself."""

from typing import Final

from beffroi.policy.check.reuse.coverage import coverage_of
from beffroi.policy.check.subject import Subject
from beffroi.policy.licence.walk import VENDORED

ENDINGS: Final = frozenset({
    "ada", "adb", "ads", "asm", "astro", "awk", "bash", "bas", "bat", "c", "cc", "cbl", "cfm",
    "clj", "cljc", "cljs", "cls", "cmake", "cob", "coffee", "cpp", "cr", "cs", "css", "csx",
    "cu", "cxx", "d", "dart", "el", "elm", "erl", "ex", "exs", "f", "f03", "f08", "f77", "f90",
    "f95", "fish", "for", "fs", "fsi", "fsx", "gd", "go", "gradle", "graphql", "groovy", "h",
    "haml", "hbs", "hh", "hpp", "hrl", "hs", "hxx", "idr", "inc", "ino", "java", "jl", "js",
    "jsx", "kt", "kts", "l", "less", "lisp", "lua", "m", "mjs", "cjs", "ml", "mli", "mm", "mts",
    "cts", "nim", "nix", "pas", "php", "phtml", "pl", "pm", "pp", "proto", "ps1", "psm1", "pug",
    "purs", "py", "pyi", "pyx", "qml", "r", "rake", "rb", "re", "res", "rkt", "rs", "s", "sas",
    "sass", "scala", "scm", "scss", "sh", "slim", "sol", "sql", "st", "styl", "sv", "svelte",
    "swift", "tcl", "tf", "ts", "tsx", "twig", "v", "vala", "vb", "vhd", "vhdl", "vue", "wsf",
    "xsl", "xslt", "y", "zig", "zsh",
})  # fmt: skip
_NAMES: Final = frozenset({"makefile", "dockerfile", "containerfile", "rakefile", "cmakelists.txt"})
_GENERATED: Final = (".min.js", ".min.css", ".bundle.js", "-lock.json")


def is_source(path: str) -> bool:
    """Tell whether a path is that of source code; what others wrote and is carried along is not."""
    *folders, name = path.lower().split("/")
    if not VENDORED.isdisjoint(folders) or name.endswith(_GENERATED):
        return False
    return name in _NAMES or ("." in name and name.rpartition(".")[2] in ENDINGS)


def sources_of(subject: Subject) -> list[str]:
    """Return the source files that need a licence and a holder, in order of their paths."""
    return [path for path in subject.once(coverage_of).files if is_source(path)]


def uncovered_sources(subject: Subject) -> list[str]:
    """Return the source files whose licence or holder nobody says."""
    files = subject.once(coverage_of).files
    return [path for path in sources_of(subject) if not files[path].is_whole]
