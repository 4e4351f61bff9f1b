"""Negotiations as a spreadsheet: CSV and XLSX."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import xlsxwriter  # type: ignore[import-untyped]  # no types shipped
from django.utils.translation import get_language

from business_api.core.language import Text

MOST_ROWS = 5_000
# As the pages call them.
HEADINGS = (
    Text("Вещь", "Item"),
    Text("Моя роль", "My role"),
    Text("С кем", "With"),
    Text("Состояние", "State"),
    Text("Как торговались", "The bargaining"),
    Text("Цена", "Price"),
    Text("Валюта", "Currency"),
    Text("Где", "Where"),
    Text("Встреча", "Meeting"),
    Text("Часовой пояс встречи", "Meeting's time zone"),
    Text("Следующий шаг", "Next step"),
    Text("Звонков", "Calls"),
    Text("Последний звонок", "Last call"),
)
WORDS = {
    "buyer": Text("покупаю", "buying"),
    "seller": Text("продаю", "selling"),
    "talking": Text("обсуждаем", "talking"),
    "agreed": Text("договорились", "agreed"),
    "met": Text("встретились", "met"),
    "fell_through": Text("не сложилось", "fell through"),
}
YOU = Text("вы", "you")
OTHERS = {"buyer": Text("продавец", "the seller"), "seller": Text("покупатель", "the buyer")}
PERSONAL = Text("Личный звонок", "Personal call")
WIDEST = 320
"""Pixels of a column: a long title must not push all others out of sight."""
CUT = Text(
    f"Здесь первые {MOST_ROWS} строк, и это не всё: остальное — в выгрузке с фильтром.",
    f"These are the first {MOST_ROWS} rows and not all: the rest is in an export with a filter.",
)
# A cell that begins so is a formula to a spreadsheet, whoever wrote it (OWASP, CSV injection); wide signs too.
FORMULA_SIGNS = tuple("=+-@|＝＋－＠\t\r\n")


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula as it reads a CSV; in a workbook a text is one by its type."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) or text.lstrip().startswith(FORMULA_SIGNS) else text


def amount(minor: int, currency: str) -> str:
    """An amount of money as people write it."""
    whole = f"{minor / 100:.2f}".removesuffix(".00")
    return f"{whole} {currency}"


Cell = str | float | int | datetime
"""A moment is by somebody's clocks, as spreadsheets know no zones."""


def cells(row: dict[str, Any], zone: str) -> list[Cell]:
    """A line of the sheet, of a negotiation as the list shows it; the price as a number, moments as moments.

    The meeting is by its own clocks, named beside it; the last call by those of the reader's `zone`.
    """
    steps = [f"{_whose(price, row)} {amount(price['amount_minor'], price['currency'])}" for price in row["prices"]]
    price, currency = (_price(row["price_minor"]), row["currency"]) if row["price_minor"] is not None else ("", "")
    meeting, last = _by_clocks(row["meet_at"], row["time_zone"]), _by_clocks(row["last_call_at"], zone)
    return [
        row["title"] or row["item"] or str(PERSONAL), str(WORDS[row["role"]]), row["other"]["name"],
        str(WORDS[row["state"]]), " → ".join(steps), price, currency, row["place"], meeting,
        row["time_zone"] if meeting else "", row["next_step"], row["calls"], last,
    ]  # fmt: skip


def _whose(price: dict[str, Any], row: dict[str, Any]) -> str:
    """Whose word a sum was, or that it was taken."""
    if price["role"] == "agreed":
        return str(WORDS["agreed"])
    return str(YOU if price["mine"] else OTHERS[row["role"]])


def _by_clocks(moment: datetime | None, zone: str) -> Cell:
    return moment.astimezone(ZoneInfo(zone)).replace(second=0, microsecond=0, tzinfo=None) if moment else ""


def _price(minor: int) -> float | int:
    return minor // 100 if minor % 100 == 0 else minor / 100


def table(rows: Sequence[dict[str, Any]], zone: str) -> list[list[Cell]]:
    """The sheet's lines under its headings: at most MOST_ROWS, and a last one that says so when `rows` holds more."""
    lines: list[list[Cell]] = [cells(row, zone) for row in rows[:MOST_ROWS]]
    return [*lines, [str(CUT)]] if len(rows) > MOST_ROWS else lines


def write_csv(rows: Sequence[dict[str, Any]], zone: str) -> bytes:
    """UTF-8 with a mark, which Excel needs; semicolons and decimal commas in Russian, as it has them there."""
    text, russian = io.StringIO(), get_language() != "en"
    writer = csv.writer(text, delimiter=";" if russian else ",", lineterminator="\r\n")
    writer.writerow([str(heading) for heading in HEADINGS])
    writer.writerows([_as_text(cell, "," if russian else ".") for cell in line] for line in table(rows, zone))
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _as_text(cell: Cell, point: str) -> str | int:
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, float):
        return f"{cell:.2f}".replace(".", point)
    return safe(cell) if isinstance(cell, str) else cell


def write_xlsx(rows: Sequence[dict[str, Any]], zone: str) -> bytes:
    """A workbook of one sheet. Texts are written as texts: none becomes a formula or a link."""
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True, "default_date_format": "yyyy-mm-dd hh:mm"})
    sheet = book.add_worksheet("Lodbic")
    sheet.write_row(0, 0, [str(heading) for heading in HEADINGS], book.add_format({"bold": True}))
    for number, line in enumerate(table(rows, zone), start=1):
        for column, cell in enumerate(line):
            # By its kind: what a text looks like makes it nothing else.
            write = {str: sheet.write_string, datetime: sheet.write_datetime}.get(type(cell), sheet.write_number)
            if cell != "":
                write(number, column, cell)
    sheet.freeze_panes(1, 0)
    sheet.autofit(max_width=WIDEST)
    book.close()
    return data.getvalue()


TYPES = {
    "csv": ("text/csv; charset=utf-8", write_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx),
}
