"""Adverts and their pictures; finding them."""
