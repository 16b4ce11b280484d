"""Licences of what is installed in the working copy."""

import json
from pathlib import Path

import pytest

from beffroi.policy.check.components import installed
from beffroi.policy.check.components.installed import Installed
from beffroi.policy.licence import sources
from tests.policy.check.components.making import make_component, make_tree

TEXTS = {source.licence: source.text for source in sources.shipped()}
SITE = ".venv/lib/python3.11/site-packages"


def npm(folder: Path, stated: object, place: str = "node_modules/a") -> str:
    make_tree(folder, {f"{place}/package.json": json.dumps(stated)})
    return Installed(folder).licence_of(make_component("npm/a", "1.0"))


@pytest.mark.parametrize(
    ("stated", "licence"),
    [
        ({"license": "MIT"}, "MIT"), ({"license": {"type": "ISC"}}, "ISC"),
        ({"licenses": [{"type": "MIT"}, {"type": "GPL-2.0"}, 3]}, "MIT OR GPL-2.0"),
        ({}, ""), ({"license": 3}, ""),
    ],
)  # fmt: skip
def test_a_package_of_node_states_its_licence(
    tmp_path: Path, stated: dict[str, object], licence: str
) -> None:
    assert npm(tmp_path, {"version": "1.0", **stated}) == licence


def test_another_version_than_the_one_used_says_nothing(tmp_path: Path) -> None:
    assert npm(tmp_path, {"version": "2.0", "license": "MIT"}) == ""


def test_the_store_of_pnpm_is_looked_into(tmp_path: Path) -> None:
    place = "node_modules/.pnpm/a@1.0/node_modules/a"
    assert npm(tmp_path, {"version": "1.0", "license": "MIT"}, place) == "MIT"


@pytest.mark.parametrize("text", ["", "[", "[1]", "[" * 100_000])
def test_a_broken_manifest_says_nothing(tmp_path: Path, text: str) -> None:
    make_tree(tmp_path, {"node_modules/a/package.json": text})
    assert Installed(tmp_path).licence_of(make_component("npm/a", "1.0")) == ""


def test_a_link_that_leaves_the_working_copy_is_not_followed(tmp_path: Path) -> None:
    outside = make_tree(tmp_path / "outside", {"package.json": '{"version":"1.0","license":"MIT"}'})
    (tmp_path / "ours/node_modules").mkdir(parents=True)
    (tmp_path / "ours/node_modules/a").symlink_to(outside)
    assert Installed(tmp_path / "ours").licence_of(make_component("npm/a", "1.0")) == ""


def python(folder: Path, *lines: str, **files: str) -> str:
    head = "\n".join(("Name: A.b", "Version: 1.0", *lines, ""))
    inner = {f"licenses/{name}": text for name, text in files.items()}
    make_tree(folder, {f"{SITE}/a_b-1.0.dist-info/{name}": text
                       for name, text in {"METADATA": head, **inner}.items()})  # fmt: skip
    return Installed(folder).licence_of(make_component("pypi/a-b", "1.0"))


@pytest.mark.parametrize(
    ("line", "licence"),
    [
        ("License-Expression: MIT OR Apache-2.0", "MIT OR Apache-2.0"),
        ("License: BSD 3-Clause", "BSD-3-Clause"),
        ("Classifier: License :: OSI Approved :: MIT License", "MIT"),
        ("Classifier: License :: OSI Approved :: BSD License", ""),
        ("Classifier: Topic :: Internet", ""),
    ],
)
def test_a_package_of_python_states_its_licence(tmp_path: Path, line: str, licence: str) -> None:
    assert python(tmp_path, line) == licence


@pytest.mark.slow
def test_the_licence_text_of_a_package_of_python_decides_where_its_words_do_not(
    tmp_path: Path,
) -> None:
    texts = {"LICENSE": TEXTS["MIT"], "LICENSE.bsd": TEXTS["BSD-3-Clause"], "NOTICE": "hello"}
    assert python(tmp_path, "License: BSD", **texts) == "MIT AND BSD-3-Clause"


def test_so_many_texts_are_read_and_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installed, "_MOST_TEXTS", 0)
    assert python(tmp_path, LICENSE=TEXTS["MIT"]) == ""


def test_composer_lists_what_it_installed(tmp_path: Path) -> None:
    listed = [{"name": "Acme/One", "version": "1.0", "license": ["MIT"]}, {"name": "acme/two"}]
    make_tree(tmp_path, {"vendor/composer/installed.json": json.dumps({"packages": listed})})
    here = Installed(tmp_path)
    assert here.licence_of(make_component("composer/acme/one", "1.0")) == "MIT"
    assert here.licence_of(make_component("composer/acme/two", "")) == ""


@pytest.mark.slow
def test_a_vendored_crate_module_and_gem_state_their_licences(tmp_path: Path) -> None:
    make_tree(tmp_path, {
        "vendor/a/Cargo.toml": '[package]\nversion = "1.0"\nlicense = "MIT/Apache-2.0"\n',
        "vendor/example.org/b/LICENSE": TEXTS["ISC"],
        "vendor/bundle/ruby/3.2.0/specifications/c-1.0.gemspec": 's.licenses = ["MIT".freeze]',
        "vendor/bundle/ruby/3.2.0/specifications/d-1.0.gemspec": "nothing",
    })  # fmt: skip
    here = Installed(tmp_path)
    names = ("cargo/a", "cargo/z", "golang/example.org/b", "golang/example.org/z", "gem/c", "gem/d")
    assert [here.licence_of(make_component(name, "1.0")) for name in names] == [
        "MIT OR Apache-2.0", "", "ISC", "", "MIT", "",
    ]  # fmt: skip


def test_other_ecosystems_are_not_looked_for(tmp_path: Path) -> None:
    assert Installed(tmp_path).licence_of(make_component("hex/a", "1.0")) == ""
