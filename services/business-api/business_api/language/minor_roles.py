"""Tells the prices that are no part of the bargaining by the words around them: delivery, deposit, discount, others."""

from business_api.language.mention import Mention
from business_api.language.tables import begins, words
from business_api.language.tokens import clause_at
from business_api.language.turns import Turn
from business_api.language.types import SURE

_BEFORE, _AFTER = 8, 4
_DISCOUNT_REACH = 3
_SETTLED_REACH = 3
_CLAUSE = 12
_SHORT = 5
_SHORT_QUESTION = 4
_MORE = frozenset({"и", "еще", "потом", "затем", "остальные", "and", "then"})
_WAYS = ("payment-cash", "payment-card", "payment-now", "payment-later")
# «Может, двадцать, может, двадцать четыре»: nothing for a card.
_SUPPOSED = SURE - 0.05
_ROLES = ("delivery", "deposit", "discount", "other")


def tell_minor(mentions: list[Mention], turns: list[Turn]) -> None:
    """The roles that words around a price tell by themselves; before values are settled, which depend on them."""
    for at, mention in enumerate(mentions):
        without = mention.before[-1:] == ["без"] and _joins(mention)
        mention.role = "discount" if without else _minor(mention, turns)
        if mention.before[-1:] in (["может"], ["наверное"], ["maybe"], ["perhaps"]):
            mention.sure = min(mention.sure, _SUPPOSED)
        if not at:
            continue
        before = mentions[at - 1]
        if not mention.role and _goes_on(before, mention):
            mention.role = before.role
        elif mention.role in {"discount", "demand"} and _says_again(before, mention):
            mention.role = ""
        elif not mention.role and mention.place == before.place + 1 and _says_after(before, mention):
            mention.role = before.role.replace("discount", "")
        elif _is_split(before, mention):
            before.role = mention.role = "other"


def _goes_on(before: Mention, mention: Mention) -> bool:
    """«Половину сразу, двенадцать, и ещё двенадцать через месяц»: a part behind a part."""
    same = before.place == mention.place and before.role in {"deposit", "other"}
    return same and bool(mention.before) and "еще" in mention.before and _MORE.issuperset(mention.before)


def _says_again(before: Mention, mention: Mention) -> bool:
    """«За семь?» — «Семь — много скидываете»: the other's price is no discount."""
    return before.turn.side != mention.turn.side and before.number.value == mention.number.value


def _says_after(before: Mention, mention: Mention) -> bool:
    """«Залог пять?» — «Да, пять», but not «у соседей пять» — «отдам за пять»."""
    return _says_again(before, mention) and not any(begins(word, "own-price") for word in mention.before)


def _is_split(before: Mention, mention: Mention) -> bool:
    """«Десять наличкой и шесть переводом», «девять сейчас и тысячу потом»: how a price is paid in parts."""
    if before.place != mention.place or not before.after or not mention.after:
        return False
    paid = [next((way for way in _WAYS if begins(each.after[0], way)), "") for each in (before, mention)]
    return all(paid) and paid[0] != paid[1]


def is_total(mention: Mention) -> bool:
    """«Вместе семьсот пятьдесят», «девять за всё», but not «вместе с деталью»."""
    said = [*mention.before[-4:], *mention.after[:3]]
    return any(
        begins(word, "total") and not (begins(word, "role-with") and said[at + 1 : at + 2] == ["с"])
        for at, word in enumerate(said)
    )


def refuses_reduction(mention: Mention) -> bool:
    """«Тысячу не скину», but not «тысячу не скинете?»."""
    first, last = clause_at(mention.turn.tokens, mention.first)
    if mention.after[:1] in (["нет"], ["неа"]):
        return True
    return not mention.asks and "не" in [token.word for token in mention.turn.tokens[first:last]]


