"""Print the socket events of `lodbic_contracts.events` as one JSON Schema, for scripts/types.mjs to turn into types.

Beside the payloads' definitions it holds `client` and `server`: each event's socket, payload and acknowledgement.
"""

import json
import sys

from pydantic.json_schema import models_json_schema

from lodbic_contracts import events
from lodbic_contracts.errors import ErrorBody


def main() -> None:
    """Write the schema to standard output."""
    models = {event.payload for event in events.CLIENT_EVENTS + events.SERVER_EVENTS}
    models |= {event.ack for event in events.CLIENT_EVENTS} | {events.Refused, ErrorBody}
    ordered = sorted(models, key=lambda model: model.__name__)
    _, schema = models_json_schema([(model, "serialization") for model in ordered])
    client = [
        {"name": event.name, "socket": event.socket, "payload": event.payload.__name__, "ack": event.ack.__name__}
        for event in events.CLIENT_EVENTS
    ]
    server = [
        {"name": event.name, "socket": event.socket, "payload": event.payload.__name__}
        for event in events.SERVER_EVENTS
    ]
    json.dump({"definitions": schema["$defs"], "client": client, "server": server}, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
