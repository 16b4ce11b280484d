"""Django's registration of the journal."""

from django.apps import AppConfig


class Journal(AppConfig):
    """The journal's tables."""

    name = "beffroi.journal"
