"""`python -m signalling`: serve until SIGTERM or SIGINT."""

import gc
import logging
import sys

import uvloop

from signalling.app import serve
from signalling.settings import BadSetting, read_settings


def main() -> int:
    """Start; exit code 2 when a setting is missing or wrong."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    try:
        settings = read_settings()
    except BadSetting as error:
        print(error, file=sys.stderr)
        return 2
    # What was imported stays; a full collection among thousands of sockets would hold up the relay for 10 ms and more.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)
    uvloop.run(serve(settings))
    return 0


if __name__ == "__main__":
    sys.exit(main())
