"""Runs the whole of Lodbic on one machine: no root, no containers, no account anywhere."""
