"""Negotiations as a spreadsheet: CSV and XLSX."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import xlsxwriter  # type: ignore[import-untyped]  # no types shipped

from business_api.core.language import Text

MOST_ROWS = 5_000
HEADINGS = (
    Text("Товар", "Item"),
    Text("Вы", "You"),
    Text("С кем", "With"),
    Text("Состояние", "State"),
    Text("Торг", "Bargaining"),
    Text("Цена", "Price"),
    Text("Валюта", "Currency"),
    Text("Место", "Place"),
    Text("Встреча", "Meeting"),
    Text("Следующий шаг", "Next step"),
    Text("Звонков", "Calls"),
    Text("Последний звонок", "Last call"),
)
WORDS = {
    "buyer": Text("покупатель", "buyer"),
    "seller": Text("продавец", "seller"),
    "talking": Text("обсуждается", "talking"),
    "agreed": Text("договорились", "agreed"),
    "met": Text("встретились", "met"),
    "fell_through": Text("не состоялось", "fell through"),
    "asked": Text("просят", "asked"),
    "offered": Text("предлагают", "offered"),
}
CUT = Text(
    f"Здесь первые {MOST_ROWS} строк, и это не всё: остальное — в выгрузке с фильтром.",
    f"These are the first {MOST_ROWS} rows and not all: the rest is in an export with a filter.",
)
# A cell that begins so is a formula to a spreadsheet, whoever wrote it (OWASP, CSV injection); wide signs too.
FORMULA_SIGNS = tuple("=+-@|＝＋－＠\t\r\n")


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) or text.lstrip().startswith(FORMULA_SIGNS) else text


def amount(minor: int) -> str:
    """An amount of money as people write it."""
    return f"{minor / 100:.2f}".removesuffix(".00")


Cell = str | float | int | datetime
"""A moment is by the clocks of its negotiation, as spreadsheets know no zones."""


def cells(row: dict[str, Any]) -> list[Cell]:
    """A line of the sheet, of a negotiation as it is shown; the price as a number, moments as moments."""
    steps = [f"{WORDS[price['role']]} {amount(price['amount_minor'])}" for price in row["prices"]]
    price: str | float = _price(row["price_minor"]) if row["price_minor"] is not None else ""
    meeting, last = (_by_clocks(row[name], row["time_zone"]) for name in ("meet_at", "last_call_at"))
    return [
        safe(row["item"] or row["title"]), str(WORDS[row["role"]]), safe(row["other"]["name"]),
        str(WORDS[row["state"]]), " → ".join(steps), price, row["currency"], safe(row["place"]), meeting,
        safe(row["next_step"]), row["calls"], last,
    ]  # fmt: skip


def _by_clocks(moment: datetime | None, zone: str) -> Cell:
    return moment.astimezone(ZoneInfo(zone)).replace(second=0, microsecond=0, tzinfo=None) if moment else ""


def _price(minor: int) -> float | int:
    return minor // 100 if minor % 100 == 0 else minor / 100


def table(rows: Sequence[dict[str, Any]]) -> list[list[Cell]]:
    """The sheet's lines under its headings: at most MOST_ROWS, and a last one that says so when `rows` holds more."""
    lines: list[list[Cell]] = [cells(row) for row in rows[:MOST_ROWS]]
    return [*lines, [str(CUT)]] if len(rows) > MOST_ROWS else lines


def write_csv(rows: Sequence[dict[str, Any]]) -> bytes:
    """UTF-8 with a mark, which Excel needs to read Russian; semicolons and decimal commas, as it has them there."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([str(heading) for heading in HEADINGS])
    writer.writerows([_as_text(cell) for cell in line] for line in table(rows))
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _as_text(cell: Cell) -> str | int:
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    return f"{cell:.2f}".replace(".", ",") if isinstance(cell, float) else cell


def write_xlsx(rows: Sequence[dict[str, Any]]) -> bytes:
    """A workbook of one sheet. Texts are written as texts: none becomes a formula or a link."""
    data = io.BytesIO()
    texts = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(data, {"in_memory": True, "default_date_format": "yyyy-mm-dd hh:mm", **texts})
    sheet = book.add_worksheet("Lodbic")
    sheet.write_row(0, 0, [str(heading) for heading in HEADINGS], book.add_format({"bold": True}))
    for number, line in enumerate(table(rows), start=1):
        sheet.write_row(number, 0, line)
    sheet.freeze_panes(1, 0)
    sheet.autofit()
    book.close()
    return data.getvalue()


TYPES = {
    "csv": ("text/csv; charset=utf-8", write_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx),
}
