"""The server's clock, for browsers to know how far their own is off."""

import time

from lodbic_contracts.events import Empty, ServerTime
from signalling.connections import Connection
from signalling.context import Context


def tell_time(context: Context, connection: Connection, payload: Empty) -> ServerTime:
    """Now, in Unix ms."""
    return ServerTime(server_time=time.time_ns() // 1_000_000)
