"""An import that is killed anywhere, and run again, ends as if nothing had happened."""

import json
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from tests.portal.programs import beffroi, running, table

pytestmark = [pytest.mark.long, pytest.mark.sqlite, pytest.mark.timeout(600)]
ROWS = 2600
COUNT = "select count(*) from repositories_repository"
TABLES = {
    "repositories_repository": "uid",
    "organisations_forgeaccount": "uid",
    "organisations_organisation": "uid",
    "organisations_forge": "host",
}
INSTANTS = {
    "first_seen_at", "seen_at", "changed_at", "created_at", "sources", "look_wanted_at",
}  # fmt: skip
KEYS = {"id", "account_id", "organisation_id", "forge_id", "parent_id"}
SOURCES = "select uid, sources from repositories_repository order by uid"
ACTS = "select verb, object_kind, object_uid from journal_act order by 1, 2, 3"


def facts(home: Path) -> list[Any]:
    """Return all that two imports must agree on: everything but instants and keys."""
    found: list[Any] = [table(home, ACTS)]
    for name, order in TABLES.items():
        columns = [row[1] for row in table(home, f"pragma table_info({name})")]
        kept = ", ".join(column for column in columns if column not in INSTANTS | KEYS)
        found.append(table(home, f"select {kept} from {name} order by {order}"))  # noqa: S608
    found.append([(uid, sorted(json.loads(said))) for uid, said in table(home, SOURCES)])
    return found


def killed(home: Path, file: Path, rows: int) -> int:
    """Kill an import once so many rows are there; return how many were."""
    count = 0
    with running(home, "import", "repositories", str(file)) as importing:
        while count < rows and importing.poll() is None:
            time.sleep(0.01)
            count = table(home, COUNT)[0][0]
        importing.send_signal(signal.SIGKILL)
        importing.communicate()
    return int(table(home, COUNT)[0][0])


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    file = tmp_path / "list.csv"
    rows = [f"r{n},https://forge.example/a{n % 40}/r{n},Text {n},{n % 7}" for n in range(ROWS)]
    file.write_text("\n".join(["name,repository_url,description,stars_count", *rows, ""]))
    return file


def test_killed_twice_and_run_again_is_equal_to_run_once(tmp_path: Path, listed: Path) -> None:
    once, thrice = tmp_path / "once", tmp_path / "thrice"
    for home in (once, thrice):
        assert beffroi(home, "init").returncode == 0
    early, late = (killed(thrice, listed, rows) for rows in (1, ROWS - 600))
    assert 0 < early < late < ROWS
    again = beffroi(thrice, "import", "repositories", str(listed), "--format", "json")
    report = json.loads(again.stdout)
    assert (again.returncode, report["changed"]) == (0, 0)
    assert (report["same"], report["read"]) == (late, ROWS)
    assert beffroi(once, "import", "repositories", str(listed)).returncode == 0
    assert facts(thrice) == facts(once)


def test_the_exit_status_says_whether_something_was_wrong(tmp_path: Path) -> None:
    home = tmp_path / "home"
    beffroi(home, "init")
    (tmp_path / "list").write_text("name,repository_url\na,https://forge.example/a/a\nb,nonsense\n")
    done = beffroi(home, "import", "repositories", str(tmp_path / "list"))
    assert (done.returncode, done.stdout.split()[1]) == (1, "new=1")
    for wrong in (str(tmp_path / "absent"), str(tmp_path)):
        failed = beffroi(home, "import", "repositories", wrong)
        assert (failed.returncode, failed.stdout) == (2, "")
        assert wrong in failed.stderr
        assert "Traceback" not in failed.stderr


def test_an_instance_may_be_prepared_twice_and_withdraws_by_hand(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert [beffroi(home, "init", "--country", "fr").returncode for _ in range(2)] == [0, 0]
    (tmp_path / "list").write_text("name,repository_url\na,https://forge.example/a/a\n")
    beffroi(home, "import", "repositories", str(tmp_path / "list"))
    ((uid,),) = table(home, "select uid from repositories_repository")
    assert beffroi(home, "withdraw", uid, "--reason", "legal").returncode == 0
    assert beffroi(home, "withdraw", "nobody", "--reason", "legal").returncode == 2
    wanted = "select withdrawn_reason from repositories_repository"
    assert table(home, wanted) == [("legal",)]
