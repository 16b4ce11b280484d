"""Tests in a real Chromium, against a real server with the real catalogue."""
