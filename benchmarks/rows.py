"""One line of the table of figures."""

from typing import NamedTuple


class Row(NamedTuple):
    """What was measured, what came out, what it should be, and whether it is."""

    what: str
    measured: str
    target: str
    holds: bool


def percentile(values: list[float], share: float) -> float:
    """The value below which `share` of the values lie."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]
