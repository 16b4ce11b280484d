"""Addresses of public bodies; pages that join several rooms are added by ``portal.urls``."""

from django.urls import path

from beffroi.organisations import feeds, views

app_name = "organisations"
urlpatterns = [
    path("organisations/", views.index, name="list"),
    path("organisations.csv", feeds.table, {"form": "csv"}, name="csv"),
    path("organisations.json", feeds.table, {"form": "json"}, name="json"),
    path("organisations.jsonl", feeds.table, {"form": "jsonl"}, name="jsonl"),
    path("organisations.atom", feeds.feed, name="atom"),
]
