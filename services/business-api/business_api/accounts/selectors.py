"""Reading people."""

from datetime import timedelta
from functools import cache
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Lower, Now
from django.utils import timezone

from business_api.accounts.models import Session, Status, User
from business_api.adverts.models import Advert, AdvertState
from business_api.calls.models import Presence
from business_api.core.errors import NotFound
from business_api.core.matching import likest_first, match_words, words_of
from business_api.trust.models import Block

ONLINE_FOR = timedelta(seconds=40)


def person_by_login(name: str) -> User | None:
    """The living account with this login or e-mail, in any letter case."""
    lowered = name.strip().lower()
    found = User.objects.select_related("profile").annotate(low_login=Lower("login"), low_email=Lower("email"))
    column = "low_email" if "@" in lowered else "low_login"
    return found.filter(**{column: lowered}, effective_to__isnull=True).first()


def online(column: str) -> Exists:
    """Whether the person in `column` has an open tab now."""
    return Exists(Presence.objects.filter(user_id=OuterRef(column), sockets__gt=0, seen_at__gt=Now() - ONLINE_FOR))


def _standing() -> QuerySet[User]:
    return User.objects.filter(effective_to__isnull=True, profile__status__in=[Status.ACTIVE, Status.UNCONFIRMED])


def _people(viewer: User | None) -> QuerySet[User]:
    blocked = Block.objects.filter(blocker=viewer, blocked=OuterRef("pk")) if viewer else Block.objects.none()
    return _shown_people().annotate(blocked_by_me=Exists(blocked))


@cache  # to build it takes longer than the database does with it
def _shown_people() -> QuerySet[User]:
    adverts = Advert.objects.filter(seller=OuterRef("pk"), state=AdvertState.ACTIVE).order_by().values("seller")
    seen = Presence.objects.filter(user=OuterRef("pk")).order_by().values("user")
    return (
        _standing()
        .select_related("profile")
        .annotate(
            online=online("pk"),
            seen_at=Subquery(seen.annotate(latest=Max("seen_at")).values("latest")),
            adverts_count=Coalesce(Subquery(adverts.annotate(count=Count("pk")).values("count")), 0),
        )
    )


def find_people(viewer: User | None, text: str, city: str) -> QuerySet[User]:
    """Confirmed people whose name or login is like `text`, best first; spelling mistakes are tolerated."""
    by_likeness = bool(words_of(text))
    rows = _standing() if by_likeness else _people(viewer)
    rows = rows.filter(profile__status=Status.ACTIVE).alias(low_login=Lower("login"))
    if city:
        rows = rows.filter(profile__city__iexact=city)
    rows = match_words(rows, text, "profile__search_name", contains=("low_login",))
    return likest_first(_people(viewer), rows, text, "profile__search_name") if by_likeness else rows.order_by("-pk")


def access_person(viewer: User | None, user_id: UUID) -> User:
    """A person's public page. NotFound when closed or banned."""
    user = _people(viewer).filter(pk=user_id).first()
    if user is None:
        raise NotFound()
    return user


def blocked_people(viewer: User) -> QuerySet[User]:
    """Whom the viewer has blocked by name, newest first."""
    return _people(viewer).filter(blocks_received__blocker=viewer).order_by("-blocks_received__created_at")


def sessions_of(user: User) -> QuerySet[Session]:
    """The person's logins that have not run out, last used first."""
    return Session.objects.filter(user=user, expire_date__gt=timezone.now()).order_by("-seen_at")
