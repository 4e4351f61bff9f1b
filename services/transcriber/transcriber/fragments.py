"""Where a growing recording can be taken up: its header, and the places at which a run of it begins by itself.

A recorder cuts its slices anywhere (Chromium one byte into a block), so a later part is decoded as the header and then
the slices from the first cluster (WebM) or fragment (MP4) in them on. No I/O.
"""

CLUSTER = b"\x1f\x43\xb6\x75"
CLUSTER_TIME = b"\xe7"
# A cluster's size takes up to 8 bytes; its time stands right behind.
CLUSTER_HEAD = 13
FRAGMENT = b"moof"
FRAGMENT_HEADER = b"mfhd"
EBML = b"\x1a\x45\xdf\xa3"
FILE_TYPE = b"ftyp"


def header_of(beginning: bytes) -> bytes | None:
    """What stands before the first cluster or fragment; None when this is no container that can be taken up."""
    end = next_start(beginning)
    known = beginning.startswith(EBML) or beginning[4:8] == FILE_TYPE
    return beginning[:end] if known and end else None


def next_start(data: bytes, behind: int = 0) -> int | None:
    """The first place from `behind` on at which a cluster or fragment begins."""
    places = [place for place in (_cluster(data, behind), _fragment(data, behind)) if place is not None]
    return min(places, default=None)


def _cluster(data: bytes, behind: int) -> int | None:
    place = data.find(CLUSTER, behind)
    while place >= 0 and CLUSTER_TIME not in data[place + 5 : place + CLUSTER_HEAD]:
        place = data.find(CLUSTER, place + 1)
    return place if place >= 0 else None


def _fragment(data: bytes, behind: int) -> int | None:
    place = data.find(FRAGMENT, behind + 4)
    while place >= 0 and data[place + 8 : place + 12] != FRAGMENT_HEADER:
        place = data.find(FRAGMENT, place + 1)
    return place - 4 if place >= 0 else None
