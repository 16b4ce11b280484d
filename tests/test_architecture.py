"""What neither ruff nor import-linter can say of the tree (house style §1, §5, §9)."""

import ast
import fnmatch
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from beffroi.__main__ import JUDGING
from beffroi.lib.http.errors import PERMANENT

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("beffroi", "benchmarks", "scripts", "tests")
REFUSED = {"services", "selectors", "managers", "utils", "helpers", "common", "core", "signals"}
FLOORS = ("journal", "accounts", "organisations", "repositories", "portal")  # lowest first
ONE_DOOR_OF_MARKUP = "beffroi/portal/templatetags/beffroi.py"
UNTESTED: dict[str, str] = {  # code without a test file of its own → what tests it
    "beffroi/settings.py": "tests/test_main.py: each refused value, as a process",
    "beffroi/forges/reading.py": "tests/repositories/test_clients.py: threads and Dask workers",
}
CODED = re.compile("(Error|Refused|Refusal|Failure|Unread|Remark)$")  # what carries a code
CODE = re.compile("[a-z0-9]+(-([a-z0-9]+|[*]))+")
SOURCES = sorted(path for name in FOLDERS for path in (ROOT / name).rglob("*.py"))
TREES = {path: ast.parse(path.read_text("utf-8")) for path in SOURCES}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def product() -> Iterator[tuple[str, ast.Module]]:
    """Give the files of the program itself, migrations left out."""
    for path, tree in TREES.items():
        if name_of(path).startswith("beffroi/") and "migrations" not in path.parts:
            yield name_of(path), tree


def test_no_file_is_longer_than_400_lines() -> None:
    written = [path for path in SOURCES if "migrations" not in path.parts]
    counts = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in written}
    assert {name: count for name, count in counts.items() if count > 400} == {}


def test_no_function_is_longer_than_40_lines() -> None:
    long = [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= 40
    ]
    assert long == []


def test_no_file_or_folder_has_a_name_that_collects_everything() -> None:
    places = [path for name in FOLDERS for path in (ROOT / name).rglob("*")]
    named = [name_of(path) for path in places if path.stem in REFUSED]
    assert named == []


def test_no_relation_points_to_a_higher_floor() -> None:
    floors = {name: number for number, name in enumerate(FLOORS)}
    upwards = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and not isinstance(field.related_model, str)
        if field.related_model is not None
        if floors.get(model._meta.app_label, -1)
        < floors.get(field.related_model._meta.app_label, -1)
    ]
    assert upwards == []


def test_every_installed_room_of_ours_has_a_floor() -> None:
    ours = {app.label for app in apps.get_app_configs() if app.name.startswith("beffroi.")}
    assert ours == set(FLOORS)


def test_the_number_of_a_decision_is_the_number_of_its_file() -> None:
    decisions = sorted((ROOT / "docs/adr").glob("*.md"))
    headings = {path.name: path.read_text("utf-8").splitlines()[0] for path in decisions}
    wrong = {n: h for n, h in headings.items() if not h.startswith(f"# {n[:4]} ")}
    numbers = [int(path.name[:4]) for path in decisions]
    assert (wrong, numbers) == ({}, list(range(1, len(numbers) + 1)))


def error_codes() -> Iterator[str]:
    """Give the codes that people meet: those of the door, and ``…Error("a-code", …)``.

    A code that is put together, ``f"bad-{name}"``, is given as a pattern, ``bad-*``.
    """
    yield from PERMANENT
    for _name, tree in product():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and CODED.search(ast.unparse(node.func)):
                yield from filter(CODE.fullmatch, map(text_of, node.args[:2]))


def text_of(node: ast.expr) -> str:
    """Return a literal text, ``*`` where something is put in."""
    if isinstance(node, ast.JoinedStr):
        return "".join(text_of(part) for part in node.values)
    return str(node.value) if isinstance(node, ast.Constant) else "*"


def headings(document: str) -> set[str]:
    """Return what the headings of a page name between backquotes."""
    lines = (ROOT / "docs" / document).read_text("utf-8").splitlines()
    return {found for line in lines if line[:1] == "#" for found in re.findall("`([^`]+)`", line)}


def test_every_error_code_has_its_section() -> None:
    there = headings("errors.md")
    assert sorted(code for code in set(error_codes()) if not fnmatch.filter(there, code)) == []


def test_every_section_of_errors_names_a_code_of_the_source() -> None:
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "beffroi").rglob("*.py"))
    patterns = [code for code in error_codes() if "*" in code]
    plain = [code for code in headings("errors.md") if f'"{code}"' not in source]
    assert [code for code in plain if not any(fnmatch.fnmatch(code, p) for p in patterns)] == []


def test_settings_and_their_page_name_the_same_variables() -> None:
    pattern = r"BEFFROI_[A-Z_]*[A-Z]"
    source = (ROOT / "beffroi/settings.py").read_text("utf-8")
    read = {
        node.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if re.fullmatch(pattern, node.value)
    }
    page = {name for text in headings("settings.md") for name in re.findall(pattern, text)}
    assert page - {"BEFFROI_SHARED"} == read


def test_commands_and_their_page_name_the_same_words() -> None:
    files = (ROOT / "beffroi").glob("*/management/commands/[a-z]*.py")
    there = {path.stem for path in files} | {"manage"} | set(JUDGING)
    page = {text.split()[1] for text in headings("commands.md") if text.startswith("beffroi ")}
    assert page == there


def test_each_command_has_one_section() -> None:
    lines = (ROOT / "docs/commands.md").read_text("utf-8").splitlines()
    sections = [line for line in lines if line.startswith("## ")]
    assert [line for line in set(sections) if sections.count(line) > 1] == []


def test_foreign_markup_is_trusted_in_one_place_only() -> None:
    trusted = re.compile(r"mark_safe\(|SafeString\(|\|\s*safe\b|autoescape off")
    files = [path for path in (ROOT / "beffroi").rglob("*") if path.suffix in {".py", ".html"}]
    places = {name_of(path) for path in files if trusted.search(path.read_text("utf-8"))}
    assert places <= {ONE_DOOR_OF_MARKUP}


def lines_of_code(tree: ast.Module) -> int:
    """Return the length of a file without its docstring."""
    body = tree.body[1:] if ast.get_docstring(tree) else tree.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_code_has_its_tests_where_one_looks_for_them() -> None:
    lonely = []
    for name, tree in product():
        if lines_of_code(tree) <= 30 or name in UNTESTED:
            continue
        place = Path(name).relative_to("beffroi")
        folder = (ROOT / "tests" / place).parent
        near = [folder, ROOT / "tests" / place.parts[0]]
        stems = {place.stem.strip("_"), folder.name} - {"init"}
        tests = [path for where in near for path in where.glob("test_*.py")]
        if not any(stem in path.stem for path in tests for stem in stems):
            lonely.append(name)
    assert not lonely, "\n".join(lonely)


@pytest.mark.slow
def test_the_import_contracts_hold() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True)  # noqa: PLW1510
    assert done.returncode == 0, done.stdout
