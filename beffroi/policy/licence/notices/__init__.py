"""Notices: sentences, fields and headings that name a licence without giving its text."""
