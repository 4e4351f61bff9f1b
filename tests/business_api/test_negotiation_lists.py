"""The history of negotiations: its filters, its order, its pages, and the same as a file."""

import csv
import io
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import httpx
import openpyxl  # type: ignore[import-untyped]  # no types shipped
import psycopg
import pytest
from tests.business_api.conftest import Person, assert_error
from tests.business_api.negotiated import Deal, negotiated
from tests.business_api.said import lines
from tests.business_api.test_deals import Meet, edit, meet, read  # noqa: F401 - a fixture among them

from business_api.deals import export


def shown(person: Person, **wanted: str) -> list[str]:
    answer = person.get("/negotiations/", params=wanted)
    assert answer.status_code == 200, answer.text
    return [item["negotiation_id"] for item in answer.json()["items"]]


def test_negotiations_are_listed_filtered_and_searched(boris: Person, meet: Meet) -> None:
    deal = meet()
    own = [deal["negotiation_id"]]
    item = boris.get("/negotiations/").json()["items"][0]
    assert (item["role"], item["other"]["name"], item["calls"]) == ("buyer", "Alice", 1)
    for wanted in ({}, {"q": "стелс alice"}, {"q": "сокольники"}, {"role": "buyer"}, {"state": "talking"}):
        assert shown(boris, **wanted) == own, wanted
    for wanted in ({"q": "boris"}, {"role": "seller"}, {"state": "agreed"}, {"state": "met"}):
        assert shown(boris, **wanted) == [], wanted


def test_negotiations_are_sorted_by_their_last_change_their_price_and_their_meeting(
    alice: Person, boris: Person, owner: psycopg.Connection[Any]
) -> None:
    deals = [
        Deal("стол", 500_00, days=2), Deal("лампа", None, days=-1), Deal("шкаф", 900_00),
        Deal("стул", 100_00, days=1), Deal("ковёр", 500_00, days=-3),
    ]  # fmt: skip
    names = dict(zip(negotiated(owner, boris, alice, deals), (deal.item for deal in deals), strict=True))

    def sorted_by(sort: str) -> list[str]:
        return [names[number] for number in shown(boris, sort=sort)]

    assert sorted_by("recent") == ["ковёр", "стул", "шкаф", "лампа", "стол"]
    assert [names[number] for number in shown(boris)] == sorted_by("recent")
    assert sorted_by("price") == ["шкаф", "ковёр", "стол", "стул", "лампа"], "the newer of two first, no price last"
    owner.execute(
        "UPDATE negotiations SET currency = 'USD' WHERE negotiation_id = ANY(%s::uuid[]) AND item = 'ковёр'", [[*names]]
    )
    assert sorted_by("price") == ["шкаф", "стол", "стул", "ковёр", "лампа"], "other money behind roubles"
    assert sorted_by("meeting") == ["стул", "стол", "лампа", "ковёр", "шкаф"], "to come, then past, then none"
    owner.execute(
        "UPDATE negotiations SET outcome = 'fell_through' WHERE negotiation_id = ANY(%s::uuid[]) AND item = 'стул'",
        [[*names]],
    )
    assert sorted_by("meeting") == ["стол", "стул", "лампа", "ковёр", "шкаф"], "what was called off is not to come"
    assert len(shown(boris, q="сто")) == 1
    assert shown(alice, role="seller") == shown(boris)


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("гитара", ["Гитара Ямаха"]), ("гитары", ["Гитара Ямаха"]), ("гитарой ямаха", ["Гитара Ямаха"]),
        ("Гитра", ["Гитара Ямаха"]), ("ubnfhf", ["Гитара Ямаха"]), ("gitara", ["Гитара Ямаха"]),
        ("велик", ["Великий роман"]), ("велюр", ["Велюровый диван"]),
        ("вело", ["Велосипед"]), ("велосипедов", ["Велосипед"]), ("веласипед", ["Велосипед"]),
        ("гитара алисы", ["Гитара Ямаха"]), ("гитара бориса", []),
        ("гитара alice", ["Гитара Ямаха"]), ("alise гитары", ["Гитара Ямаха"]),
        ("фдшсу гитара", ["Гитара Ямаха"]),
        ("ёлку", ["Елка"]), ("кот", []), ("синхрофазотрон", []), ("%", []), ("- !", []),
    ],
)  # fmt: skip
def test_negotiations_are_found_by_words_in_any_form_misspelt_and_on_the_other_keyboard(
    alice: Person, boris: Person, owner: psycopg.Connection[Any], text: str, things: list[str]
) -> None:
    names = ["Гитара Ямаха", "Велосипед", "Велюровый диван", "Великий роман", "Елка"]
    made = dict(zip(negotiated(owner, boris, alice, [Deal(name) for name in names]), names, strict=True))
    assert sorted(made[number] for number in shown(boris, q=text)) == sorted(things)


