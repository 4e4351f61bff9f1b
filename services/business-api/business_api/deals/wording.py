"""Negotiations by words of their name, thing, place and other person: in any form, on the other keyboard, misspelt."""

from collections.abc import Sequence

from django.contrib.postgres.search import SearchQuery
from django.db.models import Exists, F, Func, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat

from business_api.accounts.models import User
from business_api.calls.models import CallSide
from business_api.core.matching import SHORTEST_MISSPELT, fold, words_of
from business_api.deals.models import Negotiation
from business_api.transcripts.said import SHORTEST_ALIKE
from business_api.transcripts.words import other_spellings

BLANK = Value(" ", TextField())


def with_words(own: QuerySet[Negotiation], user: User, text: str) -> QuerySet[Negotiation]:
    """Of one's `own` those that have every word of `text`; with signs only, none.

    A word that none of one's own has stands for what may have been meant by it: these lists are sorted by other
    things, so what is only like a word must not stand among what has it.
    """
    words = words_of(text)
    if text.strip() and not words:
        return own.none()
    if not words:
        return own
    own = own.alias(wording=fold(Concat(F("name"), BLANK, F("item"), BLANK, F("place")))).alias(sound=_sound("wording"))
    rows = own
    for word in words:
        has = _either([_has(word)], user)
        respelt = _either([_has(other) for other in words_of(" ".join(other_spellings(word)))], user)
        if len(word) >= SHORTEST_ALIKE:
            respelt |= _either([Q(sound__contains=_sound(Value(word)))], user)
        wanted = has | (respelt & Q(~Exists(own.filter(has))))
        if len(word) >= SHORTEST_MISSPELT:
            like = _either([Q(wording__trigram_word_similar=word)], user)
            wanted |= like & Q(~Exists(own.filter(has | respelt)))
        rows = rows.filter(wanted)
    return rows


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
