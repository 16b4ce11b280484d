"""Tests of the licence engine."""
