"""The files of ``deploy/``: what they name exists, and other programs can read them."""

import ast
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("systemd/beffroi*.service"))
KNOWN = set(
    re.findall(r"^### `(BEFFROI_\w+)`", (ROOT / "docs/settings.md").read_text(), re.MULTILINE)
)


def texts() -> dict[str, str]:
    return {path.name: path.read_text() for path in DEPLOY.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", sorted(texts()))
def test_every_setting_they_name_is_one(name: str) -> None:
    assert set(re.findall(r"\bBEFFROI_[A-Z_]+", texts()[name])) <= KNOWN


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_each_service_starts_a_command_of_ours(unit: Path) -> None:
    (command,) = re.findall(r"bin/beffroi (\w+)", unit.read_text())
    assert command in get_commands()


@pytest.mark.slow
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        missing = "systemd-analyze is not installed (Debian: apt-get install systemd)."
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(missing)
    for path in [*UNITS, *DEPLOY.glob("systemd/*.timer")]:
        text = path.read_text().replace("/opt/beffroi/.venv/bin/beffroi", "/bin/true")
        (tmp_path / path.name).write_text(text)
    words = ["systemd-analyze", "verify", *map(str, sorted(tmp_path.iterdir()))]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    ours = [line for line in done.stderr.splitlines() if "beffroi" in line]
    assert ours == []


def test_what_the_image_copies_is_there() -> None:
    text = texts()["Containerfile"]
    wanted = [
        word for line in re.findall(r"^COPY (.+) \S+$", text, re.MULTILINE) for word in line.split()
    ]
    assert len(wanted) > 5
    assert [word for word in wanted if not (ROOT / word).exists()] == []


def test_the_image_s_health_check_is_a_program() -> None:
    (words,) = re.findall(r"^HEALTHCHECK .* CMD (\[.*\])$", texts()["Containerfile"], re.MULTILINE)
    ast.parse(ast.literal_eval(words)[2])


def test_the_services_of_the_composition_are_commands_of_ours() -> None:
    services = yaml.safe_load(texts()["compose.yaml"])["services"]
    commands = {name: service.get("command", ["serve"])[0] for name, service in services.items()}
    assert {commands[name] for name in ("prepare", "portal", "worker")} <= set(get_commands())


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_the_proxies_know_the_port_and_hide_the_metrics(name: str) -> None:
    assert "127.0.0.1:8000" in texts()[name]
    assert "/metrics" in texts()[name]


def test_nginx_sends_the_headers_that_are_believed() -> None:
    assert "X-Forwarded-For $remote_addr" in texts()["nginx.conf"]
    assert "X-Forwarded-Proto $scheme" in texts()["nginx.conf"]
