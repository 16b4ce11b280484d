"""Readers and writers of files about public bodies and their accounts."""
