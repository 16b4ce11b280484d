"""Places where a server may listen."""

import socket

import pytest
from django.core.management.base import CommandError

from beffroi.portal.places import check_free
from tests.clusters import free_port


def test_a_free_place_is_accepted() -> None:
    check_free("127.0.0.1", free_port())


def test_a_taken_place_is_refused_with_the_way_out() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CommandError, match=rf"127.0.0.1:{port} .*--port") as refused:
            check_free("127.0.0.1", port)
    assert refused.value.returncode == 2
