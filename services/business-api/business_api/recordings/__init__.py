"""Tracks, slices, the ledger, and the jobs made from them."""
