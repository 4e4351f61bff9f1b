"""Agreed meetings as iCalendar (RFC 5545): one meeting, a person's feed, links into calendars on the web."""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from typing import Any, NamedTuple
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count
from icalendar import Alarm, Calendar, Event, vCalAddress  # type: ignore[import-untyped]  # no types shipped

from business_api.accounts.models import User
from business_api.core.language import Text
from business_api.deals.models import CalendarFeed, DealCard, Negotiation, Outcome
from business_api.deals.negotiations import others_of, own_negotiations

MEETING = timedelta(hours=1)
REMIND = timedelta(hours=1)
KEEP = timedelta(days=90)
YEAR = timedelta(days=366)
MOST_MEETINGS = 500
# As browsers write them beside an amount; others by their letters.
SIGNS = {"RUB": "₽", "USD": "$", "EUR": "€", "GBP": "£", "KZT": "₸", "UAH": "₴", "AMD": "֏", "GEL": "₾", "AZN": "₼"}
MEETING_WITH = Text("Встреча: {what}", "Meeting: {what}")
NO_ITEM = Text("сделка", "a deal")


class Meeting(NamedTuple):
    """A meeting that both have agreed on: of which negotiation, what its terms say, and whether it was called off."""

    row: Negotiation
    terms: Negotiation | DealCard
    called_off: bool


def meeting_of(row: Negotiation) -> Meeting | None:
    """The last meeting that both agreed on; called off when it fell through, or they agreed on none since."""
    if row.agreed_version is None:
        return None
    if row.meet_at is not None:
        return Meeting(row, row, row.outcome == Outcome.FELL_THROUGH)
    agreed = row.confirmations.values("version").annotate(people=Count("user")).filter(people=2)
    before = row.cards.filter(version__in=agreed.values("version"), version__lt=row.agreed_version)
    dropped = before.filter(meet_at__isnull=False).order_by("-version").first()
    return Meeting(row, dropped, called_off=True) if dropped else None


def file_of(meeting: Meeting, user: User, language: str) -> bytes:
    """One meeting, to be imported; once it was called off, what takes it out again."""
    return _calendar_of([meeting], user, language, "CANCEL" if meeting.called_off else "PUBLISH")


def feed_of(user: User, language: str) -> bytes:
    """All that stands in a person's feed."""
    return _calendar_of(_meetings_of(user), user, language, "PUBLISH")


def _calendar_of(meetings: Sequence[Meeting], user: User, language: str, method: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Lodbic//Meetings//RU")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add("x-wr-calname", "Lodbic")
    others = others_of([meeting.row.pk for meeting in meetings], user)
    for meeting in meetings:
        calendar.add_component(_event(meeting, others[meeting.row.pk].name, language))
    if meetings:
        # Zones as they are around the meetings: some readers stumble over a zone's older changes.
        days = [meeting.terms.meet_at.date() for meeting in meetings if meeting.terms.meet_at]
        calendar.add_missing_timezones(min(days) - YEAR, max(days) + YEAR)
    return bytes(calendar.to_ical())


def _event(meeting: Meeting, other: str, language: str) -> Event:
    row, terms = meeting.row, meeting.terms
    assert terms.meet_at is not None
    event = Event()
    event.add("uid", f"{row.pk}@lodbic")
    event.add("organizer", _organizer())
    event.add("dtstamp", row.changed_at.astimezone(UTC))
    event.add("last-modified", row.changed_at.astimezone(UTC))
    event.add("sequence", row.sequence)
    zone = ZoneInfo(terms.time_zone)
    event.add("dtstart", terms.meet_at.astimezone(zone))
    # Counted before it is told by the clocks there, which may be put forward meanwhile.
    event.add("dtend", (terms.meet_at + MEETING).astimezone(zone))
    event.add("summary", _summary(meeting, language))
    if terms.place:
        event.add("location", terms.place)
    event.add("description", _description(meeting, other, language))
    event.add("status", "CANCELLED" if meeting.called_off else "CONFIRMED")
    if not meeting.called_off:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", _summary(meeting, language))
        alarm.add("trigger", -REMIND)
        event.add_component(alarm)
    return event


def _organizer() -> Any:
    """Lodbic itself: what is published or called off must name one (RFC 5546, 3.2); no person's address is told."""
    name, address = parseaddr(settings.MAIL_FROM)
    organizer = vCalAddress(f"mailto:{address}")
    organizer.params["CN"] = name or "Lodbic"
    return organizer


def _summary(meeting: Meeting, language: str) -> str:
    return MEETING_WITH.to(language).format(what=meeting.terms.item or meeting.row.name or NO_ITEM.to(language))


def _description(meeting: Meeting, other: str, language: str) -> str:
    terms = meeting.terms
    lines = [Text(f"С кем: {other}", f"With: {other}").to(language)]
    if terms.price_minor is not None:
        lines.append(_price(terms.price_minor, terms.currency).to(language))
    lines.append(page_of(meeting.row))
    return "\n".join(lines)


def _price(minor: int, currency: str) -> Text:
    """«12 500 ₽», «₽12,500», «UZS 12,500»: as the pages write it."""
    amount, sign = f"{minor / 100:,.2f}".removesuffix(".00"), SIGNS.get(currency)
    russian = amount.replace(",", " ").replace(".", ",")
    return Text(f"Цена: {russian} {sign or currency}", f"Price: {sign or f'{currency} '}{amount}")


def page_of(row: Negotiation) -> str:
    """The address of the negotiation's page."""
    return f"{settings.PUBLIC_ORIGINS[0]}/deals/{row.pk}"


def links_to(row: Negotiation, zone: str) -> dict[str, str | None] | None:
    """Ways to put the agreed meeting into a calendar, or a called-off one out of it; None when there is none.

    `zone`: the viewer's own.
    """
    meeting = meeting_of(row)
    if meeting is None:
        return None
    file = f"/api/negotiations/{row.pk}/meeting.ics"
    if meeting.called_off:
        return {"ics": file, "google": None, "yandex": None}
    assert row.meet_at is not None
    language = str(Text("ru", "en"))
    title, details = _summary(meeting, language), page_of(row)
    times = [row.meet_at, row.meet_at + MEETING]
    google: dict[str, Any] = {
        "action": "TEMPLATE", "text": title, "details": details,
        "dates": "/".join(f"{time.astimezone(UTC):%Y%m%dT%H%M%SZ}" for time in times),
        "location": row.place, "ctz": row.time_zone,
    }  # fmt: skip
    # Its link has no place for a zone: the times are read by the clocks of the calendar, which are the viewer's.
    starts, ends = (f"{time.astimezone(ZoneInfo(zone)):%Y-%m-%dT%H:%M:%S}" for time in times)
    yandex = {"name": title, "startTs": starts, "endTs": ends, "description": details, "location": row.place}
    return {
        "ics": file,
        "google": "https://calendar.google.com/calendar/render?" + urlencode(google),
        "yandex": "https://calendar.yandex.ru/event?" + urlencode(yandex),
    }


def _meetings_of(user: User) -> list[Meeting]:
    """What stands in a person's feed: agreed meetings of the last months and all to come.

    One that a new agreement dropped is not there any more, which takes it out of calendars that subscribe.
    """
    since = datetime.now(UTC) - KEEP
    rows = own_negotiations(user).filter(agreed_version__isnull=False, meet_at__gte=since)
    return [meeting for row in rows.order_by("meet_at")[:MOST_MEETINGS] if (meeting := meeting_of(row))]


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
