"""How like two words must be. Apart from `matching`, for settings are read before models can be."""

LIKENESS = 0.4
"""Word similarity from which on a word counts as meant: «велосепед» and «велосипед» have 0.5. Set per connection."""
