"""``./amparo digest``: once a day, the same neutral message to whoever reads letters, whether something came or not."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.config import digest


class Command(BaseCommand):
    """Send it; say nothing of what came."""

    help = gettext_lazy(
        "Send the daily note to AMPARO_DIGEST_TO. It says the same every day. Run it once a day, at a fixed hour."
    )  # type: ignore[assignment]

    def handle(self, *args: Any, **options: Any) -> None:
        """Send, or say that no mail is set."""
        if not (settings.SMTP_HOST and settings.MAIL_FROM and settings.DIGEST_TO):
            self.stdout.write(_("Nothing was sent. Set AMPARO_SMTP_HOST, AMPARO_MAIL_FROM and AMPARO_DIGEST_TO first."))
            return
        post = digest.Post(settings.SMTP_HOST, settings.SMTP_PORT, settings.SMTP_USER, settings.SMTP_PASSWORD)
        try:
            digest.send(
                settings.DIGEST_TO, sender=settings.MAIL_FROM, language=settings.LANGUAGE_CODE,
                deliver=digest.by_post(post),
            )  # fmt: skip
        except digest.NotSent as error:
            raise CommandError(_("The daily note was not sent: %(why)s.") % {"why": type(error).__name__}) from error
        self.stdout.write(_("Sent."))
