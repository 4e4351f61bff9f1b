"""The ledger: tracks start, slices are announced once and for ever, confirmed when stored, and tracks finish."""

import logging
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from business_api.calls.consents import both_consent, was_recordable
from business_api.calls.models import CallSide
from business_api.core import storage
from business_api.core.errors import ApiError, Conflict, Forbidden
from business_api.core.jobs import send_unless_waiting
from business_api.core.language import Text
from business_api.core.locks import lock
from business_api.recordings.models import CallRecord, Slice, Track, TrackKind, TrackState
from business_api.recordings.revisions import consider
from lodbic_contracts.events import Purpose
from lodbic_contracts.keys import slice_key
from lodbic_contracts.tasks import READ_ALONG

log = logging.getLogger(__name__)
MOST_TRACKS = 200
NO_CONSENT = Text("Запись не ведётся: нет согласия обоих участников.", "No recording: both people must agree to it.")
CHANGED = Text(
    "Этот фрагмент уже объявлен с другим содержимым; объявленное не меняется.",
    "This slice was announced with another content; what was announced never changes.",
)
FINISHED = Text("Дорожка уже закончена.", "The track is finished already.")


class Answer(NamedTuple):
    """What a recorder is told: (sequence, link) pairs, stored sequences, those never taken, whether it may go on."""

    links: list[tuple[int, storage.Link]]
    stored: list[int]
    refused: list[int]
    recording: bool


def start_track(side: CallSide, fields: dict[str, Any]) -> Track:
    """A recorder has started. Forbidden (`no_consent`) unless both consents were in force at that moment."""
    now = timezone.now()
    began_at = datetime.fromtimestamp((fields["began_at_ms"] + fields["offset_ms"]) / 1000, UTC)
    call = side.call
    if began_at > now + timedelta(seconds=5):
        text = Text(
            "Часы разошлись: запись начинается в будущем.", "The clocks disagree: the recording starts in the future."
        )
        raise ApiError(text, fields={"began_at_ms": text})
    over = call.end_time is not None and began_at > call.end_time + timedelta(seconds=5)
    if call.start_time is None or over or not was_recordable(call, began_at):
        raise Forbidden(NO_CONSENT, code="no_consent")
    with transaction.atomic():
        CallRecord.objects.get_or_create(call=call)
        lock(f"tracks {call.pk}")
        # A browser that never saw the answer asks again: one recorder's start is one track.
        start: dict[str, Any] = {"recorder_id": side.user_id, "kind": fields["kind"], "began_at": began_at}
        known = Track.objects.filter(call=call, **start).first()
        if known is not None:
            return known
        if Track.objects.filter(call=call).count() >= MOST_TRACKS:
            raise Conflict(
                Text("В звонке слишком много дорожек.", "Too many tracks in this call."), code="too_many_tracks"
            )
        described = {name: fields[name] for name in ("mime_type", "offset_ms", "uncertainty_ms")}
        return Track.objects.create(call=call, side=side.side, **start, **described)


def take_slices(track: Track, host: str, announced: list[dict[str, Any]], stored: list[int]) -> Answer:
    """Announce slices and confirm others; the same again is harmless. Conflict: `slice_changed`, `track_finished`.

    A slice that began when not both consented any more is refused by itself: those before it stay.
    """
    seen = _look_at_objects(track, stored)
    with transaction.atomic():
        track = Track.objects.select_for_update(of=("self",)).select_related("call").get(pk=track.pk)
        known, refused = _announce(track, announced)
        confirmed = _confirm(track, seen)
        track.last_sign_at = timezone.now()
        track.save(update_fields=["last_sign_at"])
        if confirmed:
            consider(track.call_id)
            _have_read_along(track)
    # A browser that died before it heard that a slice was confirmed announces it once more.
    stored_now = confirmed | {slice_.sequence for slice_ in known if slice_.stored_at is not None}
    links = [
        (slice_.sequence, _upload_link(track, host, slice_)) for slice_ in known if slice_.sequence not in stored_now
    ]
    return Answer(links, sorted(stored_now), refused, both_consent(track.call_id, Purpose.RECORD))


