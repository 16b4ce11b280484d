"""The page where one checks a publiccode.yml."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.policy.publiccode.test_judging import MINIMAL

pytestmark = pytest.mark.django_db
PAGE = "/en/publiccode/"


def shown(client: Client, text: str, page: str = PAGE) -> str:
    return client.post(page, {"text": text}).content.decode()


def test_the_form_is_there_and_asks_no_query(
    client: Client, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(3):  # type: ignore[operator]
        answer = client.get(PAGE)
    assert answer.status_code == 200
    assert "Text of the file" in answer.content.decode()


def test_a_valid_file_is_presented(client: Client) -> None:
    text = shown(client, MINIMAL)
    assert "This file is valid" in text
    assert "EUPL-1.2" in text
    assert "There is no text in this language" in text


@pytest.mark.parametrize(
    ("page", "words"),
    [(PAGE, "Write the day as year-month-day"), ("/fr/publiccode/", "Écrivez le jour sous")],
)
def test_a_finding_shows_line_reason_advice_and_what_stands_there(
    client: Client, page: str, words: str
) -> None:
    text = shown(client, MINIMAL.replace("url:", "releaseDate: 24/11/2026\nurl:"), page)
    assert "releaseDate must be a date" in text
    assert words in text
    assert "releaseDate: 24/11/2026</code>" in text


def test_what_was_typed_is_kept_and_never_becomes_markup(client: Client) -> None:
    text = shown(client, "name: <script>alert(1)</script>")
    assert "&lt;script&gt;alert(1)" in text
    assert "<script>alert" not in text


@pytest.mark.parametrize(
    ("sent", "words"),
    [({"text": "  "}, "Paste the text"), ({}, "Paste the text"),
     ({"text": "x" * 1_000_001}, "larger than one megabyte"),
     ({"file": SimpleUploadedFile("p.yml", b"\xff\xfe")}, "not in UTF-8"),
     ({"file": SimpleUploadedFile("p.yml", b"x" * 1_000_001)}, "larger than one megabyte")],
)  # fmt: skip
def test_what_cannot_be_judged_is_said_at_its_field(
    client: Client, sent: dict[str, object], words: str
) -> None:
    answer = client.post(PAGE, sent)
    assert answer.status_code == 400
    assert words in answer.content.decode()


def test_a_chosen_file_counts_before_the_field(client: Client) -> None:
    file = SimpleUploadedFile("publiccode.yml", MINIMAL.encode())
    answer = client.post(PAGE, {"text": "nonsense", "file": file})
    assert "This file is valid" in answer.content.decode()


def test_a_stranger_needs_our_own_form() -> None:
    answer = Client(enforce_csrf_checks=True).post(PAGE, {"text": MINIMAL})
    assert answer.status_code == 403


@pytest.mark.django_db
def test_the_corrected_file_can_be_downloaded(client: Client) -> None:
    text = MINIMAL.replace('"0"', '"0.2"  # ours')
    shown = client.post("/en/publiccode/", {"text": text}).content.decode()
    assert "Download with the corrected lines" in shown
    answer = client.post("/en/publiccode/", {"text": text, "do": "corrected"})
    assert answer["Content-Disposition"] == 'attachment; filename="publiccode.yml"'
    assert answer.content.decode() == MINIMAL.replace('"0"', '"0"  # ours')
