"""Code of others that lies in the tree."""

from pathlib import Path

import pytest

from beffroi.policy.check.components.bundled import Bundle, bundles_of
from beffroi.policy.licence import sources
from tests.policy.check.components.making import make_tree
from tests.policy.check.making import subject_of

TEXTS = {source.licence: source.text for source in sources.shipped()}
TAG = "SPDX-" + "License-Identifier: "
HELD = "SPDX-" + "FileCopyrightText: "


def bundles(folder: Path, **files: str) -> dict[str, bool]:
    return {one.path: one.is_met for one in found(folder, **files)}


def found(folder: Path, **files: str) -> tuple[Bundle, ...]:
    named = {name.replace("__", "/").replace("_DOT_", "."): text for name, text in files.items()}
    return bundles_of(subject_of(make_tree(folder, named)))


@pytest.mark.slow
def test_a_vendored_package_needs_its_licence(tmp_path: Path) -> None:
    assert bundles(
        tmp_path, vendor__acme__one__composer_DOT_json="{}", vendor__acme__one__src__a_DOT_php="x",
        vendor__acme__two__LICENSE="x", vendor__acme__two__a_DOT_php="x",
        vendor__plain__a_DOT_php="x", vendor__autoload_DOT_php="x", vendor__README_DOT_md="x",
    ) == {"vendor/acme/one": False, "vendor/acme/two": True, "vendor/plain": False}  # fmt: skip


def test_a_licence_of_the_folder_speaks_for_all_of_it(tmp_path: Path) -> None:
    files = {
        "third_party__NOTICE": "x",
        "third_party__a_DOT_c": "x",
        "third_party__b__c_DOT_c": "x",
    }
    assert bundles(tmp_path, **files) == {"third_party/a.c": True, "third_party/b": True}


def test_a_package_that_holds_no_code_asks_for_nothing(tmp_path: Path) -> None:
    assert bundles(tmp_path, vendor__a__data_DOT_json="{}", vendor__a__package_DOT_json="{}") == {}


@pytest.mark.slow
def test_a_notice_at_the_root_names_what_it_speaks_for(tmp_path: Path) -> None:
    files = {"vendor__left-pad__a_DOT_js": "x", "vendor__right__a_DOT_js": "x",
             "js__jquery-3_DOT_7_DOT_1_DOT_min_DOT_js": "x",
             "NOTICE": "We use left-pad (MIT), jQuery (MIT), and copyright things."}  # fmt: skip
    assert bundles(tmp_path, **files) == {
        "js/jquery-3.7.1.min.js": True, "vendor/left-pad": True, "vendor/right": False,
    }  # fmt: skip


def test_a_file_beside_it_or_reuse_may_state_the_licence(tmp_path: Path) -> None:
    covered = f"{HELD}2020 Somebody\n{TAG}MIT\n"
    files = {"vendor__a_DOT_js": "x", "vendor__a_DOT_js_DOT_license": covered,
             "vendor__b__c_DOT_js": f"// {HELD}2020 Else\n// {TAG}MIT\n",
             "vendor__d__e_DOT_js": f"// {HELD}2020 Else\n// {TAG}ISC\n",
             "LICENSES__MIT_DOT_txt": TEXTS["MIT"]}  # fmt: skip
    assert bundles(tmp_path, **files) == {"vendor/a.js": True, "vendor/b": True, "vendor/d": False}


@pytest.mark.parametrize(
    ("head", "beside", "is_met"),
    [
        ("/*! jQuery v3 | (c) Foundation | jquery.org/license */", "", True),
        ("var a", "", False),
        ("var a", "jquery.min.js.LICENSE.txt", True),
        ("var a", "LICENSE-jquery", True),
    ],
)
def test_a_library_is_known_by_its_name(
    tmp_path: Path, head: str, beside: str, is_met: bool  # noqa: FBT001
) -> None:  # fmt: skip
    make_tree(tmp_path, {"static/jquery.min.js": head, "static/ours.min.js": "var b"})
    if beside:
        make_tree(tmp_path, {f"static/{beside}": "x"})
    assert bundles(tmp_path) == {"static/jquery.min.js": is_met}


def test_a_library_at_the_root_is_not_spoken_for_by_the_licence_of_the_work(tmp_path: Path) -> None:
    assert bundles(tmp_path, d3_DOT_min_DOT_js="x", LICENSE=TEXTS["MIT"]) == {"d3.min.js": False}


def test_a_library_in_a_folder_of_others_is_told_once(tmp_path: Path) -> None:
    files = {"vendor__x__jquery_DOT_js": "x", "vendor__x__bower_DOT_json": "{}"}
    assert bundles(tmp_path, **files) == {"vendor/x": False}


def copied(folder: Path, licence: str, holder: str, **files: str) -> tuple[Bundle, ...]:
    ours = {
        f"a{number}__own_DOT_py": f"# {HELD}2020 The State\n# {TAG}MIT\n" for number in range(6)
    }
    copy = {"lib__copy_DOT_py": f"#\n# {HELD}2019 {holder}\n# {TAG}{licence}\n"}
    text = TEXTS["MIT"].replace("<year> <copyright holders>", "2020 The State")
    return found(folder, LICENSE=text, **ours, **copy, **files)


def test_a_copied_file_needs_the_text_of_its_licence(tmp_path: Path) -> None:
    (copy,) = copied(tmp_path, "BSD-3-Clause", "Somebody Else <a@example.org>")
    assert copy == Bundle("lib/copy.py", 3, "BSD-3-Clause", is_met=False)


def test_a_copied_file_is_met_by_the_text_of_its_licence(tmp_path: Path) -> None:
    text = {"LICENSES__BSD-3-Clause_DOT_txt": TEXTS["BSD-3-Clause"],
            "package_DOT_json": '{"license": "MIT"}'}  # fmt: skip
    (copy,) = copied(tmp_path, "BSD-3-Clause", "Somebody Else", **text)
    assert copy.is_met


@pytest.mark.parametrize(
    ("licence", "holder"),
    [
        ("MIT", "Else"),
        ("CC0-1.0", "Else"),
        ("ISC", "The State"),
        ("MIT OR ISC", "Else"),
        ("ISC", ""),
    ],
)
def test_what_is_the_work_s_own_or_asks_for_nothing_is_no_copy(
    tmp_path: Path, licence: str, holder: str
) -> None:
    assert copied(tmp_path, licence, holder) == ()


def test_without_a_licence_of_the_work_no_copy_is_told_from_it(tmp_path: Path) -> None:
    assert found(tmp_path, a_DOT_py=f"# {HELD}2019 Else\n# {TAG}ISC\n") == ()
