"""The scripts of the checkout: set-up, messages, tests, gates, releases."""

import importlib.util
import json
import os
import subprocess
import sys
import sysconfig
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
PO = "locale/fr/LC_MESSAGES/django.po"


def script(name: str) -> ModuleType:
    """Load one file of ``scripts/``, which is no package."""
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


messages, checks, shares, releases = map(script, ("messages", "check", "test", "release"))
setup = script("setup")


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Return a small checkout with one package that says two things."""
    package = tmp_path / "beffroi" / "portal"
    (package / "templates").mkdir(parents=True)
    (package / "apps.py").write_text('"""An app."""\n')
    (package / "views.py").write_text('_("Found in %(place)s")\nngettext("%d hit", "%d hits", 2)\n')
    (package / "templates" / "page.html").write_text(
        '{% load i18n %}\n  <p>{% translate "Good day" %} é ( {{ x|default:_("none") }}\n'
        "{% blocktranslate trimmed count n=n %}\n   {{ n }} file\n{% plural %}\n   {{ n }} files\n"
        "{% endblocktranslate %}</p>\n"
        '{% translate "May" context "month" %}'
    )
    return tmp_path


def run_messages(house: Path, *words: str) -> tuple[int, str]:
    program = [sys.executable, str(ROOT / "scripts/messages.py"), "--root", str(house), *words]
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def translate(house: Path) -> Path:
    """Give every message of the small checkout a French text."""
    path = house / "beffroi/portal" / PO
    texts = {
        'msgid "Found in %(place)s"\nmsgstr ""': 'msgstr "Trouvé dans %(place)s"',
        'msgid "Good day"\nmsgstr ""': 'msgstr "Bonjour"',
        'msgid "none"\nmsgstr ""': 'msgstr "aucun"',
        'msgid "May"\nmsgstr ""': 'msgstr "mai"',
    }
    text = path.read_text()
    for old, new in texts.items():
        assert old in text
        text = text.replace(old, old.partition("\n")[0] + "\n" + new)
    text = text.replace(
        'msgid_plural "%d hits"\nmsgstr[0] ""\nmsgstr[1] ""',
        'msgid_plural "%d hits"\nmsgstr[0] "%d résultat"\nmsgstr[1] "%d résultats"',
    ).replace(
        'msgid_plural "%(n)s files"\nmsgstr[0] ""\nmsgstr[1] ""',
        'msgid_plural "%(n)s files"\nmsgstr[0] "un fichier"\nmsgstr[1] "%(n)s fichiers"',
    )
    path.write_text(text)
    return path


def test_messages_come_from_code_and_templates(house: Path) -> None:
    found = {messages.key(message) for message in messages.extracted(house / "beffroi/portal")}
    assert found - {("", "")} == {
        ("", "Found in %(place)s"),
        ("", "%d hit"),
        ("", "Good day"),
        ("", "none"),
        ("", "%(n)s file"),
        ("month", "May"),
    }


@pytest.mark.slow
def test_a_translated_catalogue_passes_and_is_not_rewritten(house: Path) -> None:
    assert run_messages(house)[0] == 0
    path = translate(house)
    run_messages(house)
    before = path.read_text()
    run_messages(house)
    assert path.read_text() == before
    assert run_messages(house, "--check") == (0, "")


@pytest.mark.slow
def test_the_check_names_each_fault(house: Path) -> None:
    run_messages(house)
    path = translate(house)
    text = path.read_text().replace('"Bonjour"', '""').replace("dans %(place)s", "ici")
    path.write_text(text + '\nmsgid "Gone"\nmsgstr "Parti"\n')
    (house / "beffroi/portal/views.py").write_text('_("Found in %(place)s")\n_("Fresh")\n')
    code, said = run_messages(house, "--check")
    faults = {line.split(": ", 1)[1] for line in said.splitlines()}
    assert (code, faults) == (
        1,
        {
            "not in the catalogue (make messages): 'Fresh'",
            "no longer in the code (make messages): '%d hit'",
            "no longer in the code (make messages): 'Gone'",
            "not translated: 'Good day'",
            "other placeholders than the English: 'Found in %(place)s'",
        },
    )


@pytest.mark.slow
def test_a_message_is_translated_once_for_all_packages(house: Path) -> None:
    run_messages(house)
    translate(house)
    other = house / "beffroi/archive"
    other.mkdir()
    (other / "apps.py").write_text('_("Good day")\n')
    run_messages(house)
    path = other / PO
    assert 'msgstr "Bonjour"' in path.read_text()
    path.write_text(path.read_text().replace("Bonjour", "Salut"))
    code, said = run_messages(house, "--check")
    assert (code, said.count("translated otherwise elsewhere: 'Good day'")) == (1, 1)


@pytest.mark.slow
def test_compiled_messages_are_those_that_django_reads(house: Path) -> None:
    run_messages(house)
    path = translate(house)
    run_messages(house, "--compile")
    import gettext  # noqa: PLC0415 (the reader that Django uses, needed here alone)

    with path.with_suffix(".mo").open("rb") as file:
        french = gettext.GNUTranslations(file)
    assert french.gettext("Good day") == "Bonjour"
    assert [french.ngettext("%d hit", "%d hits", n) for n in (0, 1, 2)] == [
        *("%d résultat", "%d résultat", "%d résultats")
    ]


def test_a_missing_system_package_leaves_its_tests_out() -> None:
    absent = [need for need in shares.NEEDS if need.mark == "browser"]
    assert shares.expression("slow", absent) == "(postgres or browser or long) and not browser"
    assert shares.expression("quick", absent) == "not postgres and not browser and not long"


@pytest.mark.parametrize(("ci", "status"), [("true", 1), ("", 0)])
def test_a_missing_system_package_is_an_error_in_ci_only(
    ci: str, status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CI", ci)
    assert shares.report("slow", shares.NEEDS[:1]) == status
    assert "system package postgresql" in capsys.readouterr().err


def test_a_program_that_does_not_exist_is_missing() -> None:
    assert not shares.Need("x", "x", ("no-such-program",), ("no/such/*",)).is_there()
    assert shares.Need("x", "x", ("no-such-program",), ("usr/*",)).is_there()


def test_the_tests_never_see_the_settings_of_an_instance() -> None:
    assert shares.is_setting("BEFFROI_DATABASE_URL")
    assert not shares.is_setting("BEFFROI_SHARED")


def test_a_gate_fails_when_its_program_fails_or_is_absent() -> None:
    passing = checks.Gate("passing", ("python", "-c", "print('text')"))
    failing = checks.Gate("failing", ("python", "-c", "print('why'); raise SystemExit(3)"))
    absent = checks.Gate("absent", ("no-such-program",))
    outcomes = [checks.run(gate) for gate in (passing, failing, absent)]
    assert [outcome.passed for outcome in outcomes] == [True, False, False]
    assert outcomes[1].text == "why"
    assert "make setup" in outcomes[2].text


@pytest.fixture
def unreleased(tmp_path: Path) -> Path:
    """Return a checkout with two changes that wait for a release."""
    for kind in releases.KINDS:
        (tmp_path / "changelog.d" / kind).mkdir(parents=True)
    (tmp_path / "changelog.d/added/b.md").write_text("A search.\nWith facets.\n")
    (tmp_path / "changelog.d/fixed/a.md").write_text("A fault.\n")
    (tmp_path / "CHANGELOG.md").write_text(f"# Changes\n\n{releases.HERE}\n## 0.1.0 – x\n")
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\nversion = "0.1.0"\n')
    (tmp_path / "publiccode.yml").write_text("name: x\nsoftwareVersion: 0.1.0\nurl: y\n")
    (tmp_path / "codemeta.json").write_text('{"version": "0.1.0"}\n')
    return tmp_path


def test_a_release_moves_the_changes_and_names_the_version(unreleased: Path) -> None:
    releases.release(unreleased, "0.2.0", date(2026, 12, 1))
    log = (unreleased / "CHANGELOG.md").read_text()
    added = "### Added\n\n- A search.\n  With facets.\n\n### Fixed\n\n- A fault.\n"
    assert f"## 0.2.0 – 2026-12-01\n\n{added}" in log
    assert log.index("0.2.0") < log.index("0.1.0")
    assert json.loads((unreleased / "codemeta.json").read_text())["version"] == "0.2.0"
    assert "softwareVersion: 0.2.0\n" in (unreleased / "publiccode.yml").read_text()
    assert list((unreleased / "changelog.d").rglob("*.md")) == []


@pytest.mark.parametrize("version", ["", "1.2", "v1.2.3", "0.1.0"])
def test_a_release_without_a_fresh_version_changes_nothing(unreleased: Path, version: str) -> None:
    before = {path: path.read_bytes() for path in unreleased.rglob("*") if path.is_file()}
    with pytest.raises(releases.ReleaseError):
        releases.release(unreleased, version, date(2026, 12, 1))
    after = {path: path.read_bytes() for path in unreleased.rglob("*") if path.is_file()}
    assert after == before


def test_a_release_without_changes_is_refused(unreleased: Path) -> None:
    releases.release(unreleased, "0.2.0", date(2026, 12, 1))
    with pytest.raises(releases.ReleaseError, match="no change"):
        releases.release(unreleased, "0.3.0", date(2026, 12, 1))


def unnested() -> dict[str, str]:
    """Return the environment without what an outer `make test` hands down (it prints folders)."""
    return {
        name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))
    }


@pytest.mark.slow
def test_make_has_nine_targets_and_says_what_each_does() -> None:
    done = subprocess.run(
        ["make", "help"], cwd=ROOT, env=unnested(), capture_output=True, text=True, check=True
    )
    named = [line.split()[1] for line in done.stdout.splitlines()]
    assert named == "help setup run check test slow chat messages release".split()  # noqa: SIM905
    assert all(len(line.split()) > 4 for line in done.stdout.splitlines())


@pytest.mark.slow
def test_without_a_python_make_says_which_one_to_install() -> None:
    words = ["make", "setup", "PYTHON="]
    done = subprocess.run(
        words, cwd=ROOT, env=unnested(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "No Python from 3.11 to 3.14" in done.stderr


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a checkout with nothing to install, and an installer that has nothing to do."""
    for folder in ("scripts", "beffroi/portal/migrations", "tools"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "tools/uv").write_text("#!/bin/sh\n")
    (tmp_path / "tools/uv").chmod(0o755)
    for name in ("setup.py", "messages.py"):
        (tmp_path / "scripts" / name).write_bytes((ROOT / "scripts" / name).read_bytes())
    main = "import pathlib\npathlib.Path('var').mkdir(exist_ok=True)\n"
    main += "pathlib.Path('var/beffroi.sqlite3').touch()\n"
    (tmp_path / "beffroi/__init__.py").touch()
    (tmp_path / "beffroi/__main__.py").write_text(main)
    for name in ("requirements.txt", "requirements-dev.txt"):
        (tmp_path / name).write_text("")
    engine = tmp_path / "beffroi/policy/licence"
    engine.mkdir(parents=True)
    for name in (*setup.MAKERS, "store", "__init__"):
        (engine / f"{name}.py").touch()
    (engine.parent / "__init__.py").touch()
    (engine / "store.py").write_text(
        "import pathlib\n\n\ndef prepare():\n    place = pathlib.Path('.venv/share/beffroi')\n"
        "    place.mkdir(parents=True, exist_ok=True)\n    (place / 'licences-0.index').touch()\n"
    )
    return tmp_path


