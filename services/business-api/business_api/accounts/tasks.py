"""What business-api's own worker mails and clears away."""

from celery import shared_task
from django.utils import timezone

from business_api.accounts import mail
from business_api.accounts.models import MailToken, Session


@shared_task(name=mail.SEND_LETTERS.name, ignore_result=True)
def send_letters() -> None:
    """When one is ordered, and every five seconds: what was not sent, or whose message was lost."""
    mail.send_letters()


@shared_task(name="business.clear_expired", ignore_result=True)
def clear_expired() -> None:
    """Sessions and mailed links that have run out, once an hour."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    MailToken.objects.filter(expires_at__lt=timezone.now()).delete()
