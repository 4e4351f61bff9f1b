"""What business-api's own worker clears away."""

from celery import shared_task
from django.utils import timezone

from business_api.accounts.models import MailToken, Session


@shared_task(name="business.clear_expired", ignore_result=True)
def clear_expired() -> None:
    """Sessions and mailed links that have run out, once an hour."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    MailToken.objects.filter(expires_at__lt=timezone.now()).delete()
