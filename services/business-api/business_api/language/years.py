"""Tells years from prices: «куплен в 2019», "a twenty eighteen model"."""

from business_api.language.mention import Mention
from business_api.language.tables import words


def is_year(mention: Mention) -> bool:
    """Whether a number is the year that something was made or bought in."""
    value = mention.number.value
    if _is_spoken_year(mention):
        return True
    return mention.number.figures and 1950 <= value <= 2035 and mention.before[-1:] in (["в"], ["с"], ["от"], ["за"])


def _is_spoken_year(mention: Mention) -> bool:
    """ "Made in nineteen ninety-five", "a twenty eighteen model"."""
    spoken = not mention.number.figures and mention.turn.tokens[mention.first].word.isascii()
    return spoken and 1950 <= mention.number.value <= 2035 and "".join(mention.before[-1:]) in words("year-before")
