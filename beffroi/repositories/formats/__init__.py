"""Readers and writers of files about repositories."""
