"""Beffroi: the open-source office of a government in one program."""