@pytest.mark.parametrize(
    ("text", "things"),
    [
        # a price however it is written, and a number in a name
        ("13000", ["Диван угловой"]), ("13 000", ["Диван угловой"]), ("13 000 ₽", ["Диван угловой"]),
        ("тринадцать тысяч", ["Диван угловой"]), ("12,5", ["Утюг Tefal №13"]), ("диван 13000", ["Диван угловой"]),
        ("13", ["Утюг Tefal №13", "iPhone 13 Pro"]), ("iphone 13", ["iPhone 13 Pro"]), ("айфон 13000", []),
        ("айфон", ["iPhone 13 Pro"]), ("айфона 13", ["iPhone 13 Pro"]), ("13 -айфон", ["Утюг Tefal №13"]),
        ("12500", []), ("1300", []), ("1", []),
        # another alphabet and a mistake at once
        ("delonghi", ["Кофемашина Делонги"]), ("тефал", ["Утюг Tefal №13"]),
        # without
        ("диван -угловой", ["Диван прямой"]), ("диван -13000", ["Диван прямой"]), ("-диван", []),
        ('диван -"угловой"', ["Диван прямой"]), ('диван -"прямой угловой"', ["Диван угловой", "Диван прямой"]),
        ('диван -""', ["Диван угловой", "Диван прямой"]),
        ("«угловой»", ["Диван угловой"]),
    ],
)  # fmt: skip
def test_negotiations_are_found_by_their_price_and_without_what_is_left_out(
    alice: Person, boris: Person, owner: psycopg.Connection[Any], text: str, things: list[str]
) -> None:
    prices = {
        "Диван угловой": 13_000_00, "Диван прямой": 14_000_00, "Утюг Tefal №13": 12_50, "iPhone 13 Pro": 50_000_00,
        "Кофемашина Делонги": None,
    }  # fmt: skip
    made = dict(zip(negotiated(owner, boris, alice, [Deal(*each) for each in prices.items()]), prices, strict=True))
    assert sorted(made[number] for number in shown(boris, q=text)) == sorted(things)


def test_a_negotiation_is_found_by_a_price_that_was_only_named(boris: Person, meet: Meet) -> None:
    deal = meet()
    asked = [fact["amount_minor"] for fact in deal["prices"] if fact["role"] == "asked"]
    assert asked == [15_000_00]
    assert (shown(boris, q="15000"), shown(boris, q="15001")) == ([deal["negotiation_id"]], [])


def test_a_negotiation_is_found_by_its_place_in_another_form(boris: Person, meet: Meet) -> None:
    deal = meet()
    for text in ("сокольниках", "cjrjkmybrb", "сакольники", "Алис"):
        assert shown(boris, q=text) == ([] if text == "Алис" else [deal["negotiation_id"]]), text


