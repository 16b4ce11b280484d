"""The built-in sample: invented bodies and repositories, enough to see every facet.

Facts written for Beffroi, no copied text; hosts end in ``.example`` (RFC 2606). The column
``days_quiet`` counts back from the day of loading, so that the sample never looks deserted.
"""

import csv
import io
from datetime import datetime, timedelta
from pathlib import Path

from beffroi.lib.dates import write_instant
from beffroi.lib.slots import IMPORT_KINDS, ImportWish
from beffroi.organisations.shapes import Report
from beffroi.repositories.models import Repository

FOLDER = Path(__file__).parent
ORDER = ("organisations", "accounts", "repositories")


def load_sample(*, at: datetime) -> Report:
    """Load the sample through the importers, once; loading it again changes nothing."""
    whole = Report()
    if Repository.objects.filter(url__contains=".example/").exists():
        whole.same = Repository.objects.filter(url__contains=".example/").count()
        return whole
    for kind in ORDER:
        importer = IMPORT_KINDS.get(kind)
        if importer is None:
            continue
        report = importer(_text(kind, at), ImportWish(at=at, format="csv"))
        for name in ("read", "new", "changed", "same"):
            setattr(whole, name, getattr(whole, name) + getattr(report, name))
        whole.refused += report.refused
    return whole


def _text(kind: str, at: datetime) -> str:
    text = (FOLDER / f"{kind}.csv").read_text("utf-8")
    if kind != "repositories":
        return text
    rows = list(csv.DictReader(io.StringIO(text)))
    for row in rows:
        quiet = at - timedelta(days=int(row.pop("days_quiet")))
        row["last_modification"] = row["last_update"] = write_instant(quiet)
        row["creation_date"] = min(row["creation_date"], row["last_modification"])
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
