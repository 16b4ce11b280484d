"""Documents for the benchmark: the real catalogue of 2021, and the same grown to any size."""

import csv
import gzip
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import accumulate
from pathlib import Path
from urllib.parse import urlsplit

from beffroi.search.shapes import Document

TODAY = date(2021, 11, 15)
REAL = "data/catalogue/fr/repositories-2021-11-15.csv.gz"
SEED = 20211115
MINISTRIES = 16
_FLAGS = {"True": "true", "False": "false"}


def real_documents(shared: Path) -> list[Document]:
    """Return the 9,157 rows of the real catalogue as documents."""
    with gzip.open(shared / REAL, "rt", encoding="utf-8", newline="") as file:
        return [_document(number, row) for number, row in enumerate(csv.DictReader(file))]


def grown_documents(shared: Path, size: int) -> Iterator[Document]:
    """Yield ``size`` documents with the distributions of the real ones, always the same."""
    real = real_documents(shared)
    chance = random.Random(SEED)
    vocabulary: dict[str, int] = {}
    for document in real:
        for word in document.description.split():
            vocabulary[word] = vocabulary.get(word, 0) + 1
    words, weights = list(vocabulary), list(accumulate(vocabulary.values()))
    for number in range(size):
        yield _grown(number, chance, real, chance.choices(words, cum_weights=weights, k=8))


def _grown(number: int, chance: random.Random, real: list[Document], fresh: list[str]) -> Document:
    """Take the facts of a real document, and words of several of them."""
    model, other = chance.choice(real), chance.choice(real)
    spoken = model.description.split()
    for at in range(0, len(spoken), 2):
        spoken[at] = fresh[at // 2 % len(fresh)]
    day = 86400 * chance.randrange(30)
    return Document(
        kind=model.kind,
        uid=f"{number:08x}",
        name=f"{model.name.split('-')[0]}-{other.name.rsplit('-', 1)[-1]}",
        description=" ".join(spoken),
        text=model.text,
        facets=model.facets,
        stars=model.stars,
        updated=max(model.updated - day, 0),
        added=max(model.added - day, 0),
        score=model.score,
        is_last=model.is_last,
    )


def _files(number: int) -> dict[str, tuple[str, ...]]:
    """Return facets that the list of 2021 does not tell, in likely shares, always the same."""
    if number % 5 == 0:
        return {"has": ("unknown", "description"), "created": ("unknown",)}
    kinds = ("readme", "licence", "contributing", "changelog", "code_of_conduct", "security")
    there = tuple(kind for at, kind in enumerate(kinds) if number % (at + 2) != 1)
    facets = {
        "has": (*there, "description"),
        "lacks": (*(kind for kind in kinds if kind not in there), "publiccode"),
        "created": (str(2012 + number % 10),),
    }
    if number % 50 == 1:
        facets |= {"type": (("standalone/web", "library")[number % 2],), "status": ("stable",)}
    return facets


def _document(number: int, row: dict[str, str]) -> Document:
    body = row["organization_name"]
    topics = tuple(topic for topic in row["topics"].split(",") if topic)
    forge = urlsplit(row["repository_url"]).hostname or "unknown"
    return Document(
        kind="repository",
        uid=f"{number:08x}",
        name=row["name"],
        description=row["description"],
        text=" ".join((body, row["language"], *topics)),
        facets={
            "organisation": (body, f"ministry-{sum(body.encode()) % MINISTRIES}"),
            "ministry": (f"ministry-{sum(body.encode()) % MINISTRIES}",),
            "language": (row["language"] or "unknown",),
            "licence": (row["license"] or "unknown",),
            "forge": (forge,),
            "topic": topics,
            "country": ("FR",),
            "archived": (_FLAGS.get(row["is_archived"], "unknown"),),
            "fork": (_FLAGS.get(row["is_fork"], "unknown"),),
            "free": ("yes" if row["license"] not in {"", "Other"} else "unknown",),
            "template": (("no", "no", "no", "yes", "unknown")[number % 5],),
            "body": (("agency", "ministry", "local")[sum(body.encode()) % 3],),
            "added": ("2021",),
            "score": (str(100 * (number % 23)),),
            **_files(number),
        },
        stars=int(row["stars_count"] or 0),
        updated=_seconds(row["last_update"]),
        added=_seconds(row["creation_date"]),
        score=100 * (number % 23),
        is_last=row["is_archived"] == "True",
    )


def _seconds(text: str) -> int:
    if not text:
        return 0
    return int(datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).timestamp())
