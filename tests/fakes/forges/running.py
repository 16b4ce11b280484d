"""Start the process of fake forges, and speak with it: what tests import."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.error import HTTPError

ROOT: Final = Path(__file__).resolve().parents[3]


@dataclass(frozen=True, slots=True)
class FakeForge:
    """One host of the running process: ``url`` is how it calls itself, ``at`` where it is."""

    url: str
    software: str
    at: str

    @property
    def host(self) -> str:
        """Return host and port."""
        return self.url.partition("://")[2]

    def do(self, name: str, /, **facts: Any) -> Any:
        """Do one thing to the forge (``control.WISHES``) and return what it tells."""
        return self._ask([{"do": name, **facts}])["told"][0]

    def switch(self, behaviour: str, path: str = "", /, **facts: Any) -> None:
        """Let requests whose target fits ``path`` be misbehaved to."""
        self.do("switch", name=behaviour, path=path, **facts)

    def requests(self, *words: str) -> list[dict[str, Any]]:
        """Return requests so far, those whose target holds all words."""
        seen = self.do("requests")
        return [one for one in seen if all(word in one["target"] for word in words)]

    @property
    def state(self) -> dict[str, Any]:
        """Return counts: repositories, requests, statuses, most requests at once."""
        found: dict[str, Any] = self._ask([])["state"]
        return found

    def _ask(self, wishes: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        asked = urllib.request.Request(f"{self.at}/_control", json.dumps(wishes).encode())
        try:
            with urllib.request.urlopen(asked, timeout=30) as answer:
                found: dict[str, Any] = json.load(answer)
        except HTTPError as error:
            with error:
                raise ValueError(json.load(error)["error"]) from None
        return found


@dataclass(frozen=True, slots=True)
class FakeForges:
    """The running process: the hosts it began with, and more on demand."""

    forges: tuple[FakeForge, ...]
    process: "subprocess.Popen[str]"

    def open(self, software: str, **wanted: Any) -> FakeForge:
        """Add a host: ``accounts``, ``settings``, ``switches``, ``host`` (see ``building``)."""
        told = self.forges[0].do("open", software=software, **wanted)
        return FakeForge(told["url"], software, told["at"])


@contextmanager
def fake_forges(*words: str) -> Iterator[FakeForges]:
    """Run the process with words of its command line until the block ends."""
    command = [sys.executable, "-m", "tests.fakes.forges", "--with-parent", *words]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout
        try:
            told = json.loads(process.stdout.readline())
            found = tuple(
                FakeForge(one["url"], one["software"], one["at"]) for one in told["forges"]
            )
            yield FakeForges(found, process)
        finally:
            process.kill()


@contextmanager
def fake_forge(software: str, /, **wanted: Any) -> Iterator[FakeForge]:
    """Run a process with one host made of plain data."""
    with fake_forges("--software", software, "--repositories", "0") as running:
        yield running.open(software, **wanted) if wanted else running.forges[0]
