"""Changing accounts. Each function is one transaction and tells the others after it."""

from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone

from business_api.accounts.mail import order_letter, use_link
from business_api.accounts.models import MailPurpose, Profile, Session, Status, User
from business_api.accounts.passwords import close_password, password_is_right, password_weakness, set_password
from business_api.accounts.selectors import person_by_login
from business_api.adverts.models import Advert, AdvertState
from business_api.core import limits, live
from business_api.core.errors import ApiError, NotFound
from business_api.core.language import Text
from business_api.core.sites import origin_of
from lodbic_contracts.control import SessionsEnded

LOGIN_TAKEN = Text("Этот логин уже занят. Придумайте другой.", "This login is taken. Choose another.")
EMAIL_TAKEN = Text(
    "На эту почту уже есть аккаунт. Войдите в него.", "There is an account with this e-mail. Log in to it."
)
WRONG_PASSWORD = Text(
    "Пароль не подошёл. Проверьте раскладку и Caps Lock.", "That is not the password. Check Caps Lock."
)


def _taken(error: IntegrityError) -> ApiError:
    if "users_login_unique" in str(error):
        return ApiError(LOGIN_TAKEN, code="login_taken", fields={"login": LOGIN_TAKEN})
    if "users_email_unique" in str(error):
        return ApiError(EMAIL_TAKEN, code="email_taken", fields={"email": EMAIL_TAKEN})
    raise error


def _refuse_weak(field: str, password: str, *personal: str) -> None:
    if weakness := password_weakness(password, *personal):
        raise ApiError(weakness, code="weak_password", fields={field: weakness})


def register(request: HttpRequest, login: str, email: str, password: str, name: str, language: str) -> User:
    """Make an account and log in to it; a letter with a confirmation link goes out."""
    limits.take("register", limits.client_address(request), settings.REGISTRATIONS_PER_HOUR, 3600)
    _refuse_weak("password", password, login, email)
    try:
        with transaction.atomic():
            user = User.objects.create(login=login, email=email)
            Profile.objects.create(user=user, name=name, language=language)
            set_password(user, password)
            order_letter(user, MailPurpose.CONFIRM_EMAIL, origin_of(request))
            _open_session(request, user)
    except IntegrityError as error:
        raise _taken(error) from error
    return user


def log_in(request: HttpRequest, login: str, password: str) -> User:
    """Check the password and open a session. ApiError (`wrong_credentials`), TooMany."""
    address = limits.client_address(request)
    limits.take("login-address", address, settings.LOGIN_TRIES * 10, settings.LOGIN_TRIES_SECONDS)
    limits.take("login", login.strip().lower(), settings.LOGIN_TRIES, settings.LOGIN_TRIES_SECONDS)
    user = person_by_login(login)
    # In one transaction, so that a password changed at this very moment cannot leave a session of the old one behind.
    with transaction.atomic():
        if not password_is_right(user, password) or user is None:
            raise ApiError(
                Text("Логин или пароль не подошли. Проверьте их.", "Login or password did not fit. Check them."),
                code="wrong_credentials",
            )
        if user.profile.status == Status.BANNED:
            raise ApiError(
                Text("Аккаунт заблокирован. Напишите в поддержку.", "This account is banned. Write to support."),
                code="account_banned",
            )
        _open_session(request, user)
    limits.forget("login", login.strip().lower())
    return user


def _open_session(request: HttpRequest, user: User) -> None:
    request.session.flush()
    request.session["user_id"] = str(user.pk)
    request.session["device"] = request.headers.get("User-Agent", "")[:400]
    request.session["address"] = limits.client_address(request) or None
    request.session["created_at"] = timezone.now().isoformat()
    request.session.save()


def log_out(request: HttpRequest, user: User) -> None:
    """End this session; its sockets close."""
    end_sessions(user, [_current(request)], "logged_out")
    request.session.flush()


def _current(request: HttpRequest) -> str:
    return Session.objects.values_list("digest", flat=True).get(pk=request.session.session_key)


def end_session(user: User, digest: str) -> None:
    """End one of the person's sessions. NotFound when it is none of theirs."""
    if not end_sessions(user, [digest], "logged_out"):
        raise NotFound()


