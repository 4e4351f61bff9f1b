"""The session engine: Django's database sessions with the person and the device in columns of their own."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from business_api.accounts.models import Session, Status, User

SEEN_EVERY = timedelta(minutes=1)


def session_digest(session_key: str) -> str:
    """Names a session without giving away its key: 32 hex digits of its SHA-256."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:32]


class SessionStore(DatabaseStore):
    """Writes the columns `user`, `digest`, `device` and `address` beside the data."""

    @classmethod
    def get_model_class(cls) -> type[Any]:
        """The table."""
        return Session

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


def person_of_session(session: SessionBase) -> User | None:
    """The living, not banned person who logged in with this session, or None. Notes once a minute that it is used."""
    user_id = session.get("user_id")
    if user_id is None:
        return None
    user = User.objects.select_related("profile").filter(pk=user_id, effective_to__isnull=True).first()
    if user is None or user.profile.status in {Status.BANNED, Status.CLOSED}:
        return None
    now = timezone.now()
    Session.objects.filter(pk=session.session_key, seen_at__lt=now - SEEN_EVERY).update(seen_at=now)
    return user