def test_negotiations_come_in_pages_of_twenty(alice: Person, boris: Person, owner: psycopg.Connection[Any]) -> None:
    made = negotiated(owner, boris, alice, [Deal(f"вещь {number}") for number in range(23)])
    first, second = (boris.get("/negotiations/", params={"page": page}).json() for page in (1, 2))
    assert [item["negotiation_id"] for item in first["items"] + second["items"]] == made[::-1]
    assert [(len(page["items"]), page["has_more"]) for page in (first, second)] == [(20, True), (3, False)]


@pytest.mark.parametrize(
    ("name", "value"),
    [("sort", "luck"), ("state", "new"), ("role", "thief"), ("page", "0"), ("q", "a" * 10_000), ("colour", "red")],
    ids=lambda text: text[:9],
)
def test_a_bad_filter_of_negotiations_is_named(boris: Person, name: str, value: str) -> None:
    assert_error(boris.get("/negotiations/", params={name: value}), 400, "invalid", name)
    asked = {"format": "csv", name: value}
    assert_error(boris.get("/negotiations/export/", params=asked), 400, "invalid", name)


@pytest.mark.parametrize("asked", [{"format": "pdf"}, {"format": ""}, {}, {"format": "CSV"}])
def test_an_export_of_no_known_format_is_refused(boris: Person, asked: dict[str, str]) -> None:
    assert_error(boris.get("/negotiations/export/", params=asked), 400, "invalid", "format")


def csv_rows(answer: httpx.Response, delimiter: str = ";") -> list[list[str]]:
    assert answer.status_code == 200, answer.text
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=delimiter))


def test_the_bargaining_of_an_export_reads_as_figures_however_large(boris: Person, meet: Meet) -> None:
    meet(lines(
        ("callee", "Квартира стоит двенадцать миллионов пятьсот тысяч"),
        ("caller", "Давайте за одиннадцать миллионов"),
    ))  # fmt: skip
    headings, row = csv_rows(boris.get("/negotiations/export/", params={"format": "csv"}))
    assert (headings[4], row[4]) == ("Как торговались", "продавец 12500000 RUB → вы 11000000 RUB")


def test_prices_of_an_export_are_numbers_to_a_spreadsheet(boris: Person, alice: Person, owner: Any) -> None:
    negotiated(owner, boris, alice, [Deal("лодка", 10**14), Deal("ложка", 1_250)])
    prices = [row[5] for row in csv_rows(boris.get("/negotiations/export/", params={"format": "csv"}))[1:]]
    assert prices == ["12,50", str(10**12)]
    sheet = openpyxl.load_workbook(io.BytesIO(boris.get("/negotiations/export/", params={"format": "xlsx"}).content))
    assert [row[5] for row in sheet.active.values][1:] == [12.5, 10**12]


def test_in_english_an_export_is_as_spreadsheets_have_it_there(
    boris: Person, alice: Person, owner: psycopg.Connection[Any]
) -> None:
    negotiated(owner, boris, alice, [Deal("", 1_250)])
    answer = boris.get("/negotiations/export/", params={"format": "csv"}, headers={"Accept-Language": "en"})
    headings, row = csv_rows(answer, ",")
    assert (headings[0], row[0], row[1], row[5]) == ("Item", "Personal call", "buying", "12.50")


def test_a_meeting_is_by_its_own_clocks_and_the_last_call_by_the_readers(boris: Person, meet: Meet) -> None:
    deal = meet()
    asked = {"format": "csv"}
    row = csv_rows(boris.get("/negotiations/export/", params=asked))[1]
    assert boris.patch("/me/", {"time_zone": "Asia/Vladivostok"}).status_code == 200
    far = csv_rows(boris.get("/negotiations/export/", params=asked))[1]
    assert (far[8], far[9]) == (row[8], row[9]) == (row[8], "Europe/Moscow")
    moments = [datetime.fromisoformat(each[12]) for each in (row, far)]
    assert moments[1] - moments[0] == timedelta(hours=7)
    # So are a call's files.
    call = deal["call_list"][0]["call_id"]
    name = boris.get(f"/calls/{call}/transcript.txt").headers["content-disposition"]
    assert f"{moments[1]:%Y-%m-%d}" in name


