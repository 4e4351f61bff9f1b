"""JSON as strictly as it can be read: what two readers could understand differently is refused."""

import codecs
import json
from collections.abc import Mapping
from typing import IO, Any, NoReturn

from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from business_api.core.errors import TooLarge

JSON_BYTES = 1_000_000


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


class StrictJSONParser(BaseParser):
    """Refuses duplicate keys, NaN, NUL, lone surrogates, nesting beyond Python's stack, and anything but an object."""

    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """The body as a dict. ParseError on anything else."""
        body = stream.read(JSON_BYTES + 1)
        if len(body) > JSON_BYTES:
            raise TooLarge()
        try:
            text = codecs.decode(body, "utf-8")
            data = json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_unique)
            json.dumps(data, ensure_ascii=False).encode("utf-8")
        except (ValueError, RecursionError) as error:
            raise ParseError(str(error)) from error
        if not isinstance(data, dict) or "\\u0000" in text or "\x00" in text:
            raise ParseError("an object without NUL is expected")
        return data
