"""What of this room calls the forges: the harvest, a preview."""

from beffroi.repositories.clients.harvest import Wish, drive, harvest
from beffroi.repositories.clients.progress import How, Progress

__all__ = ["How", "Progress", "Wish", "drive", "harvest"]
