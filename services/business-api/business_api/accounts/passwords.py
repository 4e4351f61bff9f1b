"""Passwords: Argon2id with its salt in a column of its own, and what makes a password too weak."""

import base64
import hmac
import secrets
import threading
from datetime import datetime
from functools import cache

from argon2.low_level import Type, hash_secret_raw
from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from business_api.accounts.models import Password, User
from business_api.core.language import Text

HASH_BYTES, SALT_BYTES = 32, 16
SHORTEST, LONGEST = 10, 256
# 64 MiB and some 200 ms each: two at a time keep a burst of logins from taking the machine.
_at_a_time = threading.BoundedSemaphore(2)
_NOBODYS_SALT = base64.b64encode(secrets.token_bytes(SALT_BYTES)).decode()
_too_well_known = cache(CommonPasswordValidator)  # reads twenty thousand passwords


def _parameters() -> str:
    return f"m={settings.ARGON2_MEMORY_KIB},t={settings.ARGON2_PASSES},p=1"


def _hash(password: str, salt: str, parameters: str) -> str:
    costs = dict(part.split("=") for part in parameters.split(","))
    with _at_a_time:
        raw = hash_secret_raw(
            secret=password.encode(),
            salt=base64.b64decode(salt),
            time_cost=int(costs["t"]),
            memory_cost=int(costs["m"]),
            parallelism=int(costs["p"]),
            hash_len=HASH_BYTES,
            type=Type.ID,
            version=19,
        )
    return f"$argon2id$v=19${parameters}${base64.b64encode(raw).decode()}"


def password_weakness(password: str, *personal: str) -> Text | None:
    """Why a password will not do, or None. `personal` must not be the password: login, e-mail."""
    if len(password) < SHORTEST:
        return Text(f"Нужно не меньше {SHORTEST} знаков.", f"Use at least {SHORTEST} characters.")
    if len(password) > LONGEST:
        return Text(f"Нужно не больше {LONGEST} знаков.", f"Use at most {LONGEST} characters.")
    lowered = password.lower()
    if any(lowered in {own.lower(), own.lower().split("@")[0]} for own in personal if own):
        return Text("Пароль не должен повторять логин или почту.", "The password must not be the login or the e-mail.")
    try:
        _too_well_known().validate(password)
    except ValidationError:
        return Text(
            "Этот пароль слишком известный. Придумайте другой.", "This password is too well known. Choose another."
        )
    return None


def set_password(user: User, password: str) -> None:
    """Close the open password row and open a new one. Call inside a transaction."""
    salt = base64.b64encode(secrets.token_bytes(SALT_BYTES)).decode()
    hashed = _hash(password, salt, _parameters())
    now = timezone.now()
    close_password(user, now)
    Password.objects.create(user=user, password_hash=hashed, password_salt=salt, effective_from=now)


def close_password(user: User, now: datetime) -> None:
    """End the open password row: nobody can log in until a new one is set."""
    Password.objects.filter(user=user, effective_to__isnull=True).update(effective_to=now)


def password_is_right(user: User | None, password: str) -> bool:
    """Whether it is the person's password now. Takes as long for a person who does not exist.

    The open row is locked against a change in the meantime when called inside a transaction.
    """
    row = None
    if user is not None:
        rows = Password.objects.filter(user=user, effective_to__isnull=True)
        # FOR SHARE wants no more than the UPDATE (effective_to) this role has.
        row = (rows.select_for_update() if connection.in_atomic_block else rows).first()
    if row is None:
        _hash(password, _NOBODYS_SALT, _parameters())
        return False
    parameters = row.password_hash.split("$")[3]
    return hmac.compare_digest(_hash(password, row.password_salt, parameters), row.password_hash)
