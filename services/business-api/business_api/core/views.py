"""What views share."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from business_api.accounts.models import Status, User
from business_api.core.errors import Forbidden
from business_api.core.language import Text


def body(serializer: type[serializers.Serializer[Any]], request: Request, *, partial: bool = False) -> dict[str, Any]:
    """The validated body of a request."""
    checked = serializer(data=request.data, partial=partial)
    checked.is_valid(raise_exception=True)
    return dict(checked.validated_data)


def viewer(request: Request) -> User | None:
    """Who asks, or None for a stranger."""
    user: object = request.user
    return user if isinstance(user, User) else None


def person(request: Request) -> User:
    """Who asks; permission classes have seen to it that there is one."""
    user = viewer(request)
    assert user is not None
    return user


def confirmed_person(request: Request) -> User:
    """Who asks, once the e-mail is confirmed. Forbidden (`email_not_confirmed`) before."""
    user = person(request)
    if user.profile.status != Status.ACTIVE:
        raise Forbidden(
            Text(
                "Сначала подтвердите почту: ссылка — в письме, которое мы отправили.",
                "Confirm your e-mail first: the link is in the letter we sent.",
            ),
            code="email_not_confirmed",
        )
    return user
