"""What a setting may say: each function gives the value as the house uses it, or says in a sentence what is wrong."""

import hashlib
import re
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from amparo.config.env import BadSetting
from amparo.config.language import say as _
from amparo.config.language import spoken
from amparo.config.paths import neutral
from amparo.formats.codes import by_code, codes
from amparo.formats.genders import BadGenders, genders
from amparo.formats.neutral import telling_words
from amparo.formats.retention import BadRow, rules

PROFILES = ("guia", "acompanamiento", "red")
THIS_COMPUTER = ("localhost", "127.0.0.1", "[::1]")
LONGEST_NAME = 40  # characters: it is the title of every tab
MOST_WORKERS = 32
ADDRESS = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+")
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]", re.IGNORECASE)


def country(text: str) -> str:
    """Two letters of a country that we serve, or nothing."""
    code = text.strip().upper()
    if code and code not in by_code("country"):
        served = ", ".join(f"{each.code} ({each.label(spoken())})" for each in codes("country"))
        raise BadSetting(
            _("“%(text)s” is no country that we serve. Write two letters, or nothing: %(served)s.")
            % {"text": text, "served": served}
        )
    return code


def time_zone(text: str) -> str:
    """The name of a time zone, or nothing."""
    if text and (text not in available_timezones() or ("/" not in text and text != "UTC")):
        raise BadSetting(
            _(
                "“%(text)s” is no time zone. Write one as your computer names it, like America/Tijuana, or nothing: "
                "then it is that of your country."
            )
            % {"text": text}
        )
    return text


def zone_of(country: str) -> str:
    """The main time zone of a country that we serve; without one, UTC."""
    return str(by_code("country")[country].more["timezone"]) if country else "UTC"


def name(text: str) -> str:
    """The name on every page: plain, short, one line."""
    if not 1 <= len(text) <= LONGEST_NAME:
        raise BadSetting(
            _("A name has between 1 and %(most)s letters; this one has %(count)s.")
            % {"most": LONGEST_NAME, "count": len(text)}
        )
    return neutral("AMPARO_NAME", text)


def hosts(text: str) -> list[str]:
    """The names under which the house is reached, without anything around them."""
    found = [host.strip() for host in text.split(",") if host.strip()]
    for host in found:
        if not HOST.fullmatch(host):
            raise BadSetting(
                _(
                    "'%(text)s' is not the name of a computer. Write names alone, with commas between them and without "
                    "https://, a port or a star: libreta.example.org"
                )
                % {"text": host}
            )
    if not found:
        raise BadSetting(_("It names nothing, so that nobody could come in. Write a name, like libreta.example.org."))
    return found


def retention_file(text: str) -> str:
    """A file with rows of retention, as in content/retention.toml, or nothing."""
    try:
        rules(text)
    except BadRow as error:
        raise BadSetting(_("It names rows that cannot be used: %(why)s") % {"why": error}) from error
    return text


def genders_file(text: str) -> str:
    """A file with the words of the house for who she says she is, or nothing."""
    try:
        genders(text)
    except BadGenders as error:
        raise BadSetting(_why_no_genders(error.problem) % error.named) from error
    return text


def _why_no_genders(problem: str) -> str:
    return {
        "unread": _("%(path)s cannot be read. It has to be there, and be a text in UTF-8 that is written as TOML."),
        "parts": _(
            "'%(name)s' cannot be used there: such a file has [[genders]] above each word of the house, and may have "
            "hidden = [...] before them."
        ),
        "many": _("There are more than %(most)s words. Nobody finds hers in so long a list: leave out some."),
        "row": _("%(row)s: a word has code, es, pt and en, each once, and nothing else."),
        "code": _(
            "'%(code)s' is not the code of a word of a house. It begins with house_, then come small letters without "
            "accents, figures and _, 24 at most in all: house_example."
        ),
        "text": _(
            "%(code)s: what stands under %(language)s has to be a text on one line, of 1 to %(most)s letters, without "
            "spaces around it."
        ),
        "twice": _("'%(text)s' stands there twice, or is one of ours already. Leave one of the two."),
        "hidden": _("hidden names '%(code)s', which is no code of the list. It can name: %(known)s."),
        "always": _(
            "hidden names '%(code)s', which is never taken away: everybody may say it in her own words, or not say it."
        ),
    }[problem]


