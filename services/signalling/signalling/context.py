"""What handlers work with."""

from dataclasses import dataclass

from signalling.calls import Calls
from signalling.presence import Presence
from signalling.store.database import Database


@dataclass(frozen=True, slots=True)
class Context:
    """The parts of a running service."""

    db: Database
    presence: Presence
    calls: Calls
