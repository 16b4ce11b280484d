"""Tests of what changes the registry."""
