"""The one API: what all rooms offer to programs, under ``/api/v1/``.

``portal.urls`` adds the routers of the other rooms.
"""

from beffroi.portal.api.interface import Interface
from beffroi.portal.api.search import router

__all__ = ["interface"]

interface = Interface()
interface.add_router("/search", router)
