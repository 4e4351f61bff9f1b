"""What the demo people sell."""

from typing import Any, NamedTuple


class Advert(NamedTuple):
    """An advert: `key` names its drawing, `views` is how many pictures it has, `fields` go to the API."""

    key: str
    seller: str
    views: int
    fields: dict[str, Any]


def _fields(title: str, category: str, roubles: int, city: str, address: str, description: str) -> dict[str, Any]:
    return {
        "title": title,
        "category": category,
        "price_minor": roubles * 100,
        "city": city,
        "address": address,
        "description": description,
    }


ADVERTS = (
    Advert("sofa", "irina", 2, _fields(
        "Диван-кровать, серый, 190 см", "home", 18_000, "Тула", "ул. Металлургов",
        "Раскладывается одним движением, есть ящик для белья. Без пятен, животных в доме нет. Самовывоз.")),
    Advert("lamp", "irina", 1, _fields(
        "Торшер с латунной ножкой", "home", 3_200, "Тула", "",
        "Высота 160 см, тёплый свет. Покажу по видео, как выглядит включённым.")),
    Advert("pram", "irina", 1, _fields(
        "Коляска 2 в 1", "children", 14_500, "Тула", "Центральный рынок",
        "Люлька и прогулочный блок, дождевик и сумка в подарок. Один ребёнок.")),
    Advert("phone", "timur", 2, _fields(
        "Смартфон, 128 ГБ, с чеком", "electronics", 27_900, "Казань", "метро Площадь Тукая",
        "Покупался в марте, гарантия до следующего года. Аккумулятор 96 %. Стекло без царапин.")),
    Advert("headphones", "timur", 1, _fields(
        "Беспроводные наушники", "electronics", 6_400, "Казань", "",
        "Шумоподавление, полный комплект. Проверка при вас.")),
    Advert("guitar", "aleksey", 1, _fields(
        "Акустическая гитара", "hobby", 9_000, "Москва", "метро Сокольники",
        "Новые струны, чехол и каподастр. Сыграю по видео, чтобы вы услышали звук.")),
    Advert("bicycle", "aleksey", 2, _fields(
        "Велосипед Стелс Навигатор", "hobby", 13_500, "Москва", "метро Сокольники",
        "Катались одно лето. Передняя покрышка поменяна весной, тормоза подтянуты. Насос и замок отдам в подарок.")),
)  # fmt: skip
