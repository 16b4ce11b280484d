"""``beffroi demo``: sample, this very checkout, portal and worker; Ctrl-C stops all."""

import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clusters import free_port
from tests.fakes.repositories import commit, run_git
from tests.portal.programs import PATIENCE, eventually, is_gone, page, running, table

pytestmark = [pytest.mark.slow, pytest.mark.sqlite, pytest.mark.timeout(300)]
ROOT = Path(__file__).resolve().parent.parent.parent
MADE = {"LICENSE": "SPDX-License-Identifier: EUPL-1.2\n", "README.md": "# Copy\n\nA copy.\n"}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a small checkout of this program in a folder of its own."""
    folder = tmp_path_factory.mktemp("demo") / "checkout"
    no_caches = shutil.ignore_patterns("__pycache__", "*.pyc")
    for name in ("beffroi", "scripts"):
        shutil.copytree(ROOT / name, folder / name, ignore=no_caches)
    run_git(folder, "init", "--quiet", "--initial-branch=main")
    commit(folder, MADE)
    yield folder
    shutil.rmtree(folder)


def ports() -> int:
    """Return a port whose neighbour, for the checkout, is most probably free too."""
    return min(free_port(), 65534)


def finished(process: subprocess.Popen[str]) -> tuple[int, str]:
    _, err = process.communicate(timeout=2 * PATIENCE)
    return process.returncode, err


@pytest.mark.long
def test_it_prepares_sample_and_checkout_and_a_second_time_changes_nothing(
    checkout: Path, tmp_path: Path
) -> None:
    port = str(ports())
    for _ in range(2):
        words = ["demo", "--no-serve", "--port", port]
        with running(tmp_path, *words, folder=checkout) as demo:
            status, err = finished(demo)
            assert eventually(lambda group=demo.pid: is_gone(group))  # type: ignore[misc]
        assert (status, "Traceback" in err, "not read" in err) == (0, False, False)
    copy = f"from repositories_repository where url = 'http://localhost:{int(port) + 1}/beffroi'"
    assert table(tmp_path, f"select name, licence, description {copy}") == [
        ("beffroi", "EUPL-1.2", "A copy."),
    ]
    assert "sample: 0 new" in err
    assert (tmp_path / "index" / "current").exists()


@pytest.mark.long
def test_it_serves_all_until_it_is_told_to_stop(checkout: Path, tmp_path: Path) -> None:
    port = ports()
    with running(tmp_path, "demo", "--port", str(port), folder=checkout) as demo:
        there = f"http://localhost:{port}"
        assert eventually(lambda: page(f"{there}/healthz")[0] == 200, 2 * PATIENCE)
        status, text = page(f"{there}/en/repositories/?q=beffroi")
        demo.send_signal(signal.SIGTERM)
        ended, err = finished(demo)
        assert eventually(lambda: is_gone(demo.pid))
    assert (status, "beffroi" in text) == (200, True)
    said = "stopping portal, worker and git server" in err.splitlines()
    assert (ended, said, "Traceback" in err) == (0, True, False)


@pytest.mark.long
def test_a_port_that_is_taken_ends_it_with_a_word(checkout: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = str(holder.getsockname()[1])
        with running(tmp_path, "demo", "--port", port, folder=checkout) as demo:
            status, err = finished(demo)
            assert eventually(lambda: is_gone(demo.pid))
    assert (status, "Traceback" in err) == (2, False)
    assert f"127.0.0.1:{port} cannot be served" in err