@transaction.atomic
def end_sessions(user: User, digests: list[str] | None, reason: Any) -> int:
    """End the named sessions of a person, or all of them (None); their sockets close. How many ended."""
    rows = Session.objects.filter(user=user)
    if digests is not None:
        rows = rows.filter(digest__in=digests)
    ended = list(rows.values_list("digest", flat=True))
    rows.delete()
    if ended:
        live.order(SessionsEnded(user_id=str(user.pk), sessions=ended, reason=reason))
    return len(ended)


def end_other_sessions(request: HttpRequest, user: User, reason: Any = "logged_out") -> None:
    """End all of the person's sessions but the one that asks."""
    others = Session.objects.filter(user=user).exclude(pk=request.session.session_key)
    end_sessions(user, list(others.values_list("digest", flat=True)), reason)


def confirm_email(secret: str) -> User:
    """Use a confirmation link."""
    with transaction.atomic():
        token = use_link(secret, MailPurpose.CONFIRM_EMAIL)
        profile = token.user.profile
        profile.email_confirmed_at = timezone.now()
        if profile.status == Status.UNCONFIRMED:
            profile.status = Status.ACTIVE
        profile.save(update_fields=["email_confirmed_at", "status"])
    return token.user


def resend_confirmation(request: HttpRequest, user: User) -> None:
    """Send the confirmation letter again; at most five an hour."""
    limits.take("confirm-mail", str(user.pk), 5, 3600)
    if user.profile.email_confirmed_at is None:
        with transaction.atomic():
            order_letter(user, MailPurpose.CONFIRM_EMAIL, origin_of(request))


def forget_password(request: HttpRequest, email: str) -> None:
    """Send a link for a new password if there is such an account; the answer never tells."""
    limits.take("forgot-address", limits.client_address(request), 20, 3600)
    limits.take("forgot", email.lower(), 5, 3600)
    user = person_by_login(email) if "@" in email else None
    if user is not None:
        with transaction.atomic():
            order_letter(user, MailPurpose.RESET_PASSWORD, origin_of(request))


def reset_password(secret: str, password: str) -> None:
    """Use a link for a new password; every session ends. It proves the e-mail as well."""
    with transaction.atomic():
        token = use_link(secret, MailPurpose.RESET_PASSWORD)
        user = token.user
        _refuse_weak("password", password, user.login, user.email)
        set_password(user, password)
        end_sessions(user, None, "password_changed")
    limits.forget("login", user.login.lower())
    limits.forget("login", user.email.lower())


def change_password(request: HttpRequest, user: User, password: str, new_password: str) -> None:
    """Set a new password; every other session ends."""
    _refuse_weak("new_password", new_password, user.login, user.email)
    with transaction.atomic():
        _check_password(user, password)
        set_password(user, new_password)
        end_other_sessions(request, user, "password_changed")


def _check_password(user: User, password: str) -> None:
    limits.take("password", str(user.pk), settings.LOGIN_TRIES, settings.LOGIN_TRIES_SECONDS)
    if not password_is_right(user, password):
        raise ApiError(WRONG_PASSWORD, code="wrong_password", fields={"password": WRONG_PASSWORD})


def change_profile(request: HttpRequest, user: User, changes: dict[str, Any]) -> User:
    """Change profile fields. A new e-mail wants the password and has to be confirmed again."""
    email, password = changes.pop("email", user.email), changes.pop("password", "")
    try:
        with transaction.atomic():
            if email != user.email:
                _check_password(user, password)
                user.email = email
                user.save(update_fields=["email"])
                changes |= {"email_confirmed_at": None, "status": Status.UNCONFIRMED}
                order_letter(user, MailPurpose.CONFIRM_EMAIL, origin_of(request))
            for name, value in changes.items():
                setattr(user.profile, name, value)
            if changes:
                user.profile.save(update_fields=list(changes))
    except IntegrityError as error:
        raise _taken(error) from error
    return user


def change_avatar(user: User, key: str | None) -> User:
    """Show another picture, or none. The former stays in storage: calls that showed it still do."""
    user.image_url = key
    user.save(update_fields=["image_url"])
    return user


def close_account(user: User, password: str) -> None:
    """Close the account: no login, adverts hidden, sessions over. Calls stay with the other side."""
    with transaction.atomic():
        _check_password(user, password)
        now = timezone.now()
        user.effective_to = now
        user.save(update_fields=["effective_to"])
        close_password(user, now)
        user.profile.status = Status.CLOSED
        user.profile.save(update_fields=["status"])
        Advert.objects.filter(seller=user, state=AdvertState.ACTIVE).update(state=AdvertState.HIDDEN)
        end_sessions(user, None, "closed")
