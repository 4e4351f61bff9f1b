"""Makes lines of what a test lets people say, and reads the invented talks in `talks.txt`."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path

from business_api.language import Fact, Line, Setting, read_facts

# A Tuesday, at noon in Moscow.
HELD = datetime(2026, 11, 24, 12, tzinfo=timezone(timedelta(hours=3)))
SIDES = {"S": "seller", "B": "buyer"}


def setting(
    title: str = "", held: datetime = HELD, price: int | None = None, city: str = "", currency: str = "RUB"
) -> Setting:
    """What is known before anybody speaks."""
    return Setting(held, title, "", price, currency, city, "")


def lines(*said: str) -> list[Line]:
    """Lines of «S: …» and «B: …», five seconds each; without a letter the seller speaks."""
    found = []
    for number, each in enumerate(said):
        side, text = (SIDES[each[0]], each[3:]) if each[:3] in {"S: ", "B: "} else ("seller", each)
        found.append(Line(number, side, number * 5000, number * 5000 + 4500, text, (), False))
    return found


def facts(*said: str, known: Setting | None = None) -> list[Fact]:
    """The facts of a conversation."""
    return read_facts(lines(*said), known or setting())


def values(kind: str, *said: str, known: Setting | None = None) -> list[str]:
    """The values of one kind in the order in which they were said."""
    return [fact.value for fact in facts(*said, known=known) if fact.kind == kind]


@dataclass
class Talk:
    """A talk, line by line the facts that are in it, and what came of it: `{"price": "12500"}`."""

    title: str
    held: datetime
    said: list[str] = field(default_factory=list)
    facts: list[list[str]] = field(default_factory=list)
    came: dict[str, str] = field(default_factory=dict)
    price: int | None = None
    currency: str = "RUB"
    city: str = ""

    def read(self) -> list[Fact]:
        """What the code finds in it."""
        known = setting(self.title, self.held, self.price, self.city, self.currency)
        return read_facts(lines(*self.said), known)


def told(fact: Fact) -> str:
    """A fact as the files write it."""
    return f"{fact.kind} {fact.value}" + (f" ({fact.role})" if fact.role else "")


def talks(name: str = "talks") -> Iterator[Talk]:
    """All talks of a file."""
    talk: Talk | None = None
    for row in (Path(__file__).parent / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if row.startswith("== "):
            if talk is not None:
                yield talk
            title, held, *advert = row.removeprefix("== ").split(" | ")
            talk = Talk(title, datetime.fromisoformat(held))
            if advert:
                price, talk.currency, talk.city = (*advert[0].split(maxsplit=2), "")[:3]
                talk.price = int(price)
        elif talk is not None and row.startswith("= "):
            what, _, value = row.removeprefix("= ").partition(" ")
            talk.came[what] = value
        elif talk is not None and row.startswith("  "):
            talk.facts[-1].append(row.strip())
        elif talk is not None and row:
            talk.said.append(row)
            talk.facts.append([])
    if talk is not None:
        yield talk


TALK_LINES = (
    "B: Здравствуйте, велосипед Стелс ещё продаётся?",
    "S: Да, велосипед продаётся, пятнадцать тысяч.",
    "B: За одиннадцать отдадите?",
    "S: Нет, двенадцать с половиной, состояние отличное, катались одно лето.",
    "B: Хорошо, договорились. Где встретимся?",
    "S: Завтра в шесть вечера, улица Лесная, дом три, это у метро Сокольники.",
    "B: Мой номер восемь девятьсот шестнадцать, сто двадцать три, сорок пять, шестьдесят семь.",
    "S: Записал. Фотографии на сайте велосипед тире стелс точка ру.",
)
