"""Addresses of repositories."""

from django.urls import path

from beffroi.repositories import feeds, views

app_name = "repositories"
urlpatterns = [
    path("repositories/", views.index, name="list"),
    path("repositories/latest/", views.latest, name="latest"),
    path("repositories/changed/", views.changed, name="changed"),
    path("reusable/", views.reusable, name="reusable"),
    path("repositories/by-address/", views.by_address, name="by-address"),
    path("repositories/<slug:uid>/", views.detail, name="detail"),
    path(
        "repositories/<slug:uid>/publiccode.yml",
        views.publiccode,
        {"form": "yml"},
        name="publiccode_yml",
    ),
    path(
        "repositories/<slug:uid>/publiccode.json",
        views.publiccode,
        {"form": "json"},
        name="publiccode_json",
    ),
    path("repositories.csv", feeds.table, {"form": "csv"}, name="csv"),
    path("repositories.json", feeds.table, {"form": "json"}, name="json"),
    path("repositories.jsonl", feeds.table, {"form": "jsonl"}, name="jsonl"),
    path("repositories.parquet", feeds.table, {"form": "parquet"}, name="parquet"),
    path("repositories.atom", feeds.feed, {"form": "atom"}, name="atom"),
    path("repositories.feed.json", feeds.feed, {"form": "feed.json"}, name="feed_json"),
    *(
        path(
            f"repositories/{event}.{form}",
            feeds.events,
            {"event": event, "form": form},
            name=f"{event}_{form.replace('.', '_')}",
        )
        for event in feeds.EVENTS
        for form in ("atom", "feed.json")
    ),
]
