"""Tests, mirror of the tree."""
