"""From a call's tracks to its sound: pull, mix in a child process, store, show. There long before the video."""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lodbic_contracts.keys import sound_key
from transcriber import ledger, notify, sandbox, storage, store
from transcriber.errors import SoundFailedError
from transcriber.jobs import Lease, work_folder
from transcriber.store import Call, Side, Track

if TYPE_CHECKING:  # the decoder stays out of this process
    from transcriber.mixer import Request, TrackRequest

log = logging.getLogger(__name__)
MEMORY_BYTES = 1 << 30
SPARE_CPU_SECONDS = 60
CPU_PER_SECOND = 0.2
FILE_BYTES_PER_SECOND = 20_000
NOTHING_TO_HEAR = "nothing_to_hear"
CHANNELS: dict[Side, int] = {"caller": 0, "callee": 1}
# Pulling is the first fifth of the work, mixing nearly all of the rest.
PULLED_SHARE = 0.2
MIXED_SHARE = 0.95


def make_sound(lease: Lease) -> None:
    """The work of a sound job: writes the sound, shows it, tells both people.

    A call in which nothing can be heard ends well, with a code and without a sound.
    """
    job = lease.job
    call = store.read_call(job.call_id)
    key = sound_key(job.call_id, job.revision)
    with work_folder(job.job_id) as folder:
        tracks, codes = pull_tracks(call, folder, lease)
        output = folder / "sound.m4a"
        made, broken = mix(tracks, output, lease)
        codes += broken
        lease.check()
        if made:
            storage.write_object(key, output, "audio/mp4")
    code = next(iter(codes), "") if made else next(iter(codes), NOTHING_TO_HEAR)
    if store.finish_sound(job, key if made else None, code):
        notify.call_changed(job.call_id, [person.user_id for person in call.people.values()], "sound")


def pull_tracks(call: Call, folder: Path, lease: Lease) -> "tuple[list[TrackRequest], list[str]]":
    """Pull what is to be heard: each side's `audio` tracks, or its `av` tracks where none of those can be read.

    Returns it with the codes of what is wrong with it.
    """
    origin = min((track.began_at for track in call.tracks), default=None)
    found: list[TrackRequest] = []
    codes: list[str] = []
    for side, channel in CHANNELS.items():
        for kind in ("audio", "av"):
            if any(channel == track["channel"] for track in found):
                break
            for track in [track for track in call.tracks if (track.side, track.kind) == (side, kind)]:
                pulled = ledger.pull_track(call.call_id, track, folder, lease.check)
                codes += [pulled.code] if pulled.code else []
                if pulled.path and origin:
                    found.append(_request(track, pulled.path, (track.began_at - origin).total_seconds()))
        lease.show(PULLED_SHARE * (channel + 1) / 2)
    return found, codes


def _request(track: Track, path: Path, offset: float) -> "TrackRequest":
    return {
        "track_id": track.track_id,
        "path": str(path),
        "channel": CHANNELS[track.side],
        "offset": offset,
        "limit_seconds": ledger.limit_seconds(track),
    }


def mix(tracks: "Sequence[TrackRequest]", output: Path, lease: Lease) -> tuple[bool, list[str]]:
    """Make the sound; tells whether there is one, and what was wrong with tracks. Raises SoundFailedError."""
    if not tracks:
        return False, []
    longest = min(max(track["offset"] + track["limit_seconds"] for track in tracks), ledger.LONGEST_SECONDS)
    request: Request = {"tracks": list(tracks), "output": str(output), "longest_seconds": longest}
    limits = sandbox.Limits(
        MEMORY_BYTES,
        SPARE_CPU_SECONDS + int(CPU_PER_SECOND * longest),
        (16 << 20) + int(FILE_BYTES_PER_SECOND * longest),
    )
    last: dict[str, object] = {}
    try:
        for last in sandbox.lines("transcriber.mixer", dict(request), limits, output.parent):
            lease.show(PULLED_SHARE + (MIXED_SHARE - PULLED_SHARE) * sandbox.number(last["seconds"]) / longest)
    except sandbox.ChildDiedError as error:
        raise SoundFailedError("the mixer died") from error
    codes = last.get("codes")
    if not isinstance(codes, dict):
        raise SoundFailedError("the mixer ended before its sound did")
    return sandbox.number(last["seconds"]) > 0, list(codes.values())