@pytest.mark.parametrize("sign", [*"=+-@|＝＋－＠\t\r\n", "  =", "\t\n+"])
def test_no_text_of_an_export_begins_as_a_formula(sign: str) -> None:
    assert export.safe(f"{sign}1+1") == f"'{sign}1+1"
    assert export.safe(f"сто{sign}1") == f"сто{sign}1"


def test_an_export_that_is_cut_says_so_in_its_last_line_and_a_whole_one_says_nothing(
    alice: Person, boris: Person, owner: psycopg.Connection[Any]
) -> None:
    def exported(form: str, language: str) -> httpx.Response:
        return boris.get("/negotiations/export/", params={"format": form}, headers={"Accept-Language": language})

    negotiated(owner, boris, alice, [Deal(f"вещь {number}") for number in range(5_000)])
    rows = csv_rows(exported("csv", "ru"))
    assert (len(rows), rows[1][0], rows[-1][0]) == (5_001, "вещь 4999", "вещь 0")
    negotiated(owner, boris, alice, [Deal("ещё одна вещь")])
    rows = csv_rows(exported("csv", "ru"))
    assert (len(rows), rows[1][0], rows[-2][0]) == (5_002, "ещё одна вещь", "вещь 1")
    assert rows[-1][0].startswith("Здесь первые 5000 строк")
    assert csv_rows(exported("csv", "en"), ",")[-1][0].startswith("These are the first 5000 rows")
    sheet = openpyxl.load_workbook(io.BytesIO(exported("xlsx", "ru").content), read_only=True).active
    assert sheet is not None
    assert str(list(sheet.values)[-1][0]).startswith("Здесь первые 5000 строк")


def test_exports_hold_what_the_list_holds_and_no_formula(boris: Person, alice: Person, meet: Meet) -> None:
    deal = meet()
    evil = '=HYPERLINK("http://evil.example";"x")'
    assert edit(alice, read(alice, deal["negotiation_id"]), item=evil, place="@SUM(1)").status_code == 200
    boris.patch(f"/negotiations/{deal['negotiation_id']}/", {"next_step": "+7 916"})
    answer = boris.get("/negotiations/export/", params={"format": "csv"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = csv_rows(answer)
    assert len(rows) == 2
    assert rows[1][4] == "продавец 15000 RUB → вы 11000 RUB → договорились 12500 RUB"
    assert (rows[1][0], rows[1][5], rows[1][7], rows[1][10]) == (deal["title"], "12500", "'@SUM(1)", "'+7 916")
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in rows[1])
    book = openpyxl.load_workbook(io.BytesIO(boris.get("/negotiations/export/", params={"format": "xlsx"}).content))
    sheet = book.active
    assert sheet is not None
    cells = list(sheet.iter_rows())[1]
    assert (cells[0].value, cells[5].value) == (deal["title"], 12500)
    assert [(cells[at].value, cells[at].data_type) for at in (7, 10)] == [("@SUM(1)", "s"), ("+7 916", "s")]
    assert all(cell.hyperlink is None for cell in cells)
    # The meeting and the last call are moments to a spreadsheet.
    assert [(cells[at].is_date, f"{cells[at].value:%Y-%m-%d %H:%M}") for at in (8, 12)] == [
        (True, rows[1][at]) for at in (8, 12)
    ]


def test_an_export_asked_ten_times_at_once_is_given_five_times(boris: Person) -> None:
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: boris.get("/negotiations/export/", params={"format": "csv"}), range(10)))
    codes = sorted(answer.status_code for answer in answers)
    assert codes == [200] * 5 + [429] * 5
    assert "5 раз в минуту" in next(answer.json()["message"] for answer in answers if answer.status_code == 429)
