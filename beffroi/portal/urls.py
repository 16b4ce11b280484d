"""Addresses of the front hall; those of bodies that join several rooms stand here too."""

from django.urls import URLPattern, URLResolver, path, re_path

from beffroi.organisations import api as organisations_api
from beffroi.organisations.urls import urlpatterns as organisations_own
from beffroi.portal import feeds
from beffroi.portal.api import interface, manual
from beffroi.portal.api.interface import unknown
from beffroi.portal.views import about, bodies, former, home, searching, theme, watching
from beffroi.repositories import api as repositories_api

interface.add_router("/repositories", repositories_api.router)
interface.add_router("/organisations", organisations_api.router)
interface.add_router("/accounts", organisations_api.accounts_router)
interface.add_router("/accounts", repositories_api.accounts_router)

app_name = "portal"
urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("about/", about.about, name="about"),
    path("search/", searching.search, name="search"),
    path("repos", former.repositories),
    path("groups", former.bodies),
    path("search.csv", feeds.table, {"form": "csv"}, name="search_csv"),
    path("search.json", feeds.table, {"form": "json"}, name="search_json"),
    path("search.jsonl", feeds.table, {"form": "jsonl"}, name="search_jsonl"),
    path("search.atom", feeds.feed, name="search_atom"),
    path("news.atom", feeds.news, name="news"),
    path("api/", manual.manual, name="api"),
]
"""Pages in a language."""

organisations: list[URLPattern] = [
    *organisations_own,
    path("organisations/<slug:uid>/", bodies.body, name="detail"),
    path("accounts/<slug:uid>/", bodies.account, name="account"),
]
"""Namespace ``organisations``: its own addresses and the pages joined here."""

plain: list[URLPattern] = [
    path("theme/", theme.theme, name="theme"),
    path("healthz", watching.healthz, name="healthz"),
    path("readyz", watching.readyz, name="readyz"),
    path("metrics", watching.metrics, name="metrics"),
    path("robots.txt", watching.robots, name="robots"),
]
"""Addresses without a language, namespace ``site``."""

machines: list[URLPattern | URLResolver] = [
    path("api/v1/", interface.urls),
    re_path("^api/", unknown),
]
"""The API, without a language; its names stand in the namespace ``api-v1``."""
