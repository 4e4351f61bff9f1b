"""Negotiations by words of their name, thing, place and other person, in any form, on the other keyboard, misspelt,
and by their prices."""

import re
from collections.abc import Sequence
from decimal import Decimal

from django.contrib.postgres.search import SearchQuery
from django.db.models import Exists, F, Func, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat

from business_api.accounts.models import User
from business_api.calls.models import CallSide
from business_api.core.matching import SHORTEST_MISSPELT, fold, words_of
from business_api.deals.models import LARGEST_MINOR, Negotiation
from business_api.language import SURE, brand_spellings
from business_api.transcripts.models import Fact
from business_api.transcripts.pieces import Number, Phrase, take_apart
from business_api.transcripts.said import SHORTEST_ALIKE
from business_api.transcripts.words import other_spellings

BLANK = Value(" ", TextField())


def with_words(own: QuerySet[Negotiation], user: User, text: str) -> QuerySet[Negotiation]:
    """Of one's `own` those that have every word and number of `text` and nothing left out; with signs only, none.

    A word that none of one's own has stands for what may have been meant by it: these lists are sorted by other
    things, so what is only like a word must not stand among what has it.
    """
    pieces = take_apart(text)
    words = words_of(" ".join([*pieces.words, *(run for phrase in pieces.phrases for run in phrase.runs)]))
    numbers = [*pieces.numbers, *(number for phrase in pieces.phrases for number in phrase.numbers)]
    if not text.strip():
        return own
    if not words and not numbers:
        return own.none()
    own = own.alias(wording=fold(Concat(F("name"), BLANK, F("item"), BLANK, F("place")))).alias(sound=_sound("wording"))
    rows = own
    for number in numbers:
        rows = rows.filter(_numbered(number, user))
    for word in words:
        rows = rows.filter(_meant(word, own, user))
    for word in words_of(" ".join(pieces.without)):
        rows = rows.exclude(_either(_written(word), user))
    for phrase in pieces.without_phrases:
        rows = rows.exclude(_phrased(phrase, user))
    return rows


def _meant(word: str, own: QuerySet[Negotiation], user: User) -> Q:
    """The word itself; where none of one's own has it, its other spellings; where none has those, what is like them."""
    others = words_of(" ".join(other_spellings(word)))
    has = _either(_written(word), user)
    respelt = _either([_has(other) for other in others], user)
    if len(word) >= SHORTEST_ALIKE:
        respelt |= _either([Q(sound__contains=_sound(Value(word)))], user)
    wanted = has | (respelt & Q(~Exists(own.filter(has))))
    if len(word) >= SHORTEST_MISSPELT:
        like = _either([Q(wording__trigram_word_similar=each) for each in (word, *others)], user)
        wanted |= like & Q(~Exists(own.filter(has | respelt)))
    return wanted


def _phrased(phrase: Phrase, user: User) -> Q:
    """The words of a phrase in their order, and its numbers; a single number is a phrase as well."""
    every = Q()
    for run in phrase.runs:
        every &= _either([Q(wording__contains=" ".join(words_of(run)))], user)
    for number in phrase.numbers:
        every &= _numbered(number, user)
    return every


def _numbered(number: Number, user: User) -> Q:
    """A price, or a number in the wording."""
    return _costs(number) | _named_so(number, user)


def _costs(number: Number) -> Q:
    """One of the prices that a number may be: it stands there, or was named in a call."""
    values = [Decimal(token[1:].replace("_", ".")) * 100 for token in number.readings if token.startswith("n")]
    amounts = [int(value) for value in values if value == int(value) and value <= LARGEST_MINOR]
    said = Fact.objects.filter(call__negotiation=OuterRef("pk"), kind="price", amount_minor__in=amounts)
    return Q(price_minor__in=amounts) | Q(Exists(said.filter(confidence__gte=SURE)))


def _named_so(number: Number, user: User) -> Q:
    """The very words or figures of a number stand in the wording: «iPhone 13»."""
    every = Q()
    for word in words_of(number.typed):
        every &= _either([Q(wording__regex=rf"(^|\W){re.escape(word)}(\W|$)")], user)
    return every


def _written(word: str) -> list[Q]:
    """A wording that has a word; a brand in either alphabet."""
    return [_has(each) for each in (word, *words_of(" ".join(brand_spellings(word))))]


def _has(word: str) -> Q:
    """A wording that has a word, or a part of it, or another of its forms."""
    return Q(wording__contains=word) | Q(wording__search=SearchQuery(word, config="lodbic"))


def _either(conditions: Sequence[Q], user: User) -> Q:
    """One of the conditions, for the negotiation itself or the other person's name in one of its calls."""
    any_of = Q()
    for condition in conditions:
        any_of |= condition
    names = CallSide.objects.filter(call__negotiation=OuterRef("pk")).exclude(user=user)
    named = names.alias(wording=fold(F("name"))).alias(sound=_sound("wording"))
    return any_of | Q(Exists(named.filter(any_of)))


def _sound(text: Value | str) -> Func:
    return Func(text, function="lodbic_sound", output_field=TextField())
