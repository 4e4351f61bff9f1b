"""How much one socket, person or address may ask for."""

import time

MESSAGE_BYTES = 64 * 1024
QUEUED_MESSAGES = 1_000
"""Messages waiting to be sent to a socket that reads too slowly."""
QUEUED_BYTES = 1024 * 1024
RUNNING_HANDLERS = 4
SOCKETS_PER_PERSON = 20
UNKNOWN_SOCKETS_PER_ADDRESS = 200
"""Websockets of one address that have not shown a ticket yet. An office has one address."""


class Bucket:
    """A token bucket: `burst` at once, `rate` a second after that."""

    __slots__ = ("_burst", "_level", "_rate", "_then")

    def __init__(self, rate: float, burst: float) -> None:
        """Start full."""
        self._rate = rate
        self._burst = burst
        self._level = burst
        self._then = time.monotonic()

    def take(self) -> bool:
        """Use one token, or say that there is none."""
        now = time.monotonic()
        self._level = min(self._burst, self._level + (now - self._then) * self._rate)
        self._then = now
        if self._level < 1:
            return False
        self._level -= 1
        return True


def refusals() -> Bucket:
    """How often one socket may be refused for the number of its events: whoever goes on regardless is cut off.

    An event that is let through meanwhile forgives nothing: a flood has some, too.
    """
    return Bucket(rate=20, burst=200)


class Allowance:
    """What one person may do, over all of their sockets here."""

    __slots__ = ("events", "opening", "relay", "sockets")

    def __init__(self) -> None:
        """A call's negotiation is a burst of some 30 candidates a side; people press a button a few times a second."""
        self.events = Bucket(rate=10, burst=40)
        self.relay = Bucket(rate=100, burst=400)
        self.opening = Bucket(rate=1, burst=30)
        self.sockets = 0