def _have_read_along(track: Track) -> None:
    """While the call goes on, speech is read as it comes: after it only the end is left."""
    if track.kind != TrackKind.AUDIO or track.call.end_time is not None:
        return
    if both_consent(track.call_id, Purpose.TRANSCRIBE):
        send_unless_waiting(READ_ALONG, str(track.pk))


def finish_track(track: Track, slice_count: int) -> Track:
    """The recorder's own end of its track. Twice is as once; another count is a Conflict (`track_finished`)."""
    with transaction.atomic():
        track = Track.objects.select_for_update(of=("self",)).select_related("call").get(pk=track.pk)
        if track.state != TrackState.OPEN:
            if track.slice_count != slice_count:
                raise Conflict(FINISHED, code="track_finished")
            return track
        last = track.slices.order_by("-sequence").values_list("sequence", flat=True).first()
        if last is not None and last >= slice_count:
            text = Text("Фрагментов объявлено больше.", "More slices than that were announced.")
            raise ApiError(text, fields={"slice_count": text})
        track.state, track.slice_count = TrackState.FINISHED, slice_count
        track.finished_at = track.last_sign_at = timezone.now()
        track.save(update_fields=["state", "slice_count", "finished_at", "last_sign_at"])
        consider(track.call_id)
    return track


def _announce(track: Track, entries: list[dict[str, Any]]) -> tuple[list[Slice], list[int]]:
    """The slices as they are known now, and the sequences of those that are not taken."""
    known = {slice_.sequence: slice_ for slice_ in track.slices.filter(sequence__in=[e["sequence"] for e in entries])}
    announced, refused = [], []
    for entry in sorted(entries, key=lambda each: int(each["sequence"])):
        slice_ = known.get(entry["sequence"])
        if slice_ is None:
            _refuse_after_the_end(track, entry["sequence"])
            if not _had_consent(track, entry["sequence"]):
                refused.append(int(entry["sequence"]))
                continue
            slice_ = Slice.objects.create(track=track, **entry)
        elif any(getattr(slice_, name) != entry[name] for name in ("size", "sha256", "duration_ms")):
            raise Conflict(CHANGED, code="slice_changed")
        announced.append(slice_)
    return announced, refused


def _refuse_after_the_end(track: Track, sequence: int) -> None:
    """A slice that was recorded before the end may be announced after it: an upload that was held up."""
    if track.state == TrackState.EXPIRED or (track.slice_count is not None and sequence >= track.slice_count):
        raise Conflict(FINISHED, code="track_finished")


def _had_consent(track: Track, sequence: int) -> bool:
    """Whether both consented when the slice began."""
    before = track.slices.filter(sequence__lt=sequence).aggregate(total=Sum("duration_ms"))["total"] or 0
    return was_recordable(track.call, track.began_at + timedelta(milliseconds=before))


def _look_at_objects(track: Track, sequences: list[int]) -> dict[int, int]:
    """{sequence: size in storage} of slices said to be stored; outside of the transaction, for it is slow."""
    seen = {}
    for sequence in track.slices.filter(sequence__in=sequences).values_list("sequence", flat=True):
        found = storage.look(slice_key(str(track.call_id), str(track.pk), sequence))
        if found is not None:
            seen[sequence] = found.size
    return seen


def _confirm(track: Track, seen: dict[int, int]) -> set[int]:
    confirmed = set()
    late = CallRecord.objects.filter(call_id=track.call_id, revision__gt=0).exists()
    for slice_ in track.slices.filter(sequence__in=seen):
        if slice_.stored_at is None and seen[slice_.sequence] != slice_.size:
            # The link binds the length, so only somebody with storage's own keys can bring this about.
            log.error(
                "track %s slice %s: %s bytes stored, %s announced",
                track.pk,
                slice_.sequence,
                seen[slice_.sequence],
                slice_.size,
            )
            continue
        if slice_.stored_at is None:
            slice_.stored_at, slice_.late = timezone.now(), late
            slice_.save(update_fields=["stored_at", "late"])
        confirmed.add(slice_.sequence)
    return confirmed


def _upload_link(track: Track, host: str, slice_: Slice) -> storage.Link:
    key = slice_key(str(track.call_id), str(track.pk), slice_.sequence)
    return storage.upload_link(host, key, slice_.size, slice_.sha256, settings.LINK_SECONDS)
