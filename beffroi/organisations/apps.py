"""Django's registration of the registry, and what it leaves in the slots."""

from django.apps import AppConfig


class Organisations(AppConfig):
    """Public bodies, forges, accounts."""

    name = "beffroi.organisations"

    def ready(self) -> None:
        """Leave this room's providers in the slots."""
        from beffroi.organisations import offers  # noqa: PLC0415 (models must be ready)

        offers.register()
