"""A platform without tantivy: the twin in SQL takes over, from the command to the page."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import sys
sys.modules["tantivy"] = None  # as where there is no wheel
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "beffroi.settings"
import django
django.setup()
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from beffroi.portal.sample import load_sample
from beffroi.search import native
assert not native.IS_THERE
call_command("migrate", verbosity=0)
load_sample(at=timezone.now())
call_command("reindex")
call_command("collectstatic", interactive=False, verbosity=0)
found = Client().get("/api/v1/search?q=urbanisme&kind=repository", SERVER_NAME="localhost").json()
print(found["count"], found["results"][0]["name"])
page = Client().get("/en/repositories/?q=urbansime", SERVER_NAME="localhost")
print(page.status_code, "urbanisme-python" in page.content.decode())
"""


@pytest.mark.slow
def test_without_tantivy_the_twin_answers_api_and_pages(tmp_path: Path) -> None:
    environment = {**os.environ, "BEFFROI_HOME": str(tmp_path), "BEFFROI_COUNTRY": "fr"}
    environment.pop("BEFFROI_DATABASE_URL", None)
    words = [sys.executable, "-c", PROGRAM]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    lines = done.stdout.splitlines()
    assert lines[0].startswith("generation=sql-3 documents=")
    assert lines[-2:] == ["2 urbanisme-python", "200 True"]
