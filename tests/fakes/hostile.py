"""Servers on loopback that behave badly on purpose; each behaviour is one small function."""

import gzip
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Thread

ADVERTISED = "application/x-git-upload-pack-advertisement"
OID = b"1" * 40
BOMB = gzip.compress(bytes(10_000_000), 9, mtime=0)


@dataclass
class Wire:
    """One request and the line back: ``target`` as sent, ``count`` of requests before it."""

    target: str
    count: int
    socket: socket.socket
    over: Event
    head: str = ""

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.socket.sendall(data)

    def answer(self, body: bytes = b"", status: str = "200 OK", **headers: str) -> None:
        """Send a whole HTTP answer; a header's ``_`` stands for ``-``."""
        named = {"Content_Length": str(len(body)), "Connection": "close", **headers}
        lines = [f"{name.replace('_', '-')}: {value}" for name, value in named.items()]
        self.send("\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode() + body)


Behaviour = Callable[[Wire], None]


@dataclass
class Hostile:
    """A running server: its address and the targets asked for."""

    url: str
    targets: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)


@contextmanager
def hostile(behave: Behaviour) -> Iterator[Hostile]:
    """Serve one behaviour until the block ends."""
    listener = socket.create_server(("127.0.0.1", 0))
    served = Hostile(f"http://127.0.0.1:{listener.getsockname()[1]}")
    over = Event()

    def handle(client: socket.socket) -> None:
        with client, suppress(OSError):
            head = _read_head(client)
            target = head.split(" ")[1] if " " in head else ""
            served.targets.append(target)
            served.heads.append(head)
            behave(Wire(target, len(served.targets) - 1, client, over, head))

    def listen() -> None:
        with suppress(OSError):
            while True:
                Thread(target=handle, args=(listener.accept()[0],), daemon=True).start()

    Thread(target=listen, daemon=True).start()
    try:
        yield served
    finally:
        over.set()
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def _read_head(client: socket.socket) -> str:
    data = b""
    while b"\r\n\r\n" not in data:
        piece = client.recv(4096)
        if not piece:
            break
        data += piece
        if data[0] == 0x16:  # a TLS greeting
            break
    return data.decode("latin-1")


def redirects_to(target: str) -> Behaviour:
    """Send everybody elsewhere."""
    return lambda wire: wire.answer(status="302 Found", Location=target)


def goes_in_circles(wire: Wire) -> None:
    """Send everybody to one address more, for ever."""
    wire.answer(status="302 Found", Location=f"/{wire.count}")


def hangs(wire: Wire) -> None:
    """Take the request and say nothing."""
    wire.over.wait(30)


def trickles(wire: Wire) -> None:
    """Send one byte at a time, slowly, without end."""
    wire.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n")
    while not wire.over.wait(0.05):
        wire.send(b"x")


def bombs(wire: Wire) -> None:
    """Send 10 kB that unpack to 10 MB."""
    wire.answer(BOMB, Content_Encoding="gzip", Content_Type="text/html")


def promises_10_gigabytes(wire: Wire) -> None:
    """Announce a body that no machine wants."""
    wire.answer(b"x", Content_Length="10000000000", Content_Type="text/html")


def breaks_off(wire: Wire) -> None:
    """Send less than announced."""
    wire.answer(b"{", Content_Length="100", Content_Type="application/json")


def breaks_off_packed(wire: Wire) -> None:
    """Send half of a packed body, correctly announced."""
    body = gzip.compress(b"abc" * 1000, mtime=0)[:20]
    wire.answer(body, Content_Encoding="gzip", Content_Type="text/html")


def answers(body: bytes, kind: str = "text/html", **headers: str) -> Behaviour:
    """Answer everything with one body."""
    return lambda wire: wire.answer(body, Content_Type=kind, **headers)


def speaks_no_http(wire: Wire) -> None:
    """Answer in another protocol."""
    wire.send(b"220 mail.example.org ESMTP ready\r\n")


def packet(line: bytes) -> bytes:
    """Return one pkt-line."""
    return b"%04x%b" % (len(line) + 4, line)


def advertisement(*lines: bytes, capabilities: bytes = b"symref=HEAD:refs/heads/main") -> bytes:
    """Return the announcement of refs; each line is ``oid name``."""
    first, *others = lines
    packets = [first + b"\0" + capabilities + b"\n", *(line + b"\n" for line in others)]
    begins = packet(b"# service=git-upload-pack\n") + b"0000"
    return begins + b"".join(map(packet, packets)) + b"0000"


def announces(body: bytes) -> Behaviour:
    """Announce refs, then answer every other request with nonsense."""

    def behave(wire: Wire) -> None:
        if "info/refs" in wire.target:
            wire.answer(body, Content_Type=ADVERTISED)
        else:
            wire.answer(b"000fnonsense\n\n\n", Content_Type="application/x-git-upload-pack-result")

    return behave
