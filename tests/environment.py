"""The environment of tests; loaded by ``-p`` before Django reads its settings."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

NAMES = ("URL", "COUNTRY", "LANGUAGES", "DEBUG", "ALLOWED_NETWORKS", "SCHEDULER")

os.environ["BEFFROI_HOME"] = tempfile.mkdtemp(prefix="beffroi-test-")
atexit.register(shutil.rmtree, os.environ["BEFFROI_HOME"], ignore_errors=True)
(Path(os.environ["BEFFROI_HOME"]) / "static").mkdir()
for _name in NAMES:
    os.environ.pop(f"BEFFROI_{_name}", None)
if not os.environ.get("BEFFROI_TEST_POSTGRES"):
    os.environ.pop("BEFFROI_DATABASE_URL", None)
