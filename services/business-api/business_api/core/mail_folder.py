"""Mail into a folder: a file for each letter, there as a whole or not at all."""

import os
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class EmailBackend(BaseEmailBackend):
    """Django's own file backend puts letters of one second into one file when their objects share an address."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write each to `<time>-<random>.eml` in EMAIL_FILE_PATH; how many."""
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for letter in email_messages:
            name = f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{uuid.uuid4().hex}"
            draft = folder / f".{name}"
            draft.write_bytes(letter.message().as_bytes())
            os.replace(draft, folder / f"{name}.eml")
        return len(email_messages)
