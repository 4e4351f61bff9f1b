"""Tells that addresses are of one street: «Гагарина 15» is in the «улица Гагарина» that was spoken of."""

import re
from collections.abc import Iterable

from business_api.language.street_parts import is_kind

# "15 Gagarin Street", but not "5th Avenue".
_ENGLISH_HOUSE = re.compile(r"\d+[a-z]?(?:/\d+)? [A-Z0-9]")


def street_of(value: str) -> str:
    """The street of an address: what stands before the house's number, in English behind it."""
    parts = value.split()
    if _ENGLISH_HOUSE.match(value):
        return " ".join(parts[1 : parts.index("building") if "building" in parts else None])
    end = next(
        (
            at
            for at, part in enumerate(parts)
            if at and part[0].isdigit() and not part.endswith("-я") and not (at == 1 and is_kind(parts[0]))
        ),
        len(parts),
    )
    return " ".join(parts[:end])


def _bare_name(street: str) -> str:
    return " ".join(word for word in street.lower().replace("ё", "е").split() if not is_kind(word))


def longest_names(values: Iterable[str]) -> dict[str, str]:
    """{a street's bare name: the fullest way in which it was named}."""
    known: dict[str, str] = {}
    for value in values:
        street = street_of(value)
        known.setdefault(_bare_name(street), street)
        if len(street.split()) > len(known[_bare_name(street)].split()):
            known[_bare_name(street)] = street
    return known


def in_full(value: str, known: dict[str, str]) -> str:
    """An address with its street named as fully as anywhere in the talk."""
    if _ENGLISH_HOUSE.match(value):
        return value
    street = street_of(value)
    return known.get(_bare_name(street), street) + value[len(street) :]
