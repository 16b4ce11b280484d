"""Addresses of public bodies; pages that join several rooms are added by ``portal.urls``."""

from django.urls import path

from beffroi.organisations import feeds, views

app_name = "organisations"
urlpatterns = [
    path("organisations/", views.index, name="list"),
    path("organisations/tree/", views.tree, name="tree"),
    path("organisations/offices/", views.offices, name="offices"),
    path("organisations.csv", feeds.table, {"form": "csv"}, name="csv"),
    path("organisations.json", feeds.table, {"form": "json"}, name="json"),
    path("organisations.jsonl", feeds.table, {"form": "jsonl"}, name="jsonl"),
    path("organisations.parquet", feeds.table, {"form": "parquet"}, name="parquet"),
    path("organisations.atom", feeds.feed, {"form": "atom"}, name="atom"),
    path("organisations.feed.json", feeds.feed, {"form": "feed.json"}, name="feed_json"),
]
