"""The square that tells ODK Collect or KoboCollect which server it belongs to, and how it should behave.

It is JSON, compressed and in base64. Collect sets back to its own default whatever the code leaves out, so each setting
that protects somebody is said: answers leave the phone as soon as they can and are deleted there, no number of whoever
carries the phone goes with them, and nothing is told to the makers of the app. What the code sets cannot be changed at
the phone without the password of the project.

The code holds that password and the address with its token: one code for each phone, shown once. Keys:
https://docs.getodk.org/collect-import-export/
"""

import binascii
import json
import zlib
from base64 import b64decode, b64encode
from typing import Any

from amparo.formats.neutral import telling_words

LARGEST = 100_000  # bytes of JSON; a square holds far less
COLOUR = "#5b6770"
type Settings = dict[str, dict[str, Any]]

GENERAL: dict[str, Any] = {
    "protocol": "odk_default",
    "form_update_mode": "match_exactly",  # forms that are closed leave the phone
    "autosend": "wifi_and_cellular",
    "delete_send": True,
    "instance_sync": False,  # answers that somebody puts on the phone as files are not taken for its own
    "analytics": False,
    "background_location": False,
    "background_recording": False,
    "metadata_username": "",
    "metadata_phonenumber": "",
    "metadata_email": "",
}
# What may be changed at the phone without the password: nothing that protects, and no list of what was sent.
ADMIN: dict[str, Any] = dict.fromkeys(
    (
        "change_server", "form_update_mode", "change_autosend", "delete_after_send", "instance_form_sync", "analytics",
        "change_form_metadata", "change_project_display", "view_sent",
    ),
    False,
)  # fmt: skip


class BadSettings(ValueError):
    """This is no code with settings, or a phone would not take it."""


def settings_code(
    server_url: str, *, project: str, password: str, username: str = "", user_password: str = "", language: str = ""
) -> str:
    """The text of the square for one phone.

    Parameters
    ----------
    server_url : where its forms and answers are, with the token of this phone
    project : how the phone calls it; BadSettings where the name tells what it is about
    password : opens the settings at the phone; without one anybody who holds the phone changes them
    username, user_password : where the server asks for them
    language : of the app (``es``, ``pt``), or its own choice
    """
    if not server_url.startswith(("https://", "http://")):
        raise BadSettings("A phone needs a whole address.")
    if not project.strip() or telling_words(project):
        raise BadSettings("The name of a project on a phone must tell nothing.")
    if not password:
        raise BadSettings("Without a password anybody who holds the phone can change what protects.")
    general = {"server_url": server_url.rstrip("/"), **GENERAL}
    general |= {"username": username, "password": user_password} if username else {}
    general |= {"app_language": language} if language else {}
    settings: Settings = {
        "general": general,
        "admin": {"admin_pw": password, **ADMIN},
        "project": {"name": project, "icon": project.strip()[:1].upper(), "color": COLOUR},
    }
    text = json.dumps(settings, ensure_ascii=False, separators=(",", ":"))
    return b64encode(zlib.compress(text.encode(), 9)).decode()


def read_settings(code: str) -> Settings:
    """The settings in a code, as a phone reads them, or :class:`BadSettings`."""
    try:
        unpacking = zlib.decompressobj()
        data = unpacking.decompress(b64decode(code, validate=True), LARGEST)
        settings = json.loads(data) if unpacking.eof else None
    except (binascii.Error, zlib.error, ValueError, RecursionError) as error:
        raise BadSettings("This is no code with settings.") from error
    if not isinstance(settings, dict) or not all(isinstance(settings.get(part), dict) for part in ("general", "admin")):
        raise BadSettings("A code has the parts general and admin.")
    return settings
