"""Judge publiccode.yml: whether it is what the standard asks for, and where it is not."""

from beffroi.policy.publiccode.judging import judge
from beffroi.policy.publiccode.places import Folder
from beffroi.policy.publiccode.shapes import Result, Verdict

__all__ = ["Folder", "Result", "Verdict", "judge"]
