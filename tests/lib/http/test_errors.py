"""The errors of the door."""

import pytest

from beffroi.lib.errors import BeffroiError
from beffroi.lib.http.errors import PERMANENT, DoorError


@pytest.mark.parametrize("code", PERMANENT)
def test_every_code_says_whether_waiting_may_cure_it(code: str) -> None:
    error = DoorError(code, "A sentence.", status=500, retry_after=3)
    assert isinstance(error, BeffroiError)
    assert error.permanent is PERMANENT[code]
    assert (str(error), error.status, error.retry_after) == ("A sentence.", 500, 3)
