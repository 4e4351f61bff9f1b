"""Corrections of lines by people: versions with their authors; the original stays."""

from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from business_api.calls.models import CallSide
from business_api.core import limits, live
from business_api.core.errors import Conflict, NotFound
from business_api.core.language import Text
from business_api.recordings.unread import read_again
from business_api.transcripts.models import Correction, Segment
from lodbic_contracts.events import CallChanged

CORRECTIONS_PER_HOUR = 300
# A new revision hears the same words again, a little earlier or later.
SAME_MOMENT_MS = 700


class Corrections(NamedTuple):
    """The corrections of a call, oldest first."""

    items: list[Correction]

    def versions(self, segment: Segment) -> list[Correction]:
        """Those of one line, oldest first."""
        return [
            each
            for each in self.items
            if each.track_id == segment.track_id and abs(each.start_ms - segment.start_ms) <= SAME_MOMENT_MS
        ]

    def find(self, segment: Segment) -> Correction | None:
        """The one that stands; None when there is none or it was taken back."""
        versions = self.versions(segment)
        return versions[-1] if versions and versions[-1].text else None


def corrections_of(call_id: UUID) -> Corrections:
    """All corrections of a call."""
    return Corrections(list(Correction.objects.filter(call_id=call_id).order_by("correction_id")))


def access_segment(side: CallSide, segment_id: int) -> Segment:
    """A line of a call that is one's own. NotFound for any other."""
    segment = Segment.objects.defer("search").filter(pk=segment_id, call_id=side.call_id).first()
    if segment is None:
        raise NotFound()
    return segment


def correct(side: CallSide, segment: Segment, text: str, base: int | None = None) -> Segment:
    """Say what was said there; the original text takes corrections back.

    `base`: how many versions of the line one has seen. Conflict (`line_changed`) when there are others.
    """
    limits.take("correction", str(side.user_id), CORRECTIONS_PER_HOUR, 3600)
    text = "" if text == segment.text else text
    if text == segment.corrected:
        return segment
    with transaction.atomic():
        # First, as the reading of a text takes its job before its lines: the other way round each would wait for the
        # other, and it would write over this correction.
        read_again(segment.call_id)
        if base is not None and len(corrections_of(segment.call_id).versions(segment)) != base:
            raise Conflict(
                Text(
                    "Эту строку только что исправили. Посмотрите, что в ней теперь, и решите снова.",
                    "This line has just been corrected. See what it says now and decide again.",
                ),
                code="line_changed",
            )
        Correction.objects.create(
            call_id=segment.call_id,
            track_id=segment.track_id,
            start_ms=segment.start_ms,
            end_ms=segment.end_ms,
            original=segment.text,
            text=text,
            user_id=side.user_id,
        )
        segment.corrected = text
        # A new revision of the text may have taken the line's place meanwhile: it is read with its corrections.
        Segment.objects.filter(pk=segment.pk).update(corrected=text)
        for other in side.call.sides.all():
            changed = CallChanged(call_id=str(segment.call_id), what="corrections")
            live.tell_user(str(other.user_id), "call.changed", changed)
    return segment


def author_names(side: CallSide) -> dict[UUID, str]:
    """{account: name as shown in this call}."""
    return {other.user_id: other.name for other in side.call.sides.all()}
