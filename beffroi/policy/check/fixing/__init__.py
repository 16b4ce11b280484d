"""Mend a working copy: what nobody has to invent is written, nothing is overwritten."""

from beffroi.policy.check.fixing.mending import fix
from beffroi.policy.check.fixing.shapes import Change, Fixes, Left, Wanted

__all__ = ["Change", "Fixes", "Left", "Wanted", "fix"]
