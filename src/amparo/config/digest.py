"""The daily message: one fixed text, to each address apart, every day alike.

Mail is read by whoever carries it. So this one says the same on a day on which something came and on a day on which
nothing did: that whoever reads letters may look at her desk. It bears no number, no name, no link, and of the time no
more than the hour. Sending it only when something came would tell everybody on the way when something came.
"""

import secrets
import smtplib
import ssl
from collections.abc import Callable, Collection, Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime

from django.utils import translation
from django.utils.translation import gettext

from amparo.commons import clock

HERE = frozenset({"localhost", "127.0.0.1", "::1"})
NOBODY = "localhost"  # what we say to be called: the name of the machine is no business of who carries mail
TLS_PORT, PATIENCE = 465, 30  # seconds

NotSent = (OSError, smtplib.SMTPException)

type Deliver = Callable[[EmailMessage], None]


@dataclass(frozen=True, slots=True)
class Post:
    """The server of mail, and what it wants to know."""

    host: str
    port: int
    user: str = ""
    password: str = ""

    def __repr__(self) -> str:
        return f"Post({self.host}:{self.port})"


def messages(to: Iterable[str], *, sender: str, language: str, now: datetime | None = None) -> list[EmailMessage]:
    """One message for each address, with nobody else's address in it."""
    hour = (now or clock.now()).astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    found = []
    with translation.override(language):
        for address in to:
            message = EmailMessage()
            message["From"], message["To"], message["Subject"] = sender, address, gettext("Daily note")
            message["Date"] = format_datetime(hour)
            message["Message-ID"] = f"<{secrets.token_hex(16)}@{sender.rpartition('@')[2]}>"
            message["Auto-Submitted"] = "auto-generated"
            message.set_content(gettext("This is the daily note. Look at your desk when it is your day.") + "\n")
            found.append(message)
    return found


def send(to: Iterable[str], *, sender: str, language: str, deliver: Deliver, now: datetime | None = None) -> int:
    """Send them one after the other; how many went."""
    made = messages(to, sender=sender, language=language, now=now)
    for message in made:
        deliver(message)
    return len(made)


def by_post(post: Post, *, here: Collection[str] = HERE) -> Deliver:
    """Hand each message over in a conversation of its own; locked, unless the server of mail is this computer."""

    def deliver(message: EmailMessage) -> None:
        with closing(_ring(post)) as line:
            if post.port != TLS_PORT and post.host not in here:
                line.starttls(context=ssl.create_default_context())
            if post.user:
                line.login(post.user, post.password)
            line.send_message(message)
            line.quit()

    return deliver


def _ring(post: Post) -> smtplib.SMTP:
    """Begin a conversation."""
    if post.port == TLS_PORT:
        locked = ssl.create_default_context()
        return smtplib.SMTP_SSL(post.host, post.port, local_hostname=NOBODY, timeout=PATIENCE, context=locked)
    return smtplib.SMTP(post.host, post.port, local_hostname=NOBODY, timeout=PATIENCE)