def _minor(mention: Mention, turns: list[Turn]) -> str:
    side = mention.turn.side
    near = [*mention.before[-_BEFORE:], *mention.after[:2]]
    # «Новый стоит девять», but not «коляска новая, девять».
    if any(begins(word, "role-new") for word in near) and any(begins(word, "role-costs") for word in near):
        return "other"
    if _is_spent(mention) or _is_part(mention):
        return "other"
    before = mention.before[-_BEFORE:]
    if side == "seller" and any(word in words("pay-demand") for word in [*before, *mention.after[:2]]):
        return "delivery" if any(begins(word, "role-delivery") for word in before) else "demand"
    if side == "seller" and mention.after[:1] == ["на"] and begins("".join(mention.after[1:2]), "pay-where"):
        return "demand"
    for at in range(len(before) - 1, -1, -1):
        apart = not _joins(mention) and (before[at - 1 : at] == ["плюс"] or _is_settled(before, at))
        role = "" if apart else _cue(before, at, side)
        if role:
            return (
                _discount_or_price(mention) if role == "discount" and _joins(mention) else role.replace("discount", "")
            )
        if before[at] in words("total-lead"):
            return "other" if before[-1] != "за" else ""
        if begins(before[at], "role-main"):
            return ""
    for at in range(len(mention.after[:_AFTER])):
        if mention.after[at] in words("role-apart"):
            break
        role = _cue(mention.after, at, side)
        if role == "discount" and at < _DISCOUNT_REACH:
            return _discount_or_price(mention)
        if role in {"delivery", "deposit"} or (role == "other" and side == "buyer" and at < _DISCOUNT_REACH - 1):
            return role
    return _asked_for(mention, turns)


def _is_part(mention: Mention) -> bool:
    """«Девятнадцать сейчас и тысячу потом», «между восемнадцатью и двадцатью»: no price by itself."""
    later = bool(mention.after) and begins(mention.after[0], "payment-later") and "и" in mention.before[-2:]
    return later or mention.before[-1:] in (["между"], ["between"])


def _is_spent(mention: Mention) -> bool:
    """What it once cost, said in one clause: "I paid fifty thousand", "bought it two years ago for fifty"."""
    tokens, first = mention.turn.tokens, mention.first
    while first and tokens[first].joined and not mention.turn.taken[first - 1] and mention.first - first < _CLAUSE:
        first -= 1
    said = [token.word for token in tokens[first : mention.first]]
    for at, word in enumerate(said):
        between = said[at + 1 :]
        if said[max(at - 1, 0)] in words("spent-passive") or not words("spent-apart").isdisjoint(between):
            continue
        if word in words("spent-paid") and words("spent-beside").issuperset(between):
            return True
        if word in words("spent-bought") and between and between[-1] in words("spent-for"):
            return True
    return False


def _asked_for(mention: Mention, turns: list[Turn]) -> str:
    """What the other has just asked the price of: «А доставка?»; not «две двести плюс выезд, две семьсот?»"""
    asked = _question(mention, turns)
    if len(asked) > _SHORT_QUESTION and not any(begins(word, "price-question") for word in asked):
        return ""
    if asked and turns[mention.place - 1].is_priced(len(asked)):
        return ""
    roles = [role for at in range(len(asked)) if (role := _cue(asked, at, "buyer")) in {"delivery", "deposit"}]
    return roles[-1] if roles and len(mention.before) <= _SHORT else ""


def _cue(said: list[str], at: int, side: str) -> str:
    """What a word tells a price beside it to be; «с доставкой», «без залога» tell nothing."""
    word = said[at]
    if begins(word, f"role-other-{side}"):
        return "other"
    if word in words("no-role") or (at and said[at - 1] in words("role-beside")):
        return ""
    if at + 1 < len(said) and said[at + 1] in words("role-beside") and begins(word, "role-with"):
        return ""
    return next((role for role in _ROLES if begins(word, f"role-{role}")), "")


def _is_settled(said: list[str], at: int) -> bool:
    """«Доставка бесплатная, …», "the delivery is paid, …": the price that comes then is another."""
    return any(begins(word, "role-settled") for word in said[at + 1 : at + 1 + _SETTLED_REACH])


def _discount_or_price(mention: Mention) -> str:
    """«Скину пятьсот» is a discount; «скину до десяти», «подвинусь, четыреста» are prices."""
    near = [*mention.before[-2:], *(token.word for token in mention.turn.tokens[mention.first : mention.last])]
    return "" if not {"за", "до", "по"}.isdisjoint(near) else "discount"


def _joins(mention: Mention) -> bool:
    """Whether no comma parts it from the words before."""
    return mention.turn.tokens[mention.first].joined


def _question(mention: Mention, turns: list[Turn]) -> list[str]:
    """The last question of the other side, if it comes right before."""
    place = mention.place - 1
    if place < 0 or turns[place].side == mention.turn.side:
        return []
    tokens = turns[place].tokens
    if not turns[place].text.rstrip().endswith("?"):
        # «Could you deliver I'm in Reading»: a recogniser may have heard no question.
        asks = bool(tokens) and tokens[0].word in words("asks-first") and not tokens[-1].begins_sentence
        return [token.word for token in tokens[:_SHORT_QUESTION]] if asks else []
    start = max((at for at, token in enumerate(tokens) if token.begins_sentence), default=0)
    return [token.word for token in tokens[start:]]
