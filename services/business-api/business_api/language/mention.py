"""A price said in a conversation, with the words around it that tell what it is."""

from dataclasses import dataclass
from decimal import Decimal

from business_api.language.numbers import Numeral
from business_api.language.turns import Turn

# The role of a number that turned out to be no price.
NO_PRICE = "none"
_QUESTION_SIGNS = 300


@dataclass(slots=True)
class Mention:
    """A price said in `turn.tokens[first:last]`; `value` is settled later."""

    place: int
    turn: Turn
    first: int
    last: int
    number: Numeral
    currency: str
    explicit: bool
    """A currency or «тысяч» was said: the value stands as it is."""
    before: list[str]
    """The words of the sentence since the number before."""
    after: list[str]
    """The words up to the next comma or number."""
    sure: float
    value: Decimal = Decimal(0)
    role: str = ""
    refused: bool = False
    """The other's price, said only to be refused: «пятнадцать мало»."""
    reduces: bool = False
    """It says by how much less: «скину тысячу». What that makes is `reduced`, once it is known surely."""
    reduced: Decimal | None = None
    declined: bool = False
    """Its own clause refuses it, whoever named it: «за семь не отдам»."""

    @property
    def price(self) -> Decimal | None:
        """What it would be sold for; None where a reduction cannot be reckoned."""
        return self.reduced if self.reduces else self.value

    @property
    def asks(self) -> bool:
        """Whether its sentence is a question."""
        end = self.turn.tokens[self.last - 1].end
        rest = self.turn.text[end : end + _QUESTION_SIGNS]
        return next((sign for sign in rest if sign in ".!?…"), "") == "?"
