"""Reads what people say about a deal: numbers, times, dates, money, telephones, links, stations, addresses, places.

Pure: text in, values out; data files beside the code are read when first needed. It knows nothing of the product.
"""

from business_api.language.abbreviations import other_lengths, part_short_forms, unsaid
from business_api.language.bargaining import Agreement, Settled, Step, agreement, bargaining
from business_api.language.brands import brand_spellings
from business_api.language.currency import begins_money, with_money
from business_api.language.dates import months_of
from business_api.language.facts import read_facts
from business_api.language.price_words import is_measure
from business_api.language.tables import add_places
from business_api.language.terms import number_token, read_terms
from business_api.language.types import SURE, Fact, Line, Setting, Term, Word
from business_api.language.word_forms import is_word, warm_up, word_forms

__all__ = [
    "SURE",
    "Agreement",
    "Fact",
    "Line",
    "Setting",
    "Settled",
    "Step",
    "Term",
    "Word",
    "add_places",
    "agreement",
    "bargaining",
    "begins_money",
    "brand_spellings",
    "is_measure",
    "is_word",
    "months_of",
    "number_token",
    "other_lengths",
    "part_short_forms",
    "read_facts",
    "read_terms",
    "unsaid",
    "warm_up",
    "with_money",
    "word_forms",
]
