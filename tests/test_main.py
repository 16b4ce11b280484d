"""The command ``beffroi`` as a process: exit status, one line on stderr, no traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from beffroi.__main__ import main

pytestmark = pytest.mark.slow


def beffroi(*words: str, home: Path, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "BEFFROI_HOME": str(home), **more}
    program = [sys.executable, "-m", "beffroi", *words]
    return subprocess.run(program, env=environment, capture_output=True, text=True, check=False)


def test_help_names_each_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    said = capsys.readouterr().out
    assert all(word in said for word in ("init", "import", "export", "harvest", "reindex"))


def test_no_command_is_bad_usage() -> None:
    assert main([]) == 2


def test_an_unknown_command_is_answered_with_the_nearest(tmp_path: Path) -> None:
    done = beffroi("imprt", home=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "did you mean “import”?" in done.stderr


def test_a_wrong_setting_names_variable_value_and_what_is_allowed(tmp_path: Path) -> None:
    done = beffroi("worker", "--once", home=tmp_path, BEFFROI_COUNTRY="xx")
    assert done.returncode == 2
    assert "BEFFROI_COUNTRY" in done.stderr
    assert "xx" in done.stderr
    assert "fr, zz" in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "way_out"),
    [
        ("BEFFROI_DATABASE_URL", "mysql://x/y", "sqlite, postgresql"),
        ("BEFFROI_ALLOWED_NETWORKS", "10.0.0.0/33", "10.0.0.0/8"),
        ("BEFFROI_LANGUAGES", "de", "fr, en"),
        ("BEFFROI_DEBUG", "maybe", "0 or 1"),
        ("BEFFROI_URL", "ftp://example.org", "https://example.org"),
        ("BEFFROI_SECRET_KEY_FILE", "/nowhere/key", "cannot be read"),
    ],
)
def test_each_wrong_setting_is_named(name: str, value: str, way_out: str, tmp_path: Path) -> None:
    done = beffroi("worker", "--once", home=tmp_path, **{name: value})
    assert done.returncode == 2
    assert name.removesuffix("_FILE") in done.stderr
    assert way_out in done.stderr
    assert "Traceback" not in done.stderr


def test_a_theme_that_cannot_be_read_by_people_stops_the_start(tmp_path: Path) -> None:
    pale = '{ light = "#ff88cc", dark = "#ff88cc" }'
    file = tmp_path / "theme.toml"
    file.write_text(f"[colours]\npatina = {pale}\npatina-2 = {pale}\non-patina = {pale}\n")
    done = beffroi("worker", "--once", home=tmp_path, BEFFROI_THEME=str(file))
    assert done.returncode == 2
    assert "BEFFROI_THEME" in done.stderr
    assert "the minimum is 4.5" in done.stderr


def test_where_people_write_is_an_address_of_the_web_or_of_mail(tmp_path: Path) -> None:
    done = beffroi("worker", "--once", home=tmp_path, BEFFROI_WRITE_TO="javascript:alert(1)")
    assert done.returncode == 2
    assert "BEFFROI_WRITE_TO" in done.stderr


def test_debug_on_a_public_address_is_refused(tmp_path: Path) -> None:
    more = {"BEFFROI_DEBUG": "1", "BEFFROI_URL": "https://code.example.org"}
    done = beffroi("worker", "--once", home=tmp_path, **more)
    assert done.returncode == 2
    assert "BEFFROI_DEBUG" in done.stderr


def test_an_empty_database_says_how_to_prepare_it(tmp_path: Path) -> None:
    done = beffroi("worker", "--once", home=tmp_path)
    assert done.returncode == 2
    assert "beffroi init" in done.stderr


def test_the_keys_are_made_once_and_kept_for_their_owner(tmp_path: Path) -> None:
    beffroi("worker", "--once", home=tmp_path)
    keys = [tmp_path / name for name in ("secret-key", "encryption-keys")]
    first = [key.read_text() for key in keys]
    beffroi("worker", "--once", home=tmp_path)
    assert [key.read_text() for key in keys] == first
    assert {key.stat().st_mode & 0o077 for key in keys} == {0}


def test_an_encryption_key_that_is_none_stops_the_start_and_is_not_said(
    tmp_path: Path,
) -> None:
    file = tmp_path / "keys"
    file.write_text("s3cret-but-short")
    done = beffroi("worker", "--once", home=tmp_path, BEFFROI_ENCRYPTION_KEYS_FILE=str(file))
    assert done.returncode == 2
    assert "BEFFROI_ENCRYPTION_KEYS" in done.stderr
    assert "openssl rand" in done.stderr
    assert "s3cret" not in done.stderr


def test_starting_django_loads_what_only_the_harvest_needs_not_at_all() -> None:
    heavy = ("cryptography", "beffroi.forges.opening", "beffroi.policy.licence.detect")
    program = (
        f"import sys, django; django.setup(); sys.exit(any(x in sys.modules for x in {heavy}))"
    )
    given = {**os.environ, "DJANGO_SETTINGS_MODULE": "beffroi.settings"}
    assert subprocess.run([sys.executable, "-c", program], env=given, check=False).returncode == 0
