"""People. `users` and `passwords` keep the columns the product started from; the rest stands in side tables."""

from typing import ClassVar, Literal

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F
from django.db.models.functions import Lower, Now

from business_api.core.fields import id_field
from business_api.core.matching import folded


class User(models.Model):
    """An account: the version in force. Superseded versions go to `users_history` by a trigger."""

    user_id = id_field()
    login = models.TextField()
    email = models.TextField()
    image_url = models.TextField(null=True)
    """Object key of the avatar."""
    effective_from = models.DateTimeField(db_default=Now())
    effective_to = models.DateTimeField(null=True)
    """Null while the account lives."""

    is_authenticated: ClassVar[Literal[True]] = True
    is_active: ClassVar[Literal[True]] = True

    class Meta:
        db_table = "users"
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("login"), name="users_login_unique"),
            models.UniqueConstraint(
                Lower("email"), name="users_email_unique", condition=models.Q(effective_to__isnull=True)
            ),
        ]


class UserHistory(models.Model):
    """A superseded version of a `users` row. Written by the trigger alone."""

    history_id = models.BigAutoField(primary_key=True)
    user_id = models.UUIDField(db_index=True)
    login = models.TextField()
    email = models.TextField()
    image_url = models.TextField(null=True)
    effective_from = models.DateTimeField()
    effective_to = models.DateTimeField()

    class Meta:
        db_table = "users_history"


class Password(models.Model):
    """A password ever set; exactly one open row per living account. Argon2id, the salt in its own column."""

    pk = models.CompositePrimaryKey("user", "effective_from")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="passwords", db_column="user_id")
    password_hash = models.TextField()
    """`$argon2id$v=19$m=…,t=…,p=…$` and the raw hash in base64, without the salt."""
    password_salt = models.TextField()
    """16 random bytes in base64."""
    effective_from = models.DateTimeField()
    effective_to = models.DateTimeField(null=True)

    class Meta:
        db_table = "passwords"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user"], name="passwords_one_open", condition=models.Q(effective_to__isnull=True)
            )
        ]


class Role(models.TextChoices):
    """What an account may do beyond its own things."""

    PERSON = "person"
    ANALYST = "analyst"
    SUPPORT = "support"
    MARKETING = "marketing"
    ADMINISTRATOR = "administrator"


class Status(models.TextChoices):
    """Where an account stands. `users.effective_to` is set exactly when it is closed."""

    UNCONFIRMED = "unconfirmed"
    ACTIVE = "active"
    BANNED = "banned"
    CLOSED = "closed"


class Language(models.TextChoices):
    """Languages of the interface and of mail."""

    RUSSIAN = "ru"
    ENGLISH = "en"


class Profile(models.Model):
    """What else is known of a person."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, primary_key=True, related_name="profile")
    name = models.TextField()
    """The name others see."""
    about = models.TextField(default="", db_default="")
    city = models.TextField(default="", db_default="")
    language = models.TextField(choices=Language.choices, default=Language.RUSSIAN)
    time_zone = models.TextField(default="Europe/Moscow", db_default="Europe/Moscow")
    role = models.TextField(choices=Role.choices, default=Role.PERSON)
    status = models.TextField(choices=Status.choices, default=Status.UNCONFIRMED)
    email_confirmed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    search_name = folded(F("name"))

    class Meta:
        db_table = "profiles"
        indexes: ClassVar = [
            GinIndex(OpClass("search_name", name="gin_trgm_ops"), name="profiles_name_like"),
        ]


class Session(AbstractBaseSession):
    """A login on one device. Its row's end is the session's end."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sessions")
    digest = models.TextField(unique=True)
    """Names the session to its owner and to signalling without giving away its key."""
    device = models.TextField(default="", db_default="")
    """The browser's User-Agent at login."""
    address = models.GenericIPAddressField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    seen_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "sessions"


class MailPurpose(models.TextChoices):
    """What a mailed link does."""

    CONFIRM_EMAIL = "confirm_email"
    RESET_PASSWORD = "reset_password"  # noqa: S105 - a purpose, not a password


class Letter(models.Model):
    """A letter with a link, to be sent. Its row goes with it; the secret is made then and kept nowhere."""

    letter_id = id_field()
    user = models.ForeignKey(User, on_delete=models.CASCADE)
    purpose = models.TextField(choices=MailPurpose.choices)
    email = models.TextField()
    origin = models.TextField()
    """This site, as the person's browser names it."""
    ordered_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField(db_default=Now())
    """When it is tried, or tried again."""
    tries = models.IntegerField(default=0, db_default=0)

    class Meta:
        db_table = "letters"
        indexes: ClassVar = [models.Index(fields=["due_at"], name="letters_due")]


class MailToken(models.Model):
    """A link sent by mail: its secret's SHA-256, for one use until it expires."""

    digest = models.TextField(primary_key=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE)
    purpose = models.TextField(choices=MailPurpose.choices)
    email = models.TextField()
    """The address it was sent to: it confirms that one and no other."""
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "mail_tokens"
