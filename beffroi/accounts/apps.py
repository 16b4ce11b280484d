"""Django's registration of the accounts."""

from django.apps import AppConfig


class Accounts(AppConfig):
    """People and their roles."""

    name = "beffroi.accounts"
