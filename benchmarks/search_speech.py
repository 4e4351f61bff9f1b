"""What is said in the calls that are searched: the words of the shipped dialogues, prices, questions."""

import json
import random
from collections.abc import Iterator
from pathlib import Path

from business_api.language import read_terms
from business_api.transcripts.questions import ASKS

DIALOGUES = Path(__file__).parents[1] / "tests" / "speech" / "dialogues"
PER_CALL = 50
WORDS = 9


def vocabulary() -> list[str]:
    """The words of the shipped dialogues, the commonest first as in real speech."""
    counted: dict[str, int] = {}
    for file in sorted(DIALOGUES.glob("*/dialog.json")):
        for line in json.loads(file.read_text(encoding="utf-8"))["utterances"]:
            for word in line["text"].lower().replace(",", " ").replace(".", " ").replace("?", " ").split():
                counted[word] = counted.get(word, 0) + 1
    return sorted(counted, key=lambda word: (-counted[word], word))


def spoken_prices() -> list[str]:
    """Prices as people say them."""
    thousands = ("десять", "одиннадцать", "двенадцать", "тринадцать", "пятнадцать", "двадцать", "тридцать", "сорок")
    hundreds = ("", "сто", "двести", "триста", "пятьсот", "семьсот", "восемьсот", "девятьсот")
    plain = [f"{thousand} тысяч {hundred}".strip() for thousand in thousands for hundred in hundreds]
    return [*plain, *(f"{thousand} с половиной тысяч" for thousand in thousands)]


class Speech:
    """Lines of calls, the same each time."""

    def __init__(self) -> None:
        """Reads the dialogues."""
        self._words = vocabulary()
        self._weights = [1 / (rank + 3) for rank in range(len(self._words))]
        self._chance = random.Random(7)
        self._prices = [(text, [term.token for term in read_terms(text)]) for text in spoken_prices()]
        self._asked = next(each for each in self._prices if each[1] == ["n12500"])

    def lines(self, number: int) -> Iterator[tuple[str, list[str]]]:
        """The (text, terms) of a call's lines."""
        said = self._chance.choices(self._words, self._weights, k=PER_CALL * WORDS)
        for place in range(PER_CALL):
            line = said[place * WORDS : (place + 1) * WORDS]
            terms: list[str] = []
            priced = place == 23 and number % 20 == 1
            if place % 10 == 0 or priced:
                line[4] = "велосипед"
            if place == 17 and number % 50 == 0:
                line[4] = "перламутровый"
            if place % 20 == 3:
                price, terms = self._asked if priced else self._chance.choice(self._prices)
                line[5] = price
            yield " ".join(line), [*terms, ASKS] if place % 7 == 6 else terms
