"""How answers leave, how errors become answers."""

import gzip
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.test.client import RequestFactory as Factory

from beffroi.lib.errors import ShownError
from beffroi.portal.middleware import Answers, ShownErrors
from beffroi.search.errors import SearchError

TEXT = "<p>a page</p>" * 200


def page(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(TEXT)


def test_a_page_is_compressed_for_those_who_read_gzip(rf: RequestFactory) -> None:
    answer = Answers(page)(rf.get("/", headers={"accept-encoding": "gzip"}))
    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content).decode() == TEXT  # type: ignore[attr-defined]
    assert "Accept-Encoding" in answer["Vary"]


def test_a_page_that_holds_a_token_of_a_form_is_not_compressed(rf: RequestFactory) -> None:
    request = rf.get("/", headers={"accept-encoding": "gzip"})
    request.META["CSRF_COOKIE_NEEDS_UPDATE"] = True
    assert not Answers(page)(request).has_header("Content-Encoding")


def test_a_short_answer_and_a_picture_stay_as_they_are(rf: RequestFactory) -> None:
    request = rf.get("/", headers={"accept-encoding": "gzip"})
    short = Answers(lambda _: HttpResponse("ok"))(request)
    picture = Answers(lambda _: HttpResponse(TEXT, content_type="image/png"))(request)
    assert not short.has_header("Content-Encoding")
    assert not picture.has_header("Content-Encoding")


def test_a_stream_is_compressed_as_it_goes(rf: RequestFactory) -> None:
    def stream(_request: HttpRequest) -> StreamingHttpResponse:
        return StreamingHttpResponse(iter([b"a,b\n", b"1,2\n"]), content_type="text/csv")

    answer = Answers(stream)(rf.get("/", headers={"accept-encoding": "gzip"}))
    packed = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert gzip.decompress(packed) == b"a,b\n1,2\n"


def test_an_unchanged_page_is_304(rf: RequestFactory) -> None:
    first = Answers(page)(rf.get("/"))
    second = Answers(page)(rf.get("/", headers={"if-none-match": first["ETag"]}))
    assert (second.status_code, second.content) == (304, b"")  # type: ignore[attr-defined]


def test_a_strong_tag_becomes_weak_when_the_bytes_change(rf: RequestFactory) -> None:
    def tagged(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(TEXT, headers={"ETag": '"a"'})

    assert Answers(tagged)(rf.get("/", headers={"accept-encoding": "gzip"}))["ETag"] == 'W/"a"'


def test_every_answer_is_hardened(rf: RequestFactory) -> None:
    answer = Answers(page)(rf.get("/"))
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-cache"
    assert "Cookie" in answer["Vary"]


def test_an_address_that_is_too_long_is_414(client: Client) -> None:
    answer = client.get("/en/search/", {"q": "x" * 8_001})
    assert answer.status_code == 414
    assert "too long" in answer.content.decode()


def shown(error: Exception, rf: RequestFactory, **headers: str) -> HttpResponse | None:
    request = rf.get("/en/x/", headers=headers)
    return ShownErrors(page).process_exception(request, error)


def test_an_error_with_words_is_a_page_for_people(rf: RequestFactory) -> None:
    answer = shown(ShownError("no-such", "Nothing <here>.", 404), rf, accept="text/html")
    assert answer is not None
    assert answer.status_code == 404
    assert "Nothing &lt;here&gt;." in answer.content.decode()
    assert "Accept" in answer["Vary"]


def test_an_error_with_words_is_problem_details_for_programs(rf: RequestFactory) -> None:
    answer = shown(ShownError("no-such", "Nothing.", 404), rf, accept="application/problem+json")
    assert answer is not None
    assert answer["Content-Type"] == "application/problem+json"
    assert b'"type": "/errors/no-such"' in answer.content
    assert b'"instance": "/en/x/"' in answer.content


def test_a_search_that_cannot_be_asked_is_400_and_keeps_what_was_typed(client: Client) -> None:
    answer = client.get("/en/search/?q=abc&page=-1", headers={"accept": "text/html"})
    assert answer.status_code == 400
    assert 'value="abc"' in answer.content.decode()
    assert "whole number" in answer.content.decode()


def test_an_unknown_search_error_keeps_its_own_words(rf: RequestFactory) -> None:
    answer = shown(SearchError("odd-thing", "An odd thing."), rf, accept="text/html")
    assert answer is not None
    assert "An odd thing." in answer.content.decode()


def test_a_silent_database_is_503_and_says_when_to_come_back(rf: RequestFactory) -> None:
    answer = shown(OperationalError("no such table"), rf, accept="text/html")
    assert answer is not None
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "no such table" not in answer.content.decode()


@pytest.mark.parametrize("error", [IntegrityError("x"), ValueError("x")])
def test_a_fault_of_ours_stays_a_fault(error: Exception, rf: RequestFactory) -> None:
    assert shown(error, rf) is None


def test_a_method_that_an_address_does_not_know_is_a_page(client: Client) -> None:
    answer = client.get("/theme/", headers={"accept": "text/html"})
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "<h1>" in answer.content.decode()


def test_an_answer_with_words_of_its_own_is_left_alone() -> None:
    def refused(_request: HttpRequest) -> HttpResponse:
        return HttpResponse("own words", status=405)

    assert ShownErrors(refused)(Factory().get("/")).content == b"own words"  # type: ignore[attr-defined]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/en/forges/%00/", "/fr/%00", "/api/v1/repositories/a%00"])
def test_an_address_with_a_nul_is_nowhere(client: Client, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, len(answer.content) > 100) == (404, True)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/fr/nowhere/", "/fr/repositories/nothing/", "/fr/forges/none/"])
def test_while_debugging_an_unknown_address_is_answered_as_in_public(
    client: Client, settings: Any, path: str
) -> None:
    settings.DEBUG = True
    answer = client.get(path)
    assert (answer.status_code, b"urlpatterns" in answer.content, b"URLconf" in answer.content) == (
        404, False, False,
    )  # fmt: skip
    assert client.get("/fr/repositories").status_code == 301
