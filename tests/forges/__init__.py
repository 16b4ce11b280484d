"""Clients of forges."""
