"""Tests of the house; they mirror its tree."""
