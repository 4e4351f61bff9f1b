"""Letters and the one-use links in them."""

import hashlib
import logging
import secrets
import smtplib
from datetime import timedelta

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from business_api.accounts.models import Letter, MailPurpose, MailToken, User
from business_api.core.errors import ApiError
from business_api.core.jobs import send_task
from business_api.core.language import Text
from lodbic_contracts.tasks import Task

log = logging.getLogger(__name__)
SEND_LETTERS = Task("business.send_letters", "business", ())
PAUSE = timedelta(seconds=30)
# From this answer on a mail server will never take the letter; one below may be another day's.
PERMANENT = 500
PATHS = {MailPurpose.CONFIRM_EMAIL: "confirm", MailPurpose.RESET_PASSWORD: "reset"}
LIVES = {MailPurpose.CONFIRM_EMAIL: timedelta(days=7), MailPurpose.RESET_PASSWORD: timedelta(hours=1)}
SUBJECTS = {
    MailPurpose.CONFIRM_EMAIL: Text("Подтвердите почту в Lodbic", "Confirm your e-mail for Lodbic"),
    MailPurpose.RESET_PASSWORD: Text("Новый пароль для Lodbic", "A new password for Lodbic"),
}
LETTERS = {
    MailPurpose.CONFIRM_EMAIL: Text(
        "Здравствуйте!\n\nЧтобы звонить и размещать объявления, подтвердите почту:\n{link}\n\n"
        "Ссылка действует 7 дней. Если вы не регистрировались в Lodbic, просто удалите это письмо.\n",
        "Hello!\n\nTo call and to place adverts, confirm your e-mail:\n{link}\n\n"
        "The link works for 7 days. If you did not register with Lodbic, just delete this letter.\n",
    ),
    MailPurpose.RESET_PASSWORD: Text(
        "Здравствуйте!\n\nЧтобы задать новый пароль, откройте ссылку:\n{link}\n\n"
        "Она действует один час. Если вы об этом не просили, просто удалите это письмо: пароль не изменится.\n",
        "Hello!\n\nTo set a new password, open this link:\n{link}\n\n"
        "It works for one hour. If you did not ask for it, just delete this letter: your password stays.\n",
    ),
}


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def order_letter(user: User, purpose: MailPurpose, origin: str) -> None:
    """Have a one-use link mailed to the person, by the worker: how long a mail server takes tells the asker nothing.

    `origin` is this site as their browser names it.
    """
    Letter.objects.create(user=user, purpose=purpose, email=user.email, origin=origin)
    send_task(SEND_LETTERS)


def send_letters() -> None:
    """Send all that is due. When the mail server fails, it is left alone for a while, and all letters wait."""
    _drop_unwanted()
    while letter := _claim():
        try:
            _written(letter).send()
        except smtplib.SMTPRecipientsRefused as error:
            codes = {code for code, _ in error.recipients.values()}
            log.warning("a letter for %s was refused for its address: %s", letter.purpose, codes)
            if min(codes) >= PERMANENT:
                letter.delete()
        except (smtplib.SMTPException, OSError):
            log.exception("a letter for %s was not sent; it is tried again", letter.purpose)
            again = timezone.now() + PAUSE
            Letter.objects.filter(due_at__lt=again).update(due_at=again)
            return
        else:
            letter.delete()


def _drop_unwanted() -> None:
    """What has waited for longer than its link would live, or is for an address that is the person's no more."""
    for purpose, lives in LIVES.items():
        Letter.objects.filter(purpose=purpose, ordered_at__lt=timezone.now() - lives).delete()
    Letter.objects.exclude(user__email=F("email"), user__effective_to=None).delete()


def _claim() -> Letter | None:
    """The next letter that is due; who claims it has a while to send it, longer from try to try."""
    with transaction.atomic():
        due = Letter.objects.filter(due_at__lte=Now()).order_by("due_at").select_related("user__profile")
        letter = due.select_for_update(skip_locked=True, of=("self",)).first()
        if letter is None:
            return None
        letter.tries += 1
        letter.due_at = timezone.now() + PAUSE * 2 ** min(letter.tries, 7)
        letter.save(update_fields=["tries", "due_at"])
    return letter


def _written(letter: Letter) -> EmailMessage:
    purpose, language = MailPurpose(letter.purpose), letter.user.profile.language
    secret = secrets.token_urlsafe(32)
    MailToken.objects.create(
        digest=_digest(secret),
        user=letter.user,
        purpose=purpose,
        email=letter.email,
        expires_at=timezone.now() + LIVES[purpose],
    )
    # After # the secret stays in the browser: no server, log or Referer sees it.
    text = LETTERS[purpose].to(language).format(link=f"{letter.origin}/{PATHS[purpose]}#{secret}")
    return EmailMessage(SUBJECTS[purpose].to(language), text, to=[letter.email])


def use_link(secret: str, purpose: MailPurpose) -> MailToken:
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
