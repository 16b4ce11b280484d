"""Pages of the API's lists."""

import pytest
from django.test import RequestFactory

from beffroi.lib.errors import ShownError
from beffroi.organisations.models import Organisation
from beffroi.organisations.pages.paging import COUNTRY, PLACE, Asked
from tests.makers import make_organisation

pytestmark = pytest.mark.django_db
KNOWN = (COUNTRY, *PLACE)


def asked(question: str) -> Asked:
    return Asked(RequestFactory().get(f"/list?{question}"), KNOWN)


def test_a_page_has_its_size_and_the_last_one_no_cursor() -> None:
    for number in range(3):
        make_organisation(uid=f"o{number}")
    first, cursor = asked("size=2").page(Organisation.objects.all())
    second, end = asked(f"size=2&cursor={cursor}").page(Organisation.objects.all())
    assert [body.uid for body in (*first, *second)] == ["o0", "o1", "o2"]
    assert (bool(cursor), end) == (True, None)


def test_what_arrives_meanwhile_comes_at_the_end_and_nothing_is_missed() -> None:
    for number in range(3):
        make_organisation(uid=f"m{number}")
    _, cursor = asked("size=2").page(Organisation.objects.all())
    make_organisation(uid="a-new-one")
    rest, _ = asked(f"size=9&cursor={cursor}").page(Organisation.objects.all())
    assert [body.uid for body in rest] == ["m2", "a-new-one"]


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("state=x", "unknown-state"),
        ("changed_since=x", "bad-changed-since"),
        ("fork=yes", "unknown-parameter"),
        ("cursor=x", "bad-cursor"),
    ],
)
def test_a_wrong_parameter_is_refused_by_its_code(question: str, code: str) -> None:
    with pytest.raises(ShownError) as refused:
        asked(question).page(Organisation.objects.all())
    assert refused.value.code == code
