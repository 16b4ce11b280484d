"""From a name to a connection."""

import pytest

from beffroi.lib.http.addresses import parse_networks
from beffroi.lib.http.errors import DoorError
from beffroi.lib.http.resolving import connect, resolve_host
from tests.fakes import hostile

LOOPBACK = parse_networks(["127.0.0.1"])


def test_localhost_is_loopback() -> None:
    assert set(resolve_host("localhost")) <= {"127.0.0.1", "::1"}


def test_the_first_address_that_answers_is_taken() -> None:
    with hostile.hostile(hostile.hangs) as served:
        port = int(served.url.rpartition(":")[2])
        with connect(["10.0.0.1", "127.0.0.1"], port, LOOPBACK, 5) as end:
            assert end.getpeername() == ("127.0.0.1", port)


@pytest.mark.parametrize(
    ("peers", "code"),
    [(["10.0.0.1"], "refused-address"), (["127.0.0.1"], "unreachable"), ([], "unreachable")],
)
def test_what_cannot_be_called_has_a_name(peers: list[str], code: str) -> None:
    with pytest.raises(DoorError) as refused:
        connect(peers, 1, LOOPBACK, 5)
    assert refused.value.code == code
