"""Addresses of repositories."""

from django.urls import path

from beffroi.repositories import feeds, views

app_name = "repositories"
urlpatterns = [
    path("repositories/", views.index, name="list"),
    path("repositories/by-address/", views.by_address, name="by-address"),
    path("repositories/<slug:uid>/", views.detail, name="detail"),
    path("repositories.csv", feeds.table, {"form": "csv"}, name="csv"),
    path("repositories.json", feeds.table, {"form": "json"}, name="json"),
    path("repositories.jsonl", feeds.table, {"form": "jsonl"}, name="jsonl"),
    path("repositories.atom", feeds.feed, name="atom"),
]
