"""Which lines ask something. The recogniser does not always hear the question mark."""

import re

ASKS = "?"
"""The term that a line which asks is found by."""

# Words that begin a question and hardly anything else; «когда», «что» and «как» begin as many answers.
ASKING = re.compile(
    r"\?"
    r"|(?:^|[.!]\s)\W*(?:(?:а|и|ну|так|скажите|подскажите|слушайте)\W+)*(?:(?:в|на|до|за|с|по|от|из)\s)?"
    r"(?:сколько|где|куда|откуда|почему|зачем|как(?:ой|ая|ое|ие|ую|ого|ом|их|им)|чей|чья"
    r"|how (?:much|many|old)|where|why)(?![\w-])"
    r"|(?<![\w-])(?:где|когда|как|куда) можно(?![\w-])"
    r"|(?<![\w-])(?:можно|есть|будет|был|была|было|были|нет|могу|можете|могли) ли(?![\w-])",
    re.IGNORECASE,
)


def asks(text: str) -> bool:
    """Whether a line is a question."""
    return ASKING.search(text) is not None
