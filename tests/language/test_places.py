"""Metro stations, addresses and places, in any case form and misheard."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.language.conversation import facts, setting, values

from business_api.language import SURE, add_places, numbered_places, places, stations, tables
from business_api.language.tables import rows


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("у метро Сокольники", "Сокольники"),
        ("на станции Сакольники", "Сокольники"),
        ("метро сакольники, выход один", "Сокольники"),
        ("около станции метро Речной вокзал", "Речной вокзал"),
        ("метроричной вокзал", "Речной вокзал"),
        ("метро — Водный стадион", "Водный стадион"),
        ("на Речном вокзале, метро", "Речной вокзал"),
        ("метро Алексеевская", "Алексеевская"),
        ("от метро Алексеевской пять минут", "Алексеевская"),
        ("встретимся на Таганской", "Таганская"),
        ("у Сокольников", "Сокольники"),
        ("метро у нас Отрадное", "Отрадное"),
        ("м. Тульская", "Тульская"),
        ("метро Проспект Мира", "Проспект Мира"),
        ("near Sokolniki metro", "Сокольники"),
        ("near Sokolniki metro station at six", "Сокольники"),
        ("outside Park Kultury station", "Парк культуры"),
        ("the nearest metro is Sokol", "Сокол"),
        ("metro Kitay-Gorod, exit two", "Китай-город"),
        ("at the University metro", "Университет"),
        ("метро Китай город", "Китай-город"),
        ("метро площадь Гарина-Михайловского", "Площадь Гарина-Михайловского"),
    ],
)
def test_stations_as_they_are_said_and_heard(text: str, expected: str) -> None:
    assert values("metro", text) == [expected]


def test_every_station_is_found_by_its_own_name_in_its_city() -> None:
    missed = []
    for city, names in rows("metro.tsv"):
        for entry in names.split(";"):
            name = entry.split("=")[0].strip()
            if values("metro", f"встречаемся у метро {name}", known=setting(city=city)) != [name]:
                missed.append(f"{city}: {name}")
    assert missed == []


def test_two_stations_of_a_sentence_are_both_read() -> None:
    assert values("metro", "Kievskaya metro station or Taganskaya metro station") == ["Киевская", "Таганская"]


def test_a_station_of_the_calls_own_city_is_meant() -> None:
    assert values("metro", "у метро Козья слобода", known=setting(city="Казань")) == ["Козья слобода"]
    assert values("metro", "у метро Горьковская", known=setting(city="Нижний Новгород")) == ["Горьковская"]


@pytest.mark.parametrize(
    "text",
    ["на метро удобнее", "пять метров ткани", "на улице холодно", "у меня дома", "в университете", "победа за нами",
     "на Лесной улице, дом три", "на победу не рассчитываю", "недалеко от метро", "возле метро стоянка",
     "у метро парковка", "у метро банк", "у метро машина стоит", "метро готово",
     "у метро есть остановка", "станция первая", "из метро последний вагон", "метро далеко", "у выхода со станции",
     "Let's meet at the metro station tomorrow", "the exit from the metro station", "I'll be at the metro at five",
     "at the train station", "the metro is close, will you sell it?", "Ask Mark, at Mark's", "metro, well, no"],
)  # fmt: skip
def test_what_is_no_station_gives_none(text: str) -> None:
    assert values("metro", text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("улица Гагарина, дом пятнадцать", "улица Гагарина 15"),
        ("на Лесной улице, дом три", "Лесная улица 3"),
        ("на лесной улице дом три", "Лесная улица 3"),
        ("улица Лесная, 3", "улица Лесная 3"),
        ("Проспект Мира, сто четыре, квартира тридцать один", "проспект Мира 104"),
        ("Северное шоссе, двенадцать", "Северное шоссе 12"),
        ("на Ленинском проспекте, дом сорок два, корпус два", "Ленинский проспект 42 корпус 2"),
        ("ул. Ленина, д. 5, стр. 1", "улица Ленина 5 строение 1"),
        ("пр-т Вернадского, 10", "проспект Вернадского 10"),
        ("улица Восьмого Марта, дом шесть а", "улица Восьмого Марта 6а"),
        ("улица Карла Маркса, дом пять дробь два", "улица Карла Маркса 5/2"),
        ("Ленина, дом пять", "Ленина 5"),
        ("на Гагарина пятнадцать", "Гагарина 15"),
        ("Адрес: Тверская, восемнадцать", "Тверская 18"),
        ("переулок Строителей, дом девять", "переулок Строителей 9"),
        ("Третья Парковая улица, дом двадцать четыре", "Третья Парковая улица 24"),
        ("Проспект мира с точетыре", "проспект Мира 104"),
        ("улица Толстого, дом один", "улица Толстого 1"),
    ],
)
def test_addresses_come_out_in_the_nominative(text: str, expected: str) -> None:
    assert values("address", text) == [expected]
    assert values("price", text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I live at 15 Gagarin street, flat 3", "15 Gagarin Street"),
        ("twenty five lenin avenue apartment twelve", "25 Lenin Avenue"),
        ("Lenina street, building 5", "5 Lenina Street"),
        ("lenin street fifteen", "15 Lenin Street"),
        ("Gagarin St., 15a", "15a Gagarin Street"),
        ("15 Gagarin st.", "15 Gagarin Street"),
        ("flat 7, 3 Green Street", "3 Green Street"),
        ("house five on Pushkin road", "5 Pushkin Road"),
        ("Leninsky avenue 42, building 2, third floor", "42 Leninsky Avenue building 2"),
        ("15 5th Avenue", "15 5th Avenue"),
        ("Third Parkovaya street, 24, on the fifth floor", "24 Third Parkovaya Street"),
        ("the address is 12 Sadovaya Lane, entrance 2, floor 3", "12 Sadovaya Lane"),
        ("115 Leninsky Prospekt", "115 Leninsky Prospekt"),
        ("ulitsa Lenina 5", "ulitsa Lenina 5"),
        ("on Lenin street", "Lenin Street"),
        ("come to the shop on Tverskaya street", "Tverskaya Street"),
        ("on the corner of Lenin street and Mira avenue", "corner of Lenin street and Mira avenue"),
        ("on the corner of Lenin and Gagarin streets", "corner of Lenin and Gagarin streets"),
        ("на углу Ленина и Гагарина", "угол Ленина и Гагарина"),
        ("на перекрёстке улиц Ленина и Мира", "угол Ленина и Мира"),
        ("на углу Мясницкой и Чистопрудного бульвара", "угол Мясницкой и Чистопрудного бульвара"),
        ("на углу улиц Правды и Ямского Поля", "угол Правды и Ямского Поля"),
        ("I live at 5 Main street", "5 Main Street"),
        ("The address is 5 Main street", "5 Main Street"),
        ("10 High Street, second floor", "10 High Street"),
        ("Green Road 7 on the second floor", "7 Green Road"),
        ("Green Road 7 flat 2", "7 Green Road"),
    ],
)
def test_english_addresses_and_corners(text: str, expected: str) -> None:
    assert values("address", text) == [expected]
    assert values("price", text) == values("time", text) == []


@pytest.mark.parametrize(
    "text",
    ["на углу Пятёрочки и Магнита", "на углу Маша и Петя рисовали", "on the corner of Anna and Boris"],
)  # fmt: skip
def test_a_corner_of_what_may_be_no_streets_stands_on_no_card(text: str) -> None:
    (corner,) = (fact for fact in facts(text) if fact.kind == "address")
    assert corner.confidence < SURE
    (streets,) = (fact for fact in facts("на углу Толбухина и Рябиновой") if fact.kind == "address")
    assert streets.confidence >= SURE


@pytest.mark.parametrize(
    ("text", "street", "time"),
    [
        ("Lenin street, six in the evening", "Lenin Street", "18:00"),
        ("Lenin street 18:30", "Lenin Street", "18:30"),
        ("tomorrow at six Lenin street 15", "15 Lenin Street", "18:00"),
        ("meet me at fifteen gagarin street at six pm", "15 Gagarin Street", "18:00"),
        ("улица Ленина, 18:30", "улица Ленина", "18:30"),
    ],
)
def test_an_hour_beside_a_street_is_no_house(text: str, street: str, time: str) -> None:
    assert values("address", text) == [street]
    assert values("time", text) == [time]


def test_a_street_said_again_without_its_kind_is_the_same_address() -> None:
    said = values("address", "S: Улица Гагарина, дом пятнадцать.", "B: Гагарина пятнадцать, понял.")
    assert said == ["улица Гагарина 15", "улица Гагарина 15"]


@pytest.mark.parametrize(
    "text",
    ["на улице холодно", "на нашей улице", "Рабочая, пять килограммов загрузка", "проезд бесплатный", "мой дом большой",
     "дом пятнадцать лет стоит", "площадь сорок метров", "на соседней улице", "в углу царапина и скол",
     "15 minutes down the road", "I was on the road", "across the street", "the next street", "one street away",
     "В углу Маша и Петя рисовали", "в углу Samsung и Sony", "угол Bosch и Makita", "in the corner of Anna and Boris",
     "Abbey Road 12 vinyl", "12 Abbey Road vinyl", "Trek Road 7 bike", "the main street", "Main street is closed",
     "a 15 speed road bike", "512 gigabyte hard drive", "50 square meters", "second street on the left"],
)  # fmt: skip
def test_what_is_no_address_gives_none(text: str) -> None:
    assert values("address", text) == []


def test_a_house_before_a_street_is_no_hour() -> None:
    assert values("time", "I live at 5 main street") == values("time", "I live at 5 Main street") == []
    assert values("time", "tomorrow at 5 on Main street") == ["17:00"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("На парковке торгового центра Июнь", "торговый центр Июнь"),
        ("в ТЦ Европа", "торговый центр Европа"),
        ("у входа в торговый центр «Мега Белая Дача»", "торговый центр Мега Белая Дача"),
        ("в кафе Шоколадница", "кафе Шоколадница"),
        ("встретимся на Казанском вокзале", "Казанский вокзал"),
        ("у Пятёрочки", "Пятёрочка"),
        ("возле кинотеатра Октябрь", "кинотеатр Октябрь"),
        ("outside King's Cross station Saturday at noon", "King's Cross station"),
        ("meet me at Union Station", "Union Station"),
        ("let's meet in Gorky Park at six", "Gorky Park"),
        ("near the Westfield mall, please", "Westfield mall"),
    ],
)
def test_places_by_kind_and_name(text: str, expected: str) -> None:
    assert values("place", text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Встретимся у школы номер пять", "школа № 5"),
        ("у пятой школы", "школа № 5"),
        ("возле детского сада № 12", "детский сад № 12"),
        ("около поликлиники номер три", "поликлиника № 3"),
        ("за гимназией 1504", "гимназия № 1504"),
    ],
)
def test_places_that_are_told_by_a_number(text: str, expected: str) -> None:
    assert values("place", text) == [expected]


@pytest.mark.parametrize(
    "text",
    ["возле школы в пять", "у школы 5 минут пешком", "школа, пять тысяч", "первая школа у него была музыкальная"],
)
def test_a_number_beside_a_school_is_not_always_its_own(text: str) -> None:
    assert values("place", text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Деревня Малые Вязёмы, участок двенадцать", "деревня Малые Вязёмы участок 12"),
        ("СНТ Ромашка, участок 312", "садовое товарищество Ромашка участок 312"),
        ("Посёлок Лесной, дом пять", "посёлок Лесной 5"),
        ("в деревне Лесной, дом 3", "деревня Лесная 3"),
        ("посёлок Северный, улица Лесная, дом восемь", "улица Лесная 8"),
    ],
)
def test_villages_with_a_house_or_a_plot(text: str, expected: str) -> None:
    assert values("address", text) == [expected]


@pytest.mark.parametrize(
    "text",
    ["в торговом центре", "у магазина", "в парке гуляем", "магазин закрыт", "у входа",
     "at the station", "I was at school", "in Park mode", "near Park", "at University"],
)  # fmt: skip
def test_places_without_a_name_give_none(text: str) -> None:
    assert values("place", text) == []


@pytest.fixture
def own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of an operator's own; what was read of tables is forgotten before and after."""
    caches = (tables.rows, stations._stations, stations.find_station, places._kinds, places._brands,
              numbered_places._kinds)  # fmt: skip
    monkeypatch.setattr(tables, "_folders", list(tables._folders))
    for cached in caches:
        cached.cache_clear()
    yield tmp_path
    monkeypatch.undo()
    for cached in caches:
        cached.cache_clear()


def test_an_operators_own_places_are_known_beside_the_others(own_places: Path) -> None:
    (own_places / "metro.tsv").write_text("# ours\nТула\tЗаречье=заречка\n")
    (own_places / "places.tsv").write_text("brand\tЛикёрка Лофт\tликёрка ликёрки\nnumbered\tпричал\tпричал;причала\n")
    add_places(own_places)
    assert values("metro", "у метро Заречка") == ["Заречье"]
    assert values("place", "встретимся у Ликёрки") == ["Ликёрка Лофт"]
    assert values("place", "встретимся у третьего причала") == ["причал № 3"]
    assert values("metro", "у метро Сокольники") == ["Сокольники"]


@pytest.mark.parametrize("row", ["brand\tЛофт", "brand\tЛофт\t", "shop\tЛофт\tлофт"])
def test_a_row_that_is_none_is_named(own_places: Path, row: str) -> None:
    (own_places / "places.tsv").write_text(f"# ours\n\n{row}\n")
    with pytest.raises(ValueError, match=r"places\.tsv, line 3"):
        add_places(own_places)
