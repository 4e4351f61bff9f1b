"""Tells whether a number said after a price was taken names another one: «давайте всё-таки за семь», not «бокс семь».

After «договорились» people say house numbers, hours, what others paid: a wrong price on a card is far worse than none.
"""

from decimal import Decimal

from business_api.language.answers import answer
from business_api.language.mention import Mention
from business_api.language.morphology import is_past, lemmas, part_of_speech
from business_api.language.numbers import read_numeral
from business_api.language.tables import begins, words
from business_api.language.tokens import Token, Tokens, clause_at, sentence_at
from business_api.language.turns import Turn

# In so many turns before a thing was spoken of.
_HEARD = 40
# So many of the other's last words may be said again.
_ECHOED = 40
# A price that is agreed instead of another is no farther from it.
_NEAREST = Decimal("0.6")


def reopens(mention: Mention, taken: Mention, turns: list[Turn]) -> bool:
    """Whether it is a price again: the taken one, or one that is proposed in words that can mean nothing else."""
    if mention.role in {"delivery", "deposit", "discount", "demand", "other"} or mention.value == taken.value:
        return True
    tokens, first = mention.turn.tokens, mention.first
    if not mention.explicit and _is_led(tokens, first):
        return False
    if _is_taken_by_both(mention, taken, turns):
        return True
    if not mention.explicit and _is_echo(mention, turns):
        return False
    clause, sentence = _beside(mention, clause_at(tokens, first)), _beside(mention, sentence_at(tokens, first))
    if _is_of_other(clause) or _is_new(mention, turns):
        return False
    if _is_bare(sentence) or (_is_bare(clause) and _leads(clause)) or _proposes(mention, clause):
        return True
    # «Семь пятьсот, и я выезжаю»: it begins the sentence, and a proposal follows.
    said = [token for token in sentence if token.start < tokens[first].start]
    return _is_bare(clause) and _is_bare(said) and any(begins(token.word, "reopen-proposal") for token in sentence)


def _is_taken_by_both(mention: Mention, taken: Mention, turns: list[Turn]) -> bool:
    """«А с двумя сорок одна» — «Ну давай сорок одна»: what the other says again with a yes to it."""
    if taken.value and not _NEAREST < mention.value / taken.value < 1 / _NEAREST:
        return False
    place = mention.place
    before = turns[place - 1] if place and turns[place - 1].side != mention.turn.side else None
    behind = turns[place + 1] if place + 1 < len(turns) and turns[place + 1].side != mention.turn.side else None
    if behind is not None and _says_yes_to(behind, mention.number.value):
        return True
    return (
        before is not None
        and _says(before, mention.number.value)
        and answer(mention.turn, 0, len(mention.turn.tokens)) == "yes"
    )


def _says_yes_to(turn: Turn, value: Decimal) -> bool:
    return _says(turn, value) and answer(turn, 0, len(turn.tokens)) == "yes"


def _says(turn: Turn, value: Decimal) -> bool:
    """Whether a turn has a number that is nothing else yet."""
    numbers = (read_numeral(turn.tokens, at) for at in range(min(len(turn.tokens), _ECHOED)) if not turn.dated[at])
    return any(number is not None and number.value == value for number in numbers)


def is_priced(mention: Mention) -> bool:
    """Whether it is a price at all, if not of this thing: «а шлем за шесть с половиной»."""
    return mention.explicit or _is_for_money(mention)


def _is_for_money(mention: Mention) -> bool:
    return mention.before[-1:] in (["за"], ["по"], ["for"])


def _beside(mention: Mention, bounds: tuple[int, int]) -> list[Token]:
    """The words of a stretch that are no number and no money."""
    tokens, found = mention.turn.tokens, list[Token]()
    at, last = bounds
    while at < last:
        number = read_numeral(tokens, at)
        if number is None and not mention.first <= at < mention.last:
            found.append(tokens[at])
        at = max(number.last if number is not None else 0, at + 1)
    return found


def _is_bare(said: list[Token]) -> bool:
    """Whether nothing is said besides but what people bargain with; «с чехлом», «без дверей» may be."""
    within = words("reopen-beside")
    return all(
        token.word in within
        or (part_of_speech(token.word) == "NOUN" and at > 0 and said[at - 1].word in words("role-beside"))
        or (token.word in words("role-beside") and at + 1 < len(said))
        for at, token in enumerate(said)
    )


def _leads(said: list[Token]) -> bool:
    return any(token.word in words("reopen-lead") for token in said)


def _proposes(mention: Mention, clause: list[Token]) -> bool:
    led = _is_for_money(mention) or mention.before[-1:] == ["at"]
    return led or any(begins(token.word, "reopen-cue") for token in clause)


def _is_led(tokens: Tokens, first: int) -> bool:
    """«После семи», «в семь», «номер семь»: what the word right before it makes of a number."""
    return first > 0 and tokens[first].joined and tokens[first - 1].word in words("reopen-no-lead")


def _is_of_other(clause: list[Token]) -> bool:
    """What was, or something besides: «за семь вчера продал такую же», «ещё чехол могу за пятьсот»."""
    wished = any(token.word == "бы" for token in clause)
    for at, token in enumerate(clause):
        if begins(token.word, "reopen-other"):
            return True
        if not wished and is_past(token.word) and token.word not in words("reopen-past") | words("past-plan"):
            return True
        if token.word in words("reopen-more") and any(part_of_speech(each.word) == "NOUN" for each in clause[at + 1 :]):
            return True
    return False


def _is_new(mention: Mention, turns: list[Turn]) -> bool:
    """«Усилитель за семь отдам»: a thing before «за» of which nobody has spoken yet."""
    tokens, at = mention.turn.tokens, mention.first - 2
    if not _is_for_money(mention) or at < 0 or not tokens[at + 1].joined:
        return False
    word = tokens[at].word
    if part_of_speech(word) != "NOUN":
        return False
    heard = turns[max(mention.place - _HEARD, 0) : mention.place]
    return not any(lemmas(word) & lemmas(each) for turn in heard for each in turn.words())


def _is_echo(mention: Mention, turns: list[Turn]) -> bool:
    """«Код семь.» — «Семь, записал.»: the other has just said the same number of something that is no price."""
    place = mention.place - 1
    if place < 0 or turns[place].side == mention.turn.side:
        return False
    tokens, taken = turns[place].tokens, turns[place].taken
    last = range(max(len(tokens) - _ECHOED, 0), len(tokens))
    numbers = (read_numeral(tokens, at) for at in last if not taken[at] or turns[place].dated[at])
    return any(number is not None and number.value == mention.number.value for number in numbers)
