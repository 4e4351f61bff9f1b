"""Turns what a call's browsers recorded into one conversation in text and one video."""
