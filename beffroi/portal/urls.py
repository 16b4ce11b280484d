"""Addresses of the front hall; those of bodies that join several rooms stand here too."""

from django.urls import URLPattern, URLResolver, path, re_path

from beffroi.organisations import api as organisations_api
from beffroi.organisations.urls import urlpatterns as organisations_own
from beffroi.portal import feeds
from beffroi.portal.api import harvests as harvests_api
from beffroi.portal.api import interface, manual, open_catalog
from beffroi.portal.api import libraries as libraries_api
from beffroi.portal.api.interface import unknown
from beffroi.portal.data.tables import ADDRESSES, TABLES
from beffroi.portal.views import (
    about,
    asking,
    bodies,
    components,
    crawling,
    data,
    describing,
    figures,
    following,
    forges,
    former,
    harvests,
    home,
    libraries,
    mending,
    newfile,
    notices,
    palette,
    publiccode,
    questions,
    rules,
    searching,
    stats,
    suggesting,
    theme,
    watching,
)
from beffroi.repositories import api as repositories_api

interface.add_router("/repositories", repositories_api.router)
interface.add_router("/organisations", organisations_api.router)
interface.add_router("/accounts", organisations_api.accounts_router)
interface.add_router("/accounts", repositories_api.accounts_router)
interface.add_router("/libraries", libraries_api.router)
interface.add_router("/harvests", harvests_api.router)

app_name = "portal"
urlpatterns: list[URLPattern] = [
    path("", former.unless_asked(home.home), name="home"),
    path("about/", about.about, name="about"),
    path("search/", searching.search, name="search"),
    path("feeds/", following.feeds, name="feeds"),
    re_path("^repos/?$", former.repositories),
    re_path("^groups/?$", former.bodies),
    path("repos/<str:platform>/<path:path>", former.repository),
    path("groups/<str:platform>/<path:path>", former.account),
    path("awesome", former.described),
    path("awesome/<path:name>", former.software),
    *(path(word, former.page, {"word": word}) for word in former.MOVED),
    path("search.csv", feeds.table, {"form": "csv"}, name="search_csv"),
    path("search.json", feeds.table, {"form": "json"}, name="search_json"),
    path("search.jsonl", feeds.table, {"form": "jsonl"}, name="search_jsonl"),
    path("search.parquet", feeds.table, {"form": "parquet"}, name="search_parquet"),
    path("search.atom", feeds.feed, {"form": "atom"}, name="search_atom"),
    path("search.feed.json", feeds.feed, {"form": "feed.json"}, name="search_feed_json"),
    path("news.atom", feeds.news, {"form": "atom"}, name="news"),
    path("news.feed.json", feeds.news, {"form": "feed.json"}, name="news_feed_json"),
    path("api/", manual.manual, name="api"),
    path("data/", data.page, name="data"),
    path("libraries/", libraries.libraries, name="libraries"),
    path("harvests/", harvests.index, name="harvests"),
    path("harvests.atom", feeds.runs, {"form": "atom"}, name="harvests_atom"),
    path("harvests.feed.json", feeds.runs, {"form": "feed.json"}, name="harvests_feed_json"),
    path("harvests/new/", asking.new, name="harvest_new"),
    path("questions/<slug:uid>/", questions.question, name="question"),
    path("harvests/<slug:uid>/", harvests.detail, name="harvest"),
    path("publiccode/", publiccode.publiccode, name="publiccode"),
    path("publiccode/new/", newfile.newfile, name="publiccode_new"),
    path("policy/rules/", rules.rules, name="rules"),
    path("figures/", figures.figures, name="figures"),
    path("figures/<slug:key>.csv", figures.file, {"form": "csv"}, name="figure_csv"),
    path("figures/<slug:key>.json", figures.file, {"form": "json"}, name="figure_json"),
    path("accessibility/", notices.accessibility, name="accessibility"),
    path("legal/", notices.legal, name="legal"),
    path("keys/", notices.keys, name="keys"),
    path("sitemap/", notices.sitemap, name="sitemap"),
    path("errors/", notices.errors, name="errors"),
    path("errors/<slug:code>/", notices.error, name="error"),
    path("components/", components.components, name="components"),
]
"""Pages in a language."""

