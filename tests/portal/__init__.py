"""Tests of the front hall."""
