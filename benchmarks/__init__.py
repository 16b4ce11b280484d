"""Measurements: one command each, a named rival in the same run."""
