"""The square for a phone: what protects is said, nothing about whoever carries it, and it is read back."""

import json
import zlib
from base64 import b64decode, b64encode

import pytest
import segno

from amparo.formats.openrosa.settings_code import BadSettings, read_settings, settings_code

# What the app knows, from its own schema; "general" are values, "admin" what may be changed at the phone.
GENERAL = {
    "protocol", "server_url", "username", "password", "app_language", "form_update_mode", "autosend", "delete_send",
    "instance_sync", "analytics", "background_location", "background_recording", "metadata_username",
    "metadata_phonenumber", "metadata_email",
}  # fmt: skip
ADMIN = {
    "admin_pw", "change_server", "form_update_mode", "change_autosend", "delete_after_send", "instance_form_sync",
    "analytics", "change_form_metadata", "change_project_display", "view_sent",
}  # fmt: skip
CODE = settings_code("https://h.example/key/abc/", project="Cuaderno", password="1234-5678")


def unpacked(code: str) -> dict[str, dict[str, object]]:
    """As the documentation of the app says, with nothing of what is judged."""
    read: dict[str, dict[str, object]] = json.loads(zlib.decompress(b64decode(code)))
    return read


def packed(settings: object) -> str:
    return b64encode(zlib.compress(json.dumps(settings).encode())).decode()


def test_what_protects_is_said() -> None:
    told = unpacked(CODE)
    assert told["general"] == {
        "server_url": "https://h.example/key/abc",
        "protocol": "odk_default",
        "form_update_mode": "match_exactly",
        "autosend": "wifi_and_cellular",
        "delete_send": True,
        "instance_sync": False,
        "analytics": False,
        "background_location": False,
        "background_recording": False,
        "metadata_username": "",
        "metadata_phonenumber": "",
        "metadata_email": "",
    }
    assert told["project"] == {"name": "Cuaderno", "icon": "C", "color": "#5b6770"}
    assert told["admin"].pop("admin_pw") == "1234-5678"
    assert set(told["admin"].values()) == {False}
    assert {"change_server", "delete_after_send", "change_form_metadata", "analytics"} <= set(told["admin"])


def test_a_server_that_asks_who_it_is_and_a_language() -> None:
    told = unpacked(
        settings_code(
            "http://127.0.0.1:8000", project="ñu", password="x", username="team", user_password="pw", language="pt"
        )
    )
    assert (told["general"]["username"], told["general"]["password"]) == ("team", "pw")
    assert told["general"]["app_language"] == "pt"
    assert told["project"]["icon"] == "Ñ"
    assert set(told["general"]) <= GENERAL
    assert set(told["admin"]) <= ADMIN
    assert "username" not in unpacked(CODE)["general"]


def test_it_is_read_back_and_fits_a_square() -> None:
    assert read_settings(CODE) == unpacked(CODE)
    assert segno.make(CODE, micro=False).version <= 20  # 97 modules, read from a screen by any phone


@pytest.mark.parametrize(
    "wrong",
    [
        {"server_url": "h.example"},
        {"server_url": ""},
        {"project": " "},
        {"project": "Violencia en la calle"},
        {"project": "Trabalho sexual"},
        {"password": ""},
    ],
)
def test_settings_that_would_not_protect_are_not_written(wrong: dict[str, str]) -> None:
    right = {"server_url": "https://h.example/k", "project": "Cuaderno", "password": "x"} | wrong
    with pytest.raises(BadSettings):
        settings_code(right.pop("server_url"), **right)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "~~~",
        "ñ",
        b64encode(b"not packed").decode(),
        b64encode(zlib.compress(b"\xff")).decode(),
        b64encode(zlib.compress(b"[" * 90_000)).decode(),
        b64encode(zlib.compress(b'{"general":{},"admin":{}}' + b" " * 10_000_000)).decode(),
        b64encode(zlib.compress(b'{"general":{},"admin":{}}')[:-5]).decode(),
        packed([]),
        packed({"general": {}}),
        packed({"general": {}, "admin": 1}),
    ],
    ids=[
        "nothing",
        "no base64",
        "no ASCII",
        "not packed",
        "no text",
        "deep",
        "a bomb",
        "cut",
        "a list",
        "half",
        "a number",
    ],
)
def test_what_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(BadSettings):
        read_settings(code)


def test_a_code_of_another_server_is_read() -> None:
    assert read_settings(packed({"general": {"server_url": "x"}, "admin": {}})) == {
        "general": {"server_url": "x"},
        "admin": {},
    }
