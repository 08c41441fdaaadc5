"""The daily note: the same every day for whoever carries it, and nothing in it that tells."""

import asyncio
import re
import smtplib
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from amparo.config import digest, values
from amparo.config.env import BadSetting
from tests.letters import a_house_for_letters
from tests.threads import written

pytestmark = pytest.mark.clock

TO = ["uno@example.org", "dos@example.org"]
NOW = datetime(2026, 11, 24, 15, 42, 17, tzinfo=UTC)


def sent(now: datetime = NOW, language: str = "es") -> list[EmailMessage]:
    """What goes out, into a list instead of the post."""
    box: list[EmailMessage] = []
    assert digest.send(TO, sender="nota@example.org", language=language, deliver=box.append, now=now) == 2
    return box


def without_its_name(message: EmailMessage) -> str:
    """A message without the random name that each has."""
    return re.sub(r"Message-ID: <[0-9a-f]{32}@example.org>", "Message-ID: <>", message.as_string())


def test_each_gets_her_own_and_nobody_elses_address() -> None:
    first, second = sent()
    assert (first["To"], second["To"]) == ("uno@example.org", "dos@example.org")
    assert "dos@" not in first.as_string()
    assert first["Message-ID"] != second["Message-ID"]
    assert {first["Bcc"], first["Cc"]} == {None}


@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_it_says_no_number_no_link_and_the_hour_only(language: str) -> None:
    for message in sent(language=language):
        said = message.get_content() + message["Subject"]
        assert not re.search(r"\d|http|@", said)
        assert parsedate_to_datetime(message["Date"]) == NOW.replace(minute=0, second=0)
        assert re.fullmatch(r"<[0-9a-f]{32}@example\.org>", message["Message-ID"])


@pytest.mark.django_db
def test_it_is_the_same_whether_something_came_or_not(cast: Any) -> None:
    before = [without_its_name(each) for each in sent()]
    a_house_for_letters(cast)
    written(now=NOW - timedelta(days=9))
    written(now=NOW)
    assert [without_its_name(each) for each in sent()] == before
    later = [without_its_name(each) for each in sent(NOW + timedelta(days=1))]
    assert [text.replace("Wed, 25", "Tue, 24") for text in later] == before


@pytest.fixture
def post() -> Iterator[Any]:
    """A server of mail on this computer, which writes down every line that it hears."""
    heard: list[str] = []
    started, loop = threading.Event(), asyncio.new_event_loop()
    servers: list[asyncio.Server] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 here\r\n")
        in_data = False
        while line := await reader.readline():
            text = line.decode().rstrip("\r\n")
            heard.append(text)
            if in_data:
                in_data = text != "."
                writer.write(b"" if in_data else b"250 taken\r\n")
            elif text.upper() == "DATA":
                in_data = True
                writer.write(b"354 go on\r\n")
            elif text.upper() == "QUIT":
                writer.write(b"221 bye\r\n")
                break
            else:
                writer.write(b"250 yes\r\n")
            await writer.drain()
        writer.close()

    async def serve() -> None:
        servers.append(await asyncio.start_server(talk, "127.0.0.1", 0))
        started.set()

    async def end() -> None:
        servers[0].close()
        await servers[0].wait_closed()

    def run() -> None:
        loop.run_until_complete(serve())
        loop.run_forever()
        loop.run_until_complete(end())

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert started.wait(5)
    yield heard, servers[0].sockets[0].getsockname()[1]
    loop.call_soon_threadsafe(loop.stop)
    thread.join(5)
    loop.close()


def test_on_the_wire_the_machine_has_no_name(post: Any) -> None:
    """EHLO says localhost; each address has a conversation of its own; nothing else is said of this computer."""
    heard, port = post
    deliver = digest.by_post(digest.Post("127.0.0.1", port))
    digest.send(TO, sender="nota@example.org", language="es", deliver=deliver, now=NOW)
    assert [line for line in heard if line.lower().startswith(("ehlo", "helo"))] == ["ehlo localhost"] * 2
    assert [line.lower() for line in heard if line.lower().startswith("rcpt")] == [f"rcpt to:<{each}>" for each in TO]
    assert "Date: Tue, 24 Nov 2026 15:00:00 +0000" in heard
    name = socket.gethostname()
    assert name == "localhost" or all(name not in line for line in heard)
    headers = {line.partition(":")[0] for line in heard if re.match(r"[A-Z][A-Za-z-]+: ", line)}
    assert headers == {
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Type", "MIME-Version",
        "Content-Transfer-Encoding",
    }  # fmt: skip


def test_to_another_computer_nothing_goes_in_clear(post: Any) -> None:
    """This server offers no lock. For another computer than this one, that ends the conversation."""
    heard, port = post
    deliver = digest.by_post(digest.Post("127.0.0.1", port), here=())  # this computer is another one now
    with pytest.raises(smtplib.SMTPNotSupportedError, match="STARTTLS"):
        digest.send(TO, sender="nota@example.org", language="es", deliver=deliver, now=NOW)
    assert not any("rcpt" in each.lower() for each in heard)


@pytest.mark.usefixtures("english")
def test_without_mail_nothing_is_sent(settings: Any, capsys: Any) -> None:
    settings.SMTP_HOST, settings.MAIL_FROM, settings.DIGEST_TO = "", "nota@example.org", TO
    call_command("digest")
    assert "Nothing was sent" in capsys.readouterr().out


@pytest.mark.usefixtures("english")
def test_the_command_sends_and_says_no_number(settings: Any, post: Any, capsys: Any) -> None:
    heard, port = post
    settings.SMTP_HOST, settings.SMTP_PORT = "127.0.0.1", port
    settings.MAIL_FROM, settings.DIGEST_TO = "nota@example.org", TO
    call_command("digest")
    assert capsys.readouterr().out == "Sent.\n"
    assert sum(line.upper() == "DATA" for line in heard) == 2
    settings.SMTP_PORT = 1
    with pytest.raises(CommandError, match="was not sent: ConnectionRefusedError"):
        call_command("digest")


@pytest.mark.parametrize(
    "wrong", ["uno", "uno@", "a@b\nBcc: c@d", "uno@example.org;dos@example.org", "<uno@example.org>"]
)
def test_an_address_that_is_none_is_refused(wrong: str) -> None:
    assert values.mail_addresses("uno@example.org, dos@example.org,") == TO
    with pytest.raises(BadSetting, match="not an address"):
        values.mail_addresses(wrong)
