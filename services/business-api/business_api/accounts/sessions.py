"""The session engine: Django's database sessions with the person and the device in columns of their own."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from business_api.accounts.models import Session, Status, User

SEEN_EVERY = timedelta(minutes=1)


def session_digest(session_key: str) -> str:
    """Names a session without giving away its key: 32 hex digits of its SHA-256."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:32]


class SessionStore(DatabaseStore):
    """Writes the columns `user`, `digest`, `device` and `address` beside the data; reads its person along with them."""

    row: Session | None = None
    """As it was read, with its person and their profile."""

    @classmethod
    def get_model_class(cls) -> type[Any]:
        """The table."""
        return Session

    def load(self) -> dict[str, Any]:
        """The data; none when the session has ended."""
        rows = Session.objects.select_related("user__profile")
        self.row = rows.filter(pk=self.session_key, expire_date__gt=timezone.now()).first()
        if self.row is None:
            self._session_key = None
            return {}
        data: dict[str, Any] = self.decode(self.row.session_data)
        return data

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """The row to save. Django saves it whole: the columns it does not know are taken from the data."""
        instance: Any = super().create_model_instance(data)
        instance.digest = session_digest(instance.session_key)
        instance.user_id = data.get("user_id")
        instance.device = str(data.get("device", ""))[:400]
        instance.address = data.get("address")
        instance.created_at = datetime.fromisoformat(data["created_at"]) if "created_at" in data else timezone.now()
        instance.seen_at = timezone.now()
        return instance


def person_of_session(session: SessionStore) -> User | None:
    """The living, not banned person who logged in with this session, or None. Notes once a minute that it is used."""
    row = session.row if session.get("user_id") else None
    # A session that was begun anew after it was read has another key.
    if row is None or row.pk != session.session_key:
        return None
    user = row.user
    if user is None or user.effective_to is not None or user.profile.status in {Status.BANNED, Status.CLOSED}:
        return None
    now = timezone.now()
    if row.seen_at < now - SEEN_EVERY:
        Session.objects.filter(pk=row.pk, seen_at__lt=now - SEEN_EVERY).update(seen_at=now)
    return user