organisations: list[URLPattern] = [
    *organisations_own,
    path("organisations/<slug:uid>/", bodies.body, name="detail"),
    path("organisations/<slug:uid>/mend/", mending.body, name="mend"),
    path("accounts/<slug:uid>/", bodies.account, name="account"),
    path("accounts/<slug:uid>/mend/", mending.account, name="account-mend"),
    path("forges/", forges.index, name="forges"),
    path("forges/<str:host>/", forges.detail, name="forge"),
    *(
        path(f"{address}.{form}", view, {"form": form}, name=f"{name}-{form}")
        for form in ("csv", "json")
        for address, view, name in (
            ("forges", forges.table, "forges"),
            ("organisations/<slug:uid>/mend", mending.body_file, "mend"),
            ("accounts/<slug:uid>/mend", mending.account_file, "account-mend"),
        )
    ),
]
"""Namespace ``organisations``: its own addresses and the pages joined here."""

plain: list[URLPattern] = [
    path("theme/", theme.theme, name="theme"),
    path("theme/<slug:stamp>.css", palette.palette, name="palette"),
    path("theme/<slug:stamp>.svg", palette.mark, name="mark"),
    path("suggest", suggesting.suggest, name="suggest"),
    path("errors/<slug:code>", notices.plain_error, name="error"),
    path("healthz", watching.healthz, name="healthz"),
    path("readyz", watching.readyz, name="readyz"),
    path("metrics", watching.metrics, name="metrics"),
    path("robots.txt", crawling.robots, name="robots"),
    path("sitemap.xml", crawling.sitemap, name="sitemap"),
    path("sitemap-<slug:name>-<int:number>.xml", crawling.sitemap_part, name="sitemap_part"),
    path("favicon.ico", crawling.favicon, name="favicon"),
    path(".well-known/security.txt", crawling.security, name="security"),
    path("sources/", former.sources, name="former"),
    path("data/catalog", describing.catalogue, name="catalogue"),
    path("data/catalog.ttl", describing.catalogue, {"form": "ttl"}),
    path("data/catalog.jsonld", describing.catalogue, {"form": "jsonld"}),
    *(
        path(f"data/{name}.xml", following.former, {"name": name})
        for name in (*following.FORMER, *following.MADE_OF_NOTHING)
    ),
    path("data/datapackage.json", data.describe, name="package"),
    *[path(f"data/schemas/{name}.json", data.schema, {"name": name}) for name in TABLES],
    *[path(f"data/{address}", data.file, {"path": address}) for address in ADDRESSES],
    path("data/awesome.json", data.projects),
    path("data/stats.json", stats.generation_1, name="stats"),
    path("data/stats_preprod.json", stats.generation_3, name="stats_preprod"),
    path("data/<slug:day>-stats.json", stats.of_a_day),
    path("data/awesome-codegouvfr.md", data.projects_as_text),
    path("data/fr-ospos.json", data.offices),
]
"""Addresses without a language, namespace ``site``."""

machines: list[URLPattern | URLResolver] = [
    path("api/v1/", interface.urls),
    *(path(call, former.file, {"call": call}) for call in former.FILES),
    re_path("^api/", unknown),
    path("open-catalog/v1/status", open_catalog.status),
    *[
        path(f"open-catalog/v1/{folder}{name}", open_catalog.listed, {"name": name})
        for folder in ("", "catalogs/<str:catalogue>/")
        for name in open_catalog.LISTS
    ],
    path("open-catalog/v1/software/<slug:uid>", open_catalog.software),
    path("open-catalog/v1/publishers/<str:uid>", open_catalog.publisher),
    path("open-catalog/v1/catalogs", open_catalog.catalogues),
    path("open-catalog/v1/catalogs/<str:catalogue>", open_catalog.catalogue),
    re_path("^open-catalog/", open_catalog.unknown),
]
"""The API, without a language; its names stand in the namespace ``api-v1``."""
