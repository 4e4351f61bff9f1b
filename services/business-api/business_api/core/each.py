"""Does something for many, one by one: what fails is told, set aside for a minute, and stops none of the others."""

import logging
import time
from collections.abc import Callable, Iterable
from uuid import UUID

from django.db import InterfaceError, OperationalError

log = logging.getLogger(__name__)
ASIDE_SECONDS = 60.0

_aside: dict[UUID, float] = {}


def for_each(ids: Iterable[UUID], do: Callable[[UUID], object], most: int) -> None:
    """Do it for the first `most` that are not set aside: others' turn comes, too.

    Raises OperationalError and InterfaceError: a database that is away is nobody's fault.
    """
    for key in [key for key in ids if _aside.get(key, 0.0) <= time.monotonic()][:most]:
        try:
            do(key)
        except (OperationalError, InterfaceError):
            raise
        except Exception:  # the edge of one's work: a fault in it must not keep all others waiting for ever
            log.exception("%s failed for %s and is tried again in %.0f s", do.__name__, key, ASIDE_SECONDS)
            _set_aside(key)


def _set_aside(key: UUID) -> None:
    now = time.monotonic()
    for other in [other for other, until in _aside.items() if until <= now]:
        del _aside[other]
    _aside[key] = now + ASIDE_SECONDS
