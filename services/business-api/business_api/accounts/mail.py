"""Letters and the one-use links in them."""

import hashlib
import logging
import secrets
import smtplib
from datetime import timedelta

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from business_api.accounts.models import MailToken, User
from business_api.core.errors import ApiError
from business_api.core.language import Text

log = logging.getLogger(__name__)
PATHS = {MailToken.Purpose.CONFIRM_EMAIL: "confirm", MailToken.Purpose.RESET_PASSWORD: "reset"}
LIVES = {MailToken.Purpose.CONFIRM_EMAIL: timedelta(days=7), MailToken.Purpose.RESET_PASSWORD: timedelta(hours=1)}
SUBJECTS = {
    MailToken.Purpose.CONFIRM_EMAIL: Text("Подтвердите почту в Lodbic", "Confirm your e-mail for Lodbic"),
    MailToken.Purpose.RESET_PASSWORD: Text("Новый пароль для Lodbic", "A new password for Lodbic"),
}
LETTERS = {
    MailToken.Purpose.CONFIRM_EMAIL: Text(
        "Здравствуйте!\n\nЧтобы звонить и размещать объявления, подтвердите почту:\n{link}\n\n"
        "Ссылка действует 7 дней. Если вы не регистрировались в Lodbic, просто удалите это письмо.\n",
        "Hello!\n\nTo call and to place adverts, confirm your e-mail:\n{link}\n\n"
        "The link works for 7 days. If you did not register with Lodbic, just delete this letter.\n",
    ),
    MailToken.Purpose.RESET_PASSWORD: Text(
        "Здравствуйте!\n\nЧтобы задать новый пароль, откройте ссылку:\n{link}\n\n"
        "Она действует один час. Если вы об этом не просили, просто удалите это письмо: пароль не изменится.\n",
        "Hello!\n\nTo set a new password, open this link:\n{link}\n\n"
        "It works for one hour. If you did not ask for it, just delete this letter: your password stays.\n",
    ),
}


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def send_link(user: User, purpose: MailToken.Purpose, origin: str) -> None:
    """Mail a one-use link to the person's e-mail, after commit. `origin` is this site as their browser names it."""
    secret = secrets.token_urlsafe(32)
    MailToken.objects.create(
        digest=_digest(secret), user=user, purpose=purpose, email=user.email, expires_at=timezone.now() + LIVES[purpose]
    )
    language = user.profile.language
    # After # the secret stays in the browser: no server, log or Referer sees it.
    letter = LETTERS[purpose].to(language).format(link=f"{origin}/{PATHS[purpose]}#{secret}")
    message = EmailMessage(SUBJECTS[purpose].to(language), letter, to=[user.email])

    def send() -> None:
        try:
            message.send()
        except (smtplib.SMTPException, OSError):
            log.exception("mail for %s was not sent", purpose)

    transaction.on_commit(send)


def use_link(secret: str, purpose: MailToken.Purpose) -> MailToken:
    """Take the link's one use. ApiError (`link_invalid`) when it is unknown, used, expired or for another address."""
    now = timezone.now()
    taken = MailToken.objects.filter(
        digest=_digest(secret), purpose=purpose, used_at__isnull=True, expires_at__gt=now
    ).update(used_at=now)
    token = MailToken.objects.select_related("user__profile").filter(digest=_digest(secret)).first() if taken else None
    if token is None or token.user.email != token.email or token.user.effective_to is not None:
        raise ApiError(
            Text(
                "Ссылка не подходит: она уже использована или устарела. Запросите новую.",
                "This link no longer works: it was used or is too old. Ask for a new one.",
            ),
            code="link_invalid",
        )
    return token
