"""Agreed meetings as iCalendar (RFC 5545): one meeting, a person's feed, links into calendars on the web."""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Alarm, Calendar, Event  # type: ignore[import-untyped]  # no types shipped

from business_api.accounts.models import User
from business_api.core.language import Text
from business_api.deals.models import CalendarFeed, Negotiation, Outcome
from business_api.deals.negotiations import others_of, own_negotiations

MEETING = timedelta(hours=1)
REMIND = timedelta(hours=1)
KEEP = timedelta(days=90)
YEAR = timedelta(days=366)
MOST_MEETINGS = 500
MEETING_WITH = Text("Встреча: {what}", "Meeting: {what}")
NO_ITEM = Text("сделка", "a deal")


def has_meeting(negotiation: Negotiation) -> bool:
    """Whether both have agreed on a moment."""
    return negotiation.agreed_version is not None and negotiation.meet_at is not None


def calendar_of(rows: Sequence[Negotiation], user: User, language: str) -> bytes:
    """A calendar of these meetings; one that was called off is cancelled, so that calendars take it out."""
    calendar = Calendar()
    calendar.add("prodid", "-//Lodbic//Meetings//RU")
    calendar.add("version", "2.0")
    cancelled = len(rows) == 1 and rows[0].outcome == Outcome.FELL_THROUGH
    calendar.add("method", "CANCEL" if cancelled else "PUBLISH")
    calendar.add("x-wr-calname", "Lodbic")
    others = others_of([row.pk for row in rows], user)
    for row in rows:
        calendar.add_component(_event(row, others[row.pk].name, language))
    if rows:
        # Zones as they are around the meetings: some readers stumble over a zone's older changes.
        days = [row.meet_at.date() for row in rows if row.meet_at]
        calendar.add_missing_timezones(min(days) - YEAR, max(days) + YEAR)
    return bytes(calendar.to_ical())


def _event(row: Negotiation, other: str, language: str) -> Event:
    assert row.meet_at is not None
    event = Event()
    event.add("uid", f"{row.pk}@lodbic")
    event.add("dtstamp", row.changed_at.astimezone(UTC))
    event.add("last-modified", row.changed_at.astimezone(UTC))
    event.add("sequence", row.sequence)
    starts = row.meet_at.astimezone(ZoneInfo(row.time_zone))
    event.add("dtstart", starts)
    event.add("dtend", starts + MEETING)
    event.add("summary", _summary(row, language))
    if row.place:
        event.add("location", row.place)
    event.add("description", _description(row, other, language))
    event.add("status", "CANCELLED" if row.outcome == Outcome.FELL_THROUGH else "CONFIRMED")
    if row.outcome != Outcome.FELL_THROUGH:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", _summary(row, language))
        alarm.add("trigger", -REMIND)
        event.add_component(alarm)
    return event


def _summary(row: Negotiation, language: str) -> str:
    return MEETING_WITH.to(language).format(what=row.item or row.name or NO_ITEM.to(language))


def _description(row: Negotiation, other: str, language: str) -> str:
    lines = [Text(f"С кем: {other}", f"With: {other}").to(language)]
    if row.price_minor is not None:
        price = f"{row.price_minor / 100:,.2f}".replace(",", " ").removesuffix(".00")
        lines.append(Text(f"Цена: {price} {row.currency}", f"Price: {price} {row.currency}").to(language))
    lines.append(page_of(row))
    return "\n".join(lines)


def page_of(row: Negotiation) -> str:
    """The address of the negotiation's page."""
    return f"{settings.PUBLIC_ORIGINS[0]}/deals/{row.pk}"


def links_to(row: Negotiation) -> dict[str, str] | None:
    """Ways to put the agreed meeting into a calendar; None when there is none."""
    if not has_meeting(row) or row.outcome == Outcome.FELL_THROUGH:
        return None
    assert row.meet_at is not None
    language = str(Text("ru", "en"))
    title, details = _summary(row, language), page_of(row)
    local = row.meet_at.astimezone(ZoneInfo(row.time_zone))

    def stamp(moment: datetime) -> str:
        return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")

    google: dict[str, Any] = {
        "action": "TEMPLATE", "text": title, "dates": f"{stamp(local)}/{stamp(local + MEETING)}", "details": details,
        "location": row.place, "ctz": row.time_zone,
    }  # fmt: skip
    yandex = {
        "name": title, "startTs": f"{local:%Y-%m-%dT%H:%M:%S}", "endTs": f"{local + MEETING:%Y-%m-%dT%H:%M:%S}",
        "description": details, "location": row.place,
    }  # fmt: skip
    return {
        "ics": f"/api/negotiations/{row.pk}/meeting.ics",
        "google": "https://calendar.google.com/calendar/render?" + urlencode(google),
        "yandex": "https://calendar.yandex.ru/event?" + urlencode(yandex),
    }


def meetings_of(user: User) -> list[Negotiation]:
    """What stands in a person's feed: agreed meetings of the last months and all to come."""
    since = datetime.now(UTC) - KEEP
    rows = own_negotiations(user).filter(agreed_version__isnull=False, meet_at__gte=since)
    return list(rows.order_by("meet_at")[:MOST_MEETINGS])


# --- the address of the feed


def _signature(user_id: str, number: int) -> str:
    digest = hmac.new(settings.SECRET_KEY.encode(), f"calendar feed {user_id} {number}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest.digest()[:24]).decode()


def feed_address(user: User) -> str:
    """The private address of a person's feed, as a path."""
    feed, _ = CalendarFeed.objects.get_or_create(user=user)
    return f"/api/calendar/{user.pk.hex}.{_signature(str(user.pk), feed.number)}.ics"


def renew_feed(user: User) -> str:
    """A new address; the old one finds nothing from now on."""
    feed, _ = CalendarFeed.objects.select_for_update().get_or_create(user=user)
    feed.number += 1
    feed.save(update_fields=["number"])
    return feed_address(user)


def owner_of(user_hex: str, signature: str) -> User | None:
    """Whose feed an address is; None when it was guessed or renewed, or the account is closed."""
    feed = CalendarFeed.objects.select_related("user__profile").filter(user_id=user_hex).first()
    if feed is None or feed.user.effective_to is not None:
        return None
    return feed.user if hmac.compare_digest(_signature(str(feed.user_id), feed.number), signature) else None
