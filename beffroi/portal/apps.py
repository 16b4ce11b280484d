"""Django's registration of the front hall, and what it leaves in the slots."""

from django.apps import AppConfig


class Portal(AppConfig):
    """Pages and parts that join several rooms."""

    name = "beffroi.portal"

    def ready(self) -> None:
        """Leave this room's providers in the slots."""
        from beffroi.lib.slots import REMEDIES  # noqa: PLC0415
        from beffroi.portal import timers  # noqa: PLC0415 (models must be ready)
        from beffroi.portal.data import offers  # noqa: PLC0415
        from beffroi.portal.meanings import words_of  # noqa: PLC0415

        timers.register()
        REMEDIES.register("portal", words_of)
        offers.register()
