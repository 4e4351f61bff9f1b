"""What accounts' requests carry and answers show."""

import re
from typing import Any

from django.http import HttpRequest
from rest_framework import serializers

from business_api.accounts.models import Language, Role, Session, Status, User
from business_api.core import storage
from business_api.core.language import Text
from business_api.core.serializers import LineField, StrictSerializer, TextField, TimeZoneField
from business_api.core.sites import host_of

_LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{2,31}")


def _check_login(value: str) -> None:
    if not _LOGIN.fullmatch(value):
        text = Text(
            "От 3 до 32 знаков: латинские буквы, цифры, точка, дефис, подчёркивание.",
            "3 to 32 characters: Latin letters, digits, dot, hyphen, underscore.",
        )
        raise serializers.ValidationError(str(text))


class LoginSerializer(StrictSerializer):
    """Login or e-mail, and password."""

    login = serializers.CharField(max_length=254)
    password = serializers.CharField(max_length=1000, trim_whitespace=False)


class RegisterSerializer(StrictSerializer):
    """A new account."""

    login = serializers.CharField(validators=[_check_login])
    email = serializers.EmailField(max_length=254)
    password = serializers.CharField(max_length=1000, trim_whitespace=False)
    name = LineField(min_length=1, max_length=60)
    language = serializers.ChoiceField(Language.choices, default=Language.RUSSIAN)


class TokenSerializer(StrictSerializer):
    """The secret of a mailed link."""

    token = serializers.CharField(max_length=100)


class EmailSerializer(StrictSerializer):
    """An e-mail address."""

    email = serializers.EmailField(max_length=254)


class ResetSerializer(TokenSerializer):
    """A mailed link's secret and the new password."""

    password = serializers.CharField(max_length=1000, trim_whitespace=False)


class PasswordSerializer(StrictSerializer):
    """The password now."""

    password = serializers.CharField(max_length=1000, trim_whitespace=False)


class ChangePasswordSerializer(PasswordSerializer):
    """The password now and the one to be."""

    new_password = serializers.CharField(max_length=1000, trim_whitespace=False)


class ChangeProfileSerializer(StrictSerializer):
    """What a person may change of themselves."""

    name = LineField(min_length=1, max_length=60, required=False)
    about = TextField(max_length=1000, allow_blank=True, required=False)
    city = LineField(max_length=80, allow_blank=True, required=False)
    language = serializers.ChoiceField(Language.choices, required=False)
    time_zone = TimeZoneField(required=False)
    email = serializers.EmailField(max_length=254, required=False)
    password = serializers.CharField(max_length=1000, trim_whitespace=False, required=False)


class FindPeopleSerializer(StrictSerializer):
    """A search for people."""

    q = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    city = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    page = serializers.IntegerField(min_value=1, max_value=500, default=1)


class MeSerializer(serializers.Serializer[Any]):
    """One's own account."""

    user_id = serializers.UUIDField()
    login = serializers.CharField()
    email = serializers.EmailField()
    name = serializers.CharField()
    about = serializers.CharField(allow_blank=True)
    city = serializers.CharField(allow_blank=True)
    language = serializers.ChoiceField(Language.choices)
    time_zone = serializers.CharField()
    role = serializers.ChoiceField(Role.choices)
    status = serializers.ChoiceField(Status.choices)
    email_confirmed = serializers.BooleanField()
    image_url = serializers.CharField(allow_null=True)
    created_at = serializers.DateTimeField()


class SessionStateSerializer(serializers.Serializer[Any]):
    """Who is logged in, if anybody."""

    me = MeSerializer(allow_null=True)


class PersonSerializer(serializers.Serializer[Any]):
    """A person as others see them."""

    user_id = serializers.UUIDField()
    name = serializers.CharField()
    about = serializers.CharField(allow_blank=True)
    city = serializers.CharField(allow_blank=True)
    image_url = serializers.CharField(allow_null=True)
    online = serializers.BooleanField()
    seen_at = serializers.DateTimeField(allow_null=True)
    since = serializers.DateTimeField()
    adverts_count = serializers.IntegerField()
    blocked_by_me = serializers.BooleanField()


class SessionSerializer(serializers.Serializer[Any]):
    """A login on one device."""

    id = serializers.CharField()
    device = serializers.CharField(allow_blank=True)
    address = serializers.CharField(allow_null=True)
    created_at = serializers.DateTimeField()
    seen_at = serializers.DateTimeField()
    current = serializers.BooleanField()


class SessionsSerializer(serializers.Serializer[Any]):
    """The person's logins."""

    items = SessionSerializer(many=True)


def image_link(request: HttpRequest, key: str | None) -> str | None:
    """A link to a picture, or None."""
    return storage.picture_link(host_of(request), key) if key else None


def show_me(request: HttpRequest, user: User) -> dict[str, Any]:
    """MeSerializer's shape."""
    profile = user.profile
    return {
        "user_id": str(user.pk),
        "login": user.login,
        "email": user.email,
        "name": profile.name,
        "about": profile.about,
        "city": profile.city,
        "language": profile.language,
        "time_zone": profile.time_zone,
        "role": profile.role,
        "status": profile.status,
        "email_confirmed": profile.email_confirmed_at is not None,
        "image_url": image_link(request, user.image_url),
        "created_at": profile.created_at,
    }


def show_person(request: HttpRequest, user: Any) -> dict[str, Any]:
    """PersonSerializer's shape, of a row that the selectors annotated."""
    return {
        "user_id": str(user.pk),
        "name": user.profile.name,
        "about": user.profile.about,
        "city": user.profile.city,
        "image_url": image_link(request, user.image_url),
        "online": user.online,
        "seen_at": user.seen_at,
        "since": user.profile.created_at,
        "adverts_count": user.adverts_count,
        "blocked_by_me": user.blocked_by_me,
    }


def show_session(session: Session, current: str | None) -> dict[str, Any]:
    """SessionSerializer's shape."""
    return {
        "id": session.digest,
        "device": session.device,
        "address": session.address,
        "created_at": session.created_at,
        "seen_at": session.seen_at,
        "current": session.pk == current,
    }
