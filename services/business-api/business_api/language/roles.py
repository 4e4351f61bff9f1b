"""Tells what each price of a conversation is: asked, offered, agreed, delivery, deposit or another.

Delivery, deposit, discounts, sums and prices of other things are told by the words around them. The rest is the
bargaining itself: who named which price after which, and whether the other then took it.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from business_api.language.mention import Mention
from business_api.language.tables import begins, words
from business_api.language.turns import Turn

_LOOK_AHEAD = 3
_DISCOUNT_REACH = 3
_MINOR = {"delivery", "deposit", "discount", "other"}
_YES = re.compile(
    r"\b(?:договорились|договор|по рукам|хорошо|соглас(?:ен|на|ны)|идет|беру|берем|забираю|заберу|возьму|устраивает|"
    r"устроит|подходит|ладно|окей|ок|давайте|давай|отлично|забирайте|приезжайте|приеду|приедем|спасибо|годится|пойдет|"
    r"продано|ваш[аиое]?|так и быть|уговорил[иа]?|принято|deal|agreed|ok|okay|fine|alright)\b"
)
_NO = re.compile(
    r"\b(?:нет|не могу|не отдам|не уступлю|не устраивает|не подходит|не договоримся|маловато|мало|дорого|дороговато|"
    r"не меньше|не пойдет|не согласен|не согласна|не буду|подумаю|подумаем|посоветуюсь|no|sorry|can't)\b"
)


def tell_minor(mentions: list[Mention], turns: list[Turn]) -> None:
    """The roles that words around a price tell by themselves; before values are settled, which depend on them."""
    for mention in mentions:
        mention.role = _minor(mention, turns)


def _minor(mention: Mention, turns: list[Turn]) -> str:
    near = [*mention.before[-8:], *mention.after[:2]]
    # «Новый стоит девять», but not «коляска новая, девять».
    if any(begins(word, "role-new") for word in near) and any(begins(word, "role-costs") for word in near):
        return "other"
    for word in reversed(mention.before[-8:]):
        role = _cue(word)
        if role:
            return (
                _discount_or_price(mention) if role == "discount" and _joins(mention) else role.replace("discount", "")
            )
        if begins(word, "role-main"):
            return ""
    for at, word in enumerate(mention.after[:4]):
        if word in words("role-apart"):
            break
        if at and mention.after[at - 1] in words("role-beside"):
            continue
        role = _cue(word)
        if role == "discount" and at < _DISCOUNT_REACH:
            return _discount_or_price(mention)
        if role in {"delivery", "deposit"}:
            return role
    asked = _question(mention, turns)
    roles = [role for word in asked if (role := _cue(word)) and role != "discount"]
    return roles[-1] if roles and len(mention.before) <= 5 else ""


def _cue(word: str) -> str:
    if word in words("no-role"):
        return ""
    return next((role for role in ("delivery", "deposit", "discount", "other") if begins(word, f"role-{role}")), "")


def _discount_or_price(mention: Mention) -> str:
    """«Скину пятьсот» is a discount; «скину до десяти», «подвинусь, четыреста» are prices."""
    near = mention.before[-2:]
    return "" if not {"за", "до", "по"}.isdisjoint(near) else "discount"


def _joins(mention: Mention) -> bool:
    """Whether no comma parts it from the words before."""
    return mention.turn.tokens[mention.first].joined


def _question(mention: Mention, turns: list[Turn]) -> list[str]:
    """The last question of the other side, if it comes right before."""
    place = mention.place - 1
    if place < 0 or turns[place].side == mention.turn.side or not turns[place].text.rstrip().endswith("?"):
        return []
    tokens = turns[place].tokens
    start = max((at for at, token in enumerate(tokens) if token.begins_sentence), default=0)
    return [token.word for token in tokens[start:]]


@dataclass
class _Bargain:
    """What is known of the bargaining so far. `open`: somebody has asked for less, or offered it."""

    turns: list[Turn]
    asked: list[Decimal] = field(default_factory=list)
    countered: list[Decimal] = field(default_factory=list)
    offered: list[Decimal] = field(default_factory=list)
    reductions: list[Decimal] = field(default_factory=list)
    sums: list[Decimal] = field(default_factory=list)
    open: bool = False
    seen: int = -1

    def hear(self, place: int) -> None:
        """Take in what was said up to a turn."""
        for turn in self.turns[self.seen + 1 : place + 1]:
            self.open = self.open or any(begins(word, "bargain") for word in turn.words())
        self.seen = max(self.seen, place)


def tell_roles(mentions: list[Mention], turns: list[Turn]) -> None:
    """Set the role of every mention whose value is settled."""
    bargain = _Bargain(turns)
    main: list[Mention] = []
    for mention in mentions:
        bargain.hear(mention.place)
        if mention.role in _MINOR:
            _note_minor(mention, bargain)
            continue
        if _is_sum(mention, bargain):
            bargain.sums.append(mention.value)
            mention.role = "other"
            continue
        mention.role = (_said_by_seller if mention.turn.side == "seller" else _said_by_buyer)(mention, bargain)
        if mention.role == "other":
            bargain.sums.append(mention.value)
            continue
        if mention.role == "asked":
            bargain.asked.append(mention.value)
        else:
            (bargain.countered if mention.turn.side == "seller" else bargain.offered).append(mention.value)
            bargain.open = True
        main.append(mention)
    _agree(main, turns)


def _is_sum(mention: Mention, bargain: _Bargain) -> bool:
    """«Семь тысяч за оба?»: more than any price asked, reckoned aloud or said again."""
    if not bargain.asked or mention.value <= max(bargain.asked):
        return False
    reckoned = not words("total").isdisjoint([*mention.before[-4:], *mention.after[:3]])
    return reckoned or mention.value in bargain.sums


def _note_minor(mention: Mention, bargain: _Bargain) -> None:
    if mention.role == "discount":
        bargain.reductions.append(mention.value)
        bargain.open = True
        mention.role = "other"


def _said_by_seller(mention: Mention, bargain: _Bargain) -> str:
    value = mention.value
    if bargain.offered and value == bargain.offered[-1] and value not in bargain.asked:
        return "offered" if _refuses(mention) else "agreed"
    if not bargain.asked or value in bargain.asked:
        return "asked"
    if not bargain.open and not any(begins(word, "counter") for word in [*mention.before, *mention.after]):
        return "asked"
    return "offered"


def _said_by_buyer(mention: Mention, bargain: _Bargain) -> str:
    value = mention.value
    offers = any(begins(word, "offer") for word in [*mention.before[-5:], *mention.after[:4]])
    if value in bargain.asked and not bargain.countered:
        return "asked"
    reduced = {asked - each for asked in bargain.asked for each in bargain.reductions}
    if (bargain.countered and value == bargain.countered[-1]) or value in reduced:
        return "agreed" if not mention.asks or _accepts(mention.turn, mention.last) else "offered"
    asks = any(begins(word, "asks") for word in [*mention.before, *mention.after[:3]])
    if value in bargain.asked:
        return "asked"
    if (not bargain.asked and not offers) or (asks and not offers and value >= min(bargain.asked, default=value)):
        return "asked"
    # Nobody offers more than is asked: it is the price of something else.
    return "offered" if not bargain.asked or value <= max(bargain.asked + bargain.sums) else "other"


def _agree(main: list[Mention], turns: list[Turn]) -> None:
    """Find the price that was taken at last, and tell it from mere offers."""
    agreed = [mention for mention in main if mention.role == "agreed"]
    taken = [each for at, each in enumerate(main) if each.role == "offered" and _is_taken(main, at, turns)]
    last = max([*agreed, *taken], key=main.index, default=None)
    if last is None:
        return
    for mention in main:
        if mention.role == "agreed" and mention.value != last.value:
            mention.role = "offered"
        elif mention.role == "offered" and mention.value == last.value and mention.turn.side == "seller":
            mention.role = "agreed"
    if not any(mention.role == "agreed" for mention in main):
        last.role = "agreed"


def _is_taken(main: list[Mention], at: int, turns: list[Turn]) -> bool:
    """Whether the other side says yes to an offer before anybody names another price."""
    mention = main[at]
    following = next((each for each in main[at + 1 :] if each.value != mention.value), None)
    end = following.place if following is not None else len(turns)
    for place in range(mention.place + 1, min(mention.place + 1 + _LOOK_AHEAD, end + 1, len(turns))):
        turn = turns[place]
        if turn.side == mention.turn.side:
            continue
        words_before = following.first if following is not None and following.place == place else len(turn.tokens)
        if following is not None and following.place == place and words_before <= 6:
            return False
        return _accepts(turn, 0, words_before)
    return False


def _accepts(turn: Turn, first: int, last: int | None = None) -> bool:
    """Whether a stretch of a turn says yes, and does not take it back."""
    tokens = turn.tokens[first:last]
    text = " ".join(token.word for token in tokens)
    yes = [match for match in _YES.finditer(text) if not text[: match.start()].endswith("не ")]
    return bool(yes) and not _NO.search(text)


def _refuses(mention: Mention) -> bool:
    """«Нет, двенадцать — мало»: the price is named to be refused."""
    text = " ".join([*mention.before, "|", *mention.after])
    return _NO.search(text) is not None or mention.asks
