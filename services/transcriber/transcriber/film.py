"""From a call's tracks to its video: pull, compose in a child process, store, show."""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lodbic_contracts.keys import video_key
from lodbic_contracts.transcript import TrackCode
from transcriber import ledger, notify, sandbox, storage, store
from transcriber.errors import VideoFailedError
from transcriber.jobs import Lease, work_folder
from transcriber.sandbox import ChildDiedError
from transcriber.store import Call, Side, Track

if TYPE_CHECKING:  # the decoder stays out of this process
    from transcriber.video import Request, TrackRequest

log = logging.getLogger(__name__)
MEMORY_BYTES = 2 << 30
SPARE_CPU_SECONDS = 60
CPU_PER_SECOND = 2
FILE_BYTES_PER_SECOND = 1 << 20
NOTHING_TO_SHOW = "nothing_to_show"
CELLS: dict[Side, int] = {"caller": 0, "callee": 1}
# Uploading is the last twentieth of the work.
COMPOSED_SHARE = 0.95


def make_film(lease: Lease) -> None:
    """The work of a video job: writes the video, shows it, tells both people.

    A call without anything to watch or hear ends well, with a code and without a video.
    """
    job = lease.job
    call = store.read_call(job.call_id)
    key = video_key(job.call_id, job.revision)
    with work_folder(job.job_id) as folder:
        tracks, codes = pull_tracks(call, folder, lease)
        film = folder / "film.mp4"
        made, broken = compose(tracks, film, lease)
        codes += broken
        lease.check()
        if made:
            storage.write_object(key, film, "video/mp4")
    code = next(iter(codes), "") if made else next(iter(codes), NOTHING_TO_SHOW)
    if store.finish_video(job, key if made else None, code):
        notify.call_changed(job.call_id, [person.user_id for person in call.people.values()], "video")


def pull_tracks(call: Call, folder: Path, lease: Lease) -> "tuple[list[TrackRequest], list[str]]":
    """Pull what the video is made of; returns it with the codes of what is wrong with it.

    A side's `av` tracks are seen and heard; a side that has none is at least heard.
    """
    origin = min((track.began_at for track in call.tracks), default=None)
    watched = {track.side for track in call.tracks if track.kind == "av"}
    chosen = [track for track in call.tracks if track.kind == "av" or track.side not in watched]
    found: list[TrackRequest] = []
    codes: list[str] = []
    for track in chosen:
        pulled = ledger.pull_track(call.call_id, track, folder, lease.check)
        if pulled.code:
            codes.append(pulled.code)
        if pulled.path and origin:
            found.append(_request(track, pulled.path, (track.began_at - origin).total_seconds()))
    return found, codes


def _request(track: Track, path: Path, offset: float) -> "TrackRequest":
    return {
        "track_id": track.track_id,
        "path": str(path),
        "cell": CELLS[track.side] if track.kind == "av" else None,
        "offset": offset,
        "announced_seconds": ledger.announced_seconds(track),
        "limit_seconds": ledger.limit_seconds(track),
    }


def compose(tracks: "Sequence[TrackRequest]", film: Path, lease: Lease) -> tuple[bool, list[str]]:
    """Make the video; tells whether there is one, and the codes of tracks that were damaged or left out.

    When the composer dies, each track is decoded by itself and the video made without the one that kills the decoder.
    Raises VideoFailedError when that does not help.
    """
    try:
        return _run(tracks, film, lease)
    except ChildDiedError:
        log.warning("job %s: the composer died; looking for the track that did it", lease.job.job_id)
    good = [track for track in tracks if _decodes(track, film.parent, lease)]
    if len(good) in {0, len(tracks)}:
        raise VideoFailedError("the composer died, and leaving out a track would not help")
    try:
        made, codes = _run(good, film, lease)
    except ChildDiedError as error:
        raise VideoFailedError("the composer died again without the broken tracks") from error
    return made, [TrackCode.DECODER_FAILED, *codes]


def _decodes(track: "TrackRequest", folder: Path, lease: Lease) -> bool:
    try:
        _run([track], None, lease, folder)
    except ChildDiedError:
        return False
    return True


def _run(
    tracks: "Sequence[TrackRequest]", film: Path | None, lease: Lease, folder: Path | None = None
) -> tuple[bool, list[str]]:
    if not tracks:
        return False, []
    longest = min(max(track["offset"] + track["limit_seconds"] for track in tracks), ledger.LONGEST_SECONDS)
    request: Request = {"tracks": list(tracks), "output": str(film) if film else None, "longest_seconds": longest}
    limits = sandbox.Limits(
        MEMORY_BYTES,
        SPARE_CPU_SECONDS + int(CPU_PER_SECOND * longest),
        (64 << 20) + int(FILE_BYTES_PER_SECOND * longest),
    )
    expected = max(track["offset"] + track["announced_seconds"] for track in tracks)
    last: dict[str, object] = {}
    for last in sandbox.lines(
        "transcriber.video", dict(request), limits, film.parent if film else folder or Path.cwd()
    ):
        lease.check()
        if film:
            lease.show(COMPOSED_SHARE * sandbox.number(last["seconds"]) / max(expected, 1.0))
    codes = last.get("codes")
    if not isinstance(codes, dict):
        raise ChildDiedError
    return film is not None and sandbox.number(last["seconds"]) > 0, list(codes.values())
