"""Object keys of the one bucket, `media`, and the addresses stored in `calls`."""

BUCKET = "media"


def slice_key(call_id: str, track_id: str, sequence: int) -> str:
    """Where a slice of a track lies; sequences start at 0."""
    return f"tracks/{call_id}/{track_id}/{sequence:06d}"


def video_key(call_id: str, revision: int) -> str:
    """Where a revision's side-by-side video lies."""
    return f"calls/{call_id}/{revision}/video.mp4"


def sound_key(call_id: str, revision: int) -> str:
    """Where a revision's sound lies: the caller on the left channel, the callee on the right."""
    return f"calls/{call_id}/{revision}/sound.m4a"


def transcript_key(call_id: str, revision: int, ending: str) -> str:
    """Where a revision's transcript lies; `ending` is json, vtt, srt or txt."""
    return f"calls/{call_id}/{revision}/transcript.{ending}"


def picture_key(random: str) -> str:
    """Where a picture lies: `random` tells nothing of whose it is."""
    return f"pictures/{random}.webp"


def object_address(key: str) -> str:
    """A key as `text_url`, `video_url` and `sound_url` keep it: s3://bucket/key."""
    return f"s3://{BUCKET}/{key}"


def key_of_address(address: str) -> str:
    """The key inside an `object_address`. ValueError when it is none of ours."""
    prefix = f"s3://{BUCKET}/"
    if not address.startswith(prefix):
        raise ValueError(f"{address!r} is not an address in the bucket {BUCKET}")
    return address.removeprefix(prefix)