def weekdays(text: str) -> list[int]:
    """Days of the week as figures, 0 for Monday to 6 for Sunday: at least one, because letters wait for it."""
    found = [part.strip() for part in text.split(",") if part.strip()]
    if not found or any(part not in tuple("0123456") for part in found):
        said = _("'%(text)s': write the days of the week as figures, 0 for Monday to 6 for Sunday, like 1,4.")
        raise BadSetting(said % {"text": text})
    return sorted({int(part) for part in found})


def mail_host(text: str) -> str:
    """The name of a computer that takes mail, or nothing."""
    if text and not HOST.fullmatch(text):
        said = _("'%(text)s' is not the name of a computer. Write it alone, like smtp.example.org.")
        raise BadSetting(said % {"text": text})
    return text


def mail_addresses(text: str) -> list[str]:
    """Addresses with commas between them, or none; plain ones, because a line break here would forge a message."""
    found = [part.strip() for part in text.split(",") if part.strip()]
    for each in found:
        if not ADDRESS.fullmatch(each):
            said = _("'%(text)s' is not an address of mail. Write addresses alone, with commas between them.")
            raise BadSetting(said % {"text": each})
    return found


def way_out(text: str, own: list[str]) -> str:
    """Where *Leave now* leads: a page of somebody else, whose address tells nothing."""
    try:
        parts = urlsplit(text.replace("{language}", "es"))
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        host = ""
    if not host or not HOST.fullmatch(host) or re.search(r"[\s{}<>\"]", text.replace("{language}", "")):
        raise BadSetting(
            _("'%(text)s' is not the address of a page. Write one in full, like https://{language}.wikipedia.org/")
            % {"text": text}
        )
    here = host in {each.strip("[]") for each in THIS_COMPUTER}
    if parts.scheme != "https" and not (here and parts.scheme == "http"):
        said = _("'%(text)s' must begin with https://, so that nobody on the way reads where she went.")
        raise BadSetting(said % {"text": text})
    if host in own and not here:
        said = _("'%(text)s' is this house itself: she would not leave it. Name a page of somebody else.")
        raise BadSetting(said % {"text": text})
    telling = telling_words(text.replace("{language}", ""))
    if telling:
        said = _("'%(text)s': the word '%(word)s' stays in the history of a phone. Choose another page.")
        raise BadSetting(said % {"text": text, "word": telling[0]})
    return text


def postgres(text: str) -> str:
    """The address of a database, or nothing; it holds a key, so it is not repeated."""
    try:
        parts = urlsplit(text)
        is_sound = parts.scheme in {"postgres", "postgresql"} and parts.path.strip("/") and (parts.port or 1)
    except ValueError:
        is_sound = False
    if text and not is_sound:
        raise BadSetting(_("The address of a database must look like postgres://person:key@host:5432/care."))
    return text


def port(text: str) -> int:
    """A port that a program of this computer may open."""
    if not (text.isascii() and text.isdigit()) or not 1024 <= int(text) <= 65535:
        raise BadSetting(_("--port %(text)s: write a number between 1024 and 65535.") % {"text": text})
    return int(text)


def workers(text: str) -> str:
    """How many processes answer."""
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text) <= MOST_WORKERS:
        raise BadSetting(
            _("--workers %(text)s: write a number between 1 and %(most)s; 2 is right for most.")
            % {"text": text, "most": MOST_WORKERS}
        )
    return text


def in_memory(data: Path) -> str:
    """A folder of memory that belongs to this organisation; beside its data where the computer has none."""
    shared = Path("/dev/shm")
    name = hashlib.sha256(str(data).encode()).hexdigest()[:16]
    return str(shared / f"amparo-{name}" if shared.is_dir() else data / "run")
