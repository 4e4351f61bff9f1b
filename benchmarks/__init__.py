"""Measures what docs/benchmarks.md promises: `make bench`. Never a test: a machine that is busy fails nothing."""
