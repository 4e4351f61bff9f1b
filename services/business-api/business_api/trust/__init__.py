"""Blocking and reporting people."""
