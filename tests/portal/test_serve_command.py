"""``beffroi serve``: answers, ends when told, refuses what must not be public."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from tests.clusters import free_port
from tests.portal.programs import beffroi, ended, eventually, is_gone, page, running

pytestmark = pytest.mark.slow


def test_it_answers_and_leaves_no_process_behind(tmp_path: Path) -> None:
    port = free_port()
    assert beffroi(tmp_path, "init").returncode == 0
    with running(tmp_path, "serve", "--port", str(port), "--workers", "1") as server:
        there = f"http://127.0.0.1:{port}"
        assert eventually(lambda: page(f"{there}/healthz") == (200, "ok\n"))
        assert page(f"{there}/en/")[0] == 200
        busy = beffroi(tmp_path, "serve", "--port", str(port))
        status, _, err = ended(server)
        assert eventually(lambda: is_gone(server.pid))
    assert (busy.returncode, "in use" in busy.stderr) == (2, True)
    assert status in {0, -15}
    assert "Traceback" not in err
    assert page(f"{there}/healthz")[0] == 0


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::"])  # noqa: S104
def test_debug_is_not_served_to_the_world(host: str, settings: Settings) -> None:
    settings.DEBUG = True
    with pytest.raises(CommandError, match="BEFFROI_DEBUG") as refused:
        call_command("serve", "--host", host)
    assert refused.value.returncode == 2


@pytest.mark.parametrize(
    ("host", "port"), [("192.0.2.1", 8000), ("nowhere.invalid", 8000), ("localhost", 99999)]
)
def test_a_place_that_is_none_is_named_with_the_way_out(host: str, port: int) -> None:
    with pytest.raises(CommandError, match="--port") as refused:
        call_command("serve", "--host", host, "--port", str(port))
    assert refused.value.returncode == 2
