"""Tells that a price was named only to be refused: «за семь тысяч не продам», "I won't sell it for seven"."""

from business_api.language.answers import answer
from business_api.language.mention import Mention
from business_api.language.numbers import read_numeral
from business_api.language.patterns import find_patterns
from business_api.language.tables import words
from business_api.language.tokens import Token, Tokens

_TABLE = "price_refusals.tsv"
# Farther words of the clause are about something else.
_BEHIND, _BEFORE = 7, 10
_SIGNS = frozenset(",.;:!?…()\n")
_LEADS = frozenset({"за", "for", "at"})
# So many words tell how a question asked aloud is answered.
_ANSWER = 20
# «Не отдам его вам за семь»: so many words may lie between.
_BETWEEN = 6


def is_refused_price(mention: Mention) -> bool:
    """Whether its own clause refuses it; neither a question does nor a bound: «за семь не отдадите?», «ниже семи».

    A seller may ask a price aloud and answer at once: «Семь тысяч? Нет, мало».
    """
    if mention.asks:
        last = min(mention.last + _ANSWER, len(mention.turn.tokens))
        return mention.turn.side == "seller" and answer(mention.turn, mention.last, last) == "no"
    before, behind = _before(mention), _behind(mention)
    if any(match.name == "bound" for match in find_patterns([*before, *behind], _TABLE)):
        return False
    return _refuses_behind(behind) or _refuses_before(before)


def _refuses_behind(behind: Tokens) -> bool:
    return any(
        (match.name == "behind" and not _turned(behind, match.first)) or (match.name == "next" and not match.first)
        for match in find_patterns(behind, _TABLE)
    )


def _refuses_before(before: Tokens) -> bool:
    led = bool(before) and before[-1].word in _LEADS
    return any(
        (match.name == "right" and match.last == len(before))
        or (match.name == "lead" and led and len(before) - match.last <= _BETWEEN)
        for match in find_patterns(before, _TABLE)
    )


def _behind(mention: Mention) -> Tokens:
    """The words behind it up to a sign, another number or what belongs to another fact."""
    tokens, last = mention.turn.tokens, mention.last
    while last < min(len(tokens), mention.last + _BEHIND) and _goes_on(tokens[last]):
        # «Семь тысяч завтра не могу»: what refuses a day refuses no price.
        if mention.turn.taken[last] or read_numeral(tokens, last) is not None:
            break
        last += 1
    return tokens[mention.last : last]


def _before(mention: Mention) -> Tokens:
    """The words before it since a sign or another price; none that already refuse that one: «за шесть не отдам …»."""
    tokens, taken, first = mention.turn.tokens, mention.turn.taken, mention.first
    while first > max(mention.first - _BEFORE, 0) and _goes_on(tokens[first]) and not taken[first - 1]:
        first -= 1
    said = tokens[first : mention.first]
    follows = first > 0 and _goes_on(tokens[first]) and taken[first - 1]
    return [] if follows and _refuses_behind(said) else said


def _goes_on(token: Token) -> bool:
    """Whether no sign parts it from the word before; the one in "can't" does not, nor does a currency's."""
    return _SIGNS.isdisjoint(token.gap)


def _turned(behind: Tokens, at: int) -> bool:
    """«Семь, а …», «семь но …»: what follows is about another one."""
    return any(token.word in words("price-refusal-end") for token in behind[:at])
