"""Secrets in files and history: patterns as data, one pass for their keywords, then each hit read.

Nothing here keeps or shows a secret: what leaves is where it stands, its ends and a salted hash.
"""
