"""Signs the tickets that open sockets, and the credentials for the relay server."""

import base64
import hashlib
import hmac
import time
import uuid
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.conf import settings

from business_api.accounts.models import User
from business_api.accounts.sessions import session_digest
from business_api.calls.models import CallSide
from lodbic_contracts.tickets import TICKET_ALGORITHM, TICKET_SECONDS, CallTicket, PresenceTicket


@cache
def _key() -> Any:
    return load_pem_private_key(settings.TICKET_PRIVATE_KEY.encode(), password=None)


def _sign(ticket: PresenceTicket | CallTicket) -> str:
    return jwt.encode(ticket.model_dump(mode="json"), _key(), algorithm=TICKET_ALGORITHM)


def _claims(user: User, session_key: str) -> dict[str, Any]:
    now = int(time.time())
    return {
        "iat": now,
        "exp": now + TICKET_SECONDS,
        "jti": str(uuid.uuid4()),
        "sub": str(user.pk),
        "session": session_digest(session_key),
    }


def presence_ticket(user: User, session_key: str) -> str:
    """A signed PresenceTicket."""
    return _sign(PresenceTicket(**_claims(user, session_key)))


def call_ticket(user: User, session_key: str, side: CallSide) -> str:
    """A signed CallTicket for the person's side of a call."""
    return _sign(
        CallTicket(
            **_claims(user, session_key),
            call_id=str(side.call_id),
            participant_id=side.participant_id,
            name=side.name,
            image_url=side.image_url,
            side="caller" if side.side == "caller" else "callee",
        )
    )


def ice_servers(participant_id: str) -> list[dict[str, Any]]:
    """RTCIceServer entries; TURN credentials run out by themselves (coturn's use-auth-secret)."""
    servers: list[dict[str, Any]] = [{"urls": [url]} for url in settings.STUN_URLS]
    if settings.TURN_URLS and settings.TURN_SECRET:
        username = f"{int(time.time()) + settings.TURN_SECONDS}:{participant_id}"
        digest = hmac.new(settings.TURN_SECRET.encode(), username.encode(), hashlib.sha1).digest()
        credential = base64.b64encode(digest).decode()
        servers.append({"urls": list(settings.TURN_URLS), "username": username, "credential": credential})
    return servers