def set_up(checkout: Path, *words: str) -> tuple[int, str]:
    kept = {name: text for name, text in os.environ.items() if not name.startswith("BEFFROI_")}
    packages = {"PYTHONPATH": sysconfig.get_paths()["purelib"]}
    path = {"PATH": f"{checkout}/tools:/usr/bin:/bin"}
    words = (sys.executable, "scripts/setup.py", *words)
    done = subprocess.run(
        words, cwd=checkout, capture_output=True, text=True, check=False, env=kept | packages | path
    )
    return done.returncode, done.stderr


@pytest.mark.slow
def test_set_up_makes_all_once_and_then_does_nothing(checkout: Path) -> None:
    code, said = set_up(checkout)
    assert (code, "ready in" in said) == (0, True), said
    assert (checkout / "var/beffroi.sqlite3").exists()
    assert os.access(checkout / ".venv/bin/beffroi", os.X_OK)
    assert (checkout / ".venv/share/beffroi/licences-0.index").exists()
    assert set_up(checkout) == (0, "")


@pytest.mark.slow
def test_set_up_for_tests_leaves_the_database_alone(checkout: Path) -> None:
    assert set_up(checkout, "--dev")[0] == 0
    assert not (checkout / "var").exists()


@pytest.mark.slow
def test_an_image_is_set_up_in_two_layers_without_a_database(checkout: Path) -> None:
    assert set_up(checkout, "--only", "environment")[0] == 0
    assert not (checkout / ".venv/bin/beffroi").exists()
    assert set_up(checkout, "--only", "files")[0] == 0
    assert os.access(checkout / ".venv/bin/beffroi", os.X_OK)
    assert not (checkout / "var").exists()


@pytest.mark.slow
def test_a_new_migration_or_a_lost_database_is_seen(checkout: Path) -> None:
    set_up(checkout)
    (checkout / "beffroi/portal/migrations/0002_more.py").touch()
    assert "migrating" in set_up(checkout)[1]
    (checkout / "var/beffroi.sqlite3").unlink()
    assert "migrating" in set_up(checkout)[1]


@pytest.mark.slow
def test_a_step_that_fails_says_the_way_out_and_runs_again(checkout: Path) -> None:
    main = checkout / "beffroi/__main__.py"
    good = main.read_text()
    main.write_text("raise SystemExit(1)\n")
    code, said = set_up(checkout)
    assert (code, "Then run make again." in said, "Traceback" in said) == (2, True, False)
    main.write_text(good)
    assert set_up(checkout)[0] == 0
