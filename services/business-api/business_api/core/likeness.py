"""How like two words must be. Apart from `matching`, for settings are read before models can be."""

LIKENESS = 0.3
"""Word similarity from which on a word counts as meant: «стэлс» and «стелс» have 0.33. Set per connection."""
