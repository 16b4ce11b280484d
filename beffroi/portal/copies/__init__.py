"""Copies of a whole instance: one file that either database can be made from again (ADR 0018)."""
