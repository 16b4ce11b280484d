"""Tests of the judgement of licences."""
