"""Metro stations: which one was named, in any case form and misheard. From `data/metro.tsv`."""

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from business_api.language.likeness import alike, best, cyrillic, sound, stem
from business_api.language.tables import rows
from business_api.language.tokens import cut

# Points that a station of another city than the call's must be better by, and that an ending heard may add.
_FOREIGN = 6.0
_SHORTEST_SHARE = 0.55


class Station(NamedTuple):
    """Its name as on the sign, its city, and of how many words one of its names is."""

    name: str
    city: str
    words: int


class Match(NamedTuple):
    """A station and how alike it is to what was said, 0 to 100."""

    station: Station
    likeness: float


class _Stations(NamedTuple):
    """All stations, and at the same places how their stems and their whole names sound."""

    stations: tuple[Station, ...]
    stems: tuple[str, ...]
    wholes: tuple[str, ...]


@cache
def _stations() -> _Stations:
    found: list[tuple[Station, str, str]] = []
    for city, names in rows("metro.tsv"):
        for entry in names.split(";"):
            name, *others = (part.strip() for part in entry.split("="))
            for called in (name, *others):
                said = [token.word for token in cut(called)]
                found.append((Station(name, city, len(said)), _stem_sound(said), sound("".join(said))))
    stations, stems, wholes = zip(*found, strict=True)
    return _Stations(stations, stems, wholes)


def _stem_sound(words: Sequence[str]) -> str:
    return "".join(sound(stem(word)) for word in words)


def _is_as_long(said: str, name: str) -> bool:
    """Whether both could be one name: «от» is not «Отдых» without its ending."""
    return min(len(said), len(name)) >= _SHORTEST_SHARE * max(len(said), len(name))


@lru_cache(4096)
def find_station(words: tuple[str, ...], city: str, least: float) -> Match | None:
    """The station most like the words, by stems or by the whole; of equals the one in `city`."""
    words = tuple(cyrillic(word) for word in words)
    stations, stems, wholes = _stations()
    known = any(station.city == city for station in stations) if city else False
    found: dict[int, float] = {}
    whole = sound("".join(words))
    for heard, names in ((_stem_sound(words), stems), (whole, wholes)):
        for place, likeness in best(heard, names, least):
            if _is_as_long(whole, wholes[place]):
                found[place] = max(likeness, found.get(place, 0.0))
    matches = [
        Match(stations[place], likeness - (_FOREIGN if known and stations[place].city != city else 0))
        for place, likeness in found.items()
        if abs(stations[place].words - len(words)) <= 1
    ]
    fitting = [match for match in matches if match.likeness >= least]
    return max(fitting, key=lambda match: (match.likeness, alike(whole, sound(match.station.name))), default=None)
