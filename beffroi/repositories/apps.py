"""Django's registration of the catalogue, and what it leaves in the slots."""

from django.apps import AppConfig


class Repositories(AppConfig):
    """Source repositories and their harvests."""

    name = "beffroi.repositories"

    def ready(self) -> None:
        """Leave this room's providers in the slots."""
        from beffroi.repositories import offers, timers  # noqa: PLC0415 (models must be ready)

        offers.register()
        timers.register()
