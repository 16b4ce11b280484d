"""Pages kept for a moment: the same address, language and appearance give the same page.

A kept page is good as long as the index has not learnt anything, and for some seconds at most.
Everybody reads the same pages here; what depends on a person must leave this middleware out.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from beffroi.portal.context import THEME_COOKIE, THEMES

MAX_PAGES = 300
MAX_BYTES = 200_000

Stamp = tuple[str, int, int] | None


@dataclass(frozen=True, slots=True)
class _Page:
    content: bytes
    headers: dict[str, str]
    stamp: Stamp
    until: float


class KeptPages:
    """Answer a page that was just made once more, without making it again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self._pages: OrderedDict[tuple[str, ...], _Page] = OrderedDict()
        self._lock = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer from what is kept, or make the page and keep it."""
        key = _key(request)
        if key is None:
            return self.get_response(request)
        now, stamp = time.monotonic(), index_stamp()
        with self._lock:
            page = self._pages.get(key)
        if page and page.stamp == stamp and page.until > now:
            return HttpResponse(page.content, headers=page.headers)
        response = self.get_response(request)
        if isinstance(response, HttpResponse) and _is_worth_keeping(response):
            until = now + settings.BEFFROI_KEPT_SECONDS
            self._keep(key, _Page(response.content, dict(response.items()), stamp, until))
        return response

    def _keep(self, key: tuple[str, ...], page: _Page) -> None:
        with self._lock:
            self._pages[key] = page
            self._pages.move_to_end(key)
            while len(self._pages) > MAX_PAGES:
                self._pages.popitem(last=False)


def index_stamp() -> Stamp:
    """Return what changes with each commit and each new generation of the index."""
    try:
        name = (settings.BEFFROI_INDEX / "current").read_text("ascii").strip()
        stat = (settings.BEFFROI_INDEX / name / "meta.json").stat()
    except (OSError, UnicodeError):
        return None
    return name, stat.st_mtime_ns, stat.st_ino


def _key(request: HttpRequest) -> tuple[str, ...] | None:
    """Return what a page depends on; None for an answer that is not kept."""
    languages = tuple(f"/{code}/" for code, _ in settings.LANGUAGES)
    is_page = request.method == "GET" and request.path.startswith(languages)
    if not is_page or not settings.BEFFROI_KEPT_SECONDS:
        return None
    theme = request.COOKIES.get(THEME_COOKIE, "")
    shown = theme if theme in THEMES else ""
    return request.get_full_path(), shown, request.get_host(), str(request.scheme)


def _is_worth_keeping(response: HttpResponse) -> bool:
    return (
        response.status_code == HTTPStatus.OK
        and not response.cookies
        and "no-store" not in response.get("Cache-Control", "")
        and response.get("Content-Type", "").startswith("text/html")
        and len(response.content) <= MAX_BYTES
    )
