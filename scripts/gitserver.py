"""Serve git repositories of this machine over smart HTTP on loopback, to be read only.

    python scripts/gitserver.py FOLDER [--port 8001]

FOLDER is a repository (bare, a checkout, a worktree) or a folder of them. Nothing but branches
and tags of these very repositories is served, and nothing can be written: git-receive-pack is
never started. The page at / lists them.
"""

import argparse
import html
import os
import re
import subprocess
import sys
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any, ClassVar
from urllib.parse import parse_qs, unquote, urlsplit

MOST_ASKED_BYTES = 10_000_000
PIECE = 65536
SETTINGS = (
    ("safe.directory", "*"),
    ("transfer.hideRefs", "refs/"),
    ("transfer.hideRefs", "!refs/heads/"),
    ("transfer.hideRefs", "!refs/tags/"),
    ("core.hooksPath", os.devnull),
    ("core.fsmonitor", "false"),
)


@dataclass(frozen=True)
class Served:
    """A running server: where it is, and every request so far as ``METHOD target``."""

    url: str
    requests: list[str]


def find_repositories(folder: Path) -> dict[str, Path]:
    """Return the repositories by the name they are served under."""
    if _is_repository(folder):
        return {folder.resolve().name: folder}
    return {child.name: child for child in sorted(folder.iterdir()) if _is_repository(child)}


@contextmanager
def serve(folder: Path, port: int = 0, *, filters: bool = True) -> Iterator[Served]:
    """Serve a folder in threads of this process until the block ends.

    Repositories are looked up again at each request, so that they may come and go. ``filters``:
    whether partial clones are served.
    """
    requests: list[str] = []
    handler = type(
        "Handler", (_Handler,), {"folder": Path(folder), "requests": requests, "filters": filters}
    )
    with ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield Served(f"http://127.0.0.1:{server.server_address[1]}", requests)
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    folder: ClassVar[Path]
    requests: ClassVar[list[str]]
    filters: ClassVar[bool]
    timeout = 60

    def do_GET(self) -> None:
        self.requests.append(f"GET {self.path}")
        parts = urlsplit(self.path)
        if parts.path == "/":
            self._list()
            return
        repository = self._repository(parts.path, "/info/refs")
        if repository is None:
            self.send_error(HTTPStatus.NOT_FOUND)
        elif parse_qs(parts.query).get("service") != ["git-upload-pack"]:
            self.send_error(HTTPStatus.FORBIDDEN, "Only reading over smart HTTP is served")
        else:
            begins = (
                b"" if "version=2" in self._protocol() else _packet("# service=git-upload-pack\n")
            )
            self._answer("advertisement", begins + (b"0000" if begins else b""))
            self._upload_pack(repository, b"", "--advertise-refs")

    def do_POST(self) -> None:
        self.requests.append(f"POST {self.path}")
        repository = self._repository(urlsplit(self.path).path, "/git-upload-pack")
        if repository is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        try:
            asked = self._asked()
        except (ValueError, zlib.error):
            self.send_error(HTTPStatus.BAD_REQUEST)
            return
        self._answer("result", b"")
        self._upload_pack(repository, asked)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name there
        """Stay silent: ``requests`` has them all."""

    def _list(self) -> None:
        rows = "".join(
            f'<li><a href="{html.escape(name)}/">{html.escape(name)}</a></li>'
            for name in find_repositories(self.folder)
        )
        page = f"<!doctype html><title>Repositories</title><ul>{rows}</ul>".encode()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def _repository(self, path: str, ending: str) -> Path | None:
        """Return the repository that a path names; only whole names are looked up."""
        if not path.endswith(ending):
            return None
        name = unquote(path.removesuffix(ending)).strip("/")
        known = find_repositories(self.folder)
        return known.get(name) or known.get(f"{name}.git") or known.get(name.removesuffix(".git"))

    def _protocol(self) -> str:
        asked = str(self.headers.get("Git-Protocol", ""))
        return asked if re.fullmatch(r"version=[0-2]", asked) else ""

    def _asked(self) -> bytes:
        """Return the body of the request, unpacked; raises ValueError when it is too large."""
        if "chunked" in self.headers.get("Transfer-Encoding", ""):
            body = b"".join(self._chunks())
        else:
            length = int(self.headers.get("Content-Length", "0"))
            if not 0 <= length <= MOST_ASKED_BYTES:
                raise ValueError
            body = self.rfile.read(length)
        if self.headers.get("Content-Encoding") == "gzip":
            body = zlib.decompressobj(31).decompress(body, MOST_ASKED_BYTES)
        return body

    def _chunks(self) -> Iterator[bytes]:
        left = MOST_ASKED_BYTES
        while size := int(self.rfile.readline(20), 16):
            left -= size
            if size < 0 or left < 0:
                raise ValueError
            yield self.rfile.read(size)
            self.rfile.readline(4)

    def _answer(self, kind: str, begins: bytes) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", f"application/x-git-upload-pack-{kind}")
        self.send_header("Cache-Control", "no-cache")
        self.end_headers()
        self.wfile.write(begins)

    def _upload_pack(self, repository: Path, asked: bytes, *words: str) -> None:
        """Let git answer, and pass on what it says as it comes."""
        command = ["git", "upload-pack", "--stateless-rpc", *words, str(repository)]
        with subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(
                self._protocol(),
                (*SETTINGS, ("uploadpack.allowFilter", str(self.filters).lower())),
            ),
        ) as process:
            assert process.stdin  # noqa: S101 - for the type checker
            assert process.stdout  # noqa: S101
            try:
                process.stdin.write(asked)
                process.stdin.close()
                while piece := process.stdout.read1(PIECE):
                    self.wfile.write(piece)
            except OSError:  # the caller, or git, has gone
                process.kill()


def _is_repository(folder: Path) -> bool:
    is_bare = (folder / "HEAD").is_file() and (folder / "objects").is_dir()
    return is_bare or (folder / ".git").exists()


def environment(protocol: str, settings: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return what git is run with: these settings and nobody's own."""
    names = {
        "PATH": os.environ.get("PATH", os.defpath),
        "LC_ALL": "C",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_PROTOCOL": protocol,
        "GIT_CONFIG_COUNT": str(len(settings)),
    }
    for number, (name, value) in enumerate(settings):
        names[f"GIT_CONFIG_KEY_{number}"] = name
        names[f"GIT_CONFIG_VALUE_{number}"] = value
    return names


def _packet(line: str) -> bytes:
    return f"{len(line) + 4:04x}{line}".encode()


def main() -> int:
    """Serve until Ctrl-C."""
    parser = argparse.ArgumentParser(description="Serve git repositories of this machine.")
    parser.add_argument("folder", type=Path, help="a repository, or a folder of repositories")
    parser.add_argument("--port", type=int, default=8001)
    asked = parser.parse_args()
    if not asked.folder.is_dir() or not find_repositories(asked.folder):
        print(f"There is no git repository in {asked.folder}.", file=sys.stderr)
        return 2
    with serve(asked.folder, asked.port) as served:
        print(f"Serving {asked.folder} at {served.url}/ (Ctrl-C stops)", flush=True)
        with suppress(KeyboardInterrupt):
            Event().wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
