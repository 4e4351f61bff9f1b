"""Transcripts: reading, searching, links to the record."""
