"""What a phone sealed opens here: a submission of ODK Collect, and those of a phone written out by hand.

The answers of the real phone stand beside the project; the phone of the tests is first held against them.
"""

import json
from base64 import b64decode
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_public_key,
    load_pem_private_key,
)

from amparo.formats.openrosa.submissions import Encrypted, read_submission
from amparo.sealing.boxes import Unopenable
from amparo.sealing.odk import is_as_sent, make_keys, open_submission
from tests.odk_phone import Sent, cfb_sealed, rsa_opened, rsa_sealed, sealed_submission, starts

CENTRAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "openrosa" / "central"
NUMBER = "uuid:0f1e2d3c-0000-4000-8000-000000000001"
XML = f'<data id="f"><a>Niña</a><meta><instanceID>{NUMBER}</instanceID></meta></data>'.encode()
MEDIA = {f"{number}.jpg": bytes([number]) * (100 + number) for number in range(18)}  # more than a block has bytes


@cache
def keys() -> tuple[bytes, str]:
    return make_keys()


def sent(media: dict[str, bytes] | None = None, version: str = "3") -> tuple[Sent, Encrypted]:
    made = sealed_submission(
        XML, form_id="f", version=version, instance_id=NUMBER, public_key=keys()[1], media=media, rng=Random(7)
    )
    slip = read_submission(made.slip).encrypted
    assert slip is not None
    return made, slip


def opened(slip: Encrypted, files: dict[str, bytes], **other: Any) -> tuple[bytes, dict[str, bytes]]:
    told = {"key": slip.key, "instance_id": NUMBER, "xml_file": slip.xml_file, "media": slip.media, **other}
    return open_submission(told.pop("private", keys()[0]), files=files, **told)


def of_collect() -> tuple[dict[str, str], bytes]:
    told = json.loads((CENTRAL / "end_to_end_vector.json").read_text("utf-8"))
    return told, (CENTRAL / "priv.pem").read_bytes()


@pytest.mark.shared
@pytest.mark.skipif(not CENTRAL.is_dir(), reason="the submissions of a real phone are not beside the project")
def test_what_collect_sealed_opens() -> None:
    """Its picture was sealed first and is not among what is left of it, but its turn counts."""
    told, private = of_collect()
    xml, media = open_submission(
        private, key=b64decode(told["encrypted_aes_key_b64"]), instance_id=told["instance_id"],
        xml_file="submission.xml.enc", media=("1561432532482.jpg.enc",),
        files={"submission.xml.enc": b64decode(told["ciphertext_b64"])},
    )  # fmt: skip
    assert xml.decode() == told["plaintext"]
    assert media == {}


@pytest.mark.shared
@pytest.mark.skipif(not CENTRAL.is_dir(), reason="the submissions of a real phone are not beside the project")
def test_the_phone_of_the_tests_seals_as_collect_does() -> None:
    told, private = of_collect()
    numbers: Any = load_pem_private_key(private, password=None)
    key = rsa_opened(
        numbers.private_numbers().public_numbers.n,
        numbers.private_numbers().d,
        b64decode(told["encrypted_aes_key_b64"]),
    )
    assert len(key) == 32
    _of_the_picture, start = starts(told["instance_id"], key, 2)
    assert cfb_sealed(key, start, told["plaintext"].encode()) == b64decode(told["ciphertext_b64"])


def test_a_pair_of_keys_is_one_that_a_form_can_carry() -> None:
    private, public = keys()
    told: Any = load_der_public_key(b64decode(public))
    ours: Any = load_pem_private_key(private, password=None)
    assert told.key_size == 2048
    assert told.public_numbers() == ours.public_key().public_numbers()
    assert make_keys()[1] != public


@pytest.mark.parametrize("media", [{}, {"a.jpg": b""}, MEDIA], ids=["answers", "an empty file", "eighteen files"])
def test_answers_and_files_open_in_the_order_of_the_slip(media: dict[str, bytes]) -> None:
    made, slip = sent(media)
    assert slip.media == tuple(f"{name}.enc" for name in media)
    assert opened(slip, made.files) == (XML, media)


def test_a_lost_file_does_not_take_the_answers_with_it() -> None:
    made, slip = sent(MEDIA)
    files = {name: data for name, data in made.files.items() if name != "3.jpg.enc"} | {"5.jpg.enc": b"cut"}
    xml, media = opened(slip, files)
    assert xml == XML
    assert media == {name: data for name, data in MEDIA.items() if name not in ("3.jpg", "5.jpg")}


@pytest.mark.parametrize("wrong", ["another key", "no key", "a key of another kind", "a changed key", "an empty key"])
def test_what_is_not_ours_does_not_open(wrong: str) -> None:
    made, slip = sent()
    pem = ed25519.Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    told: dict[str, Any] = {
        "another key": {"private": make_keys()[0]},
        "no key": {"private": b"x"},
        "a key of another kind": {"private": pem},
        "a changed key": {"key": bytes(reversed(slip.key))},
        "an empty key": {"key": b""},
    }[wrong]
    with pytest.raises(Unopenable):
        opened(slip, made.files, **told)


@pytest.mark.parametrize("cut", [0, 1, 16])
def test_answers_that_were_cut_or_did_not_come_do_not_open(cut: int) -> None:
    made, slip = sent()
    sealed = made.files["submission.xml.enc"]
    with pytest.raises(Unopenable):
        opened(slip, {"submission.xml.enc": sealed[: len(sealed) - cut]} if cut else {})


def test_a_key_of_the_wrong_size_is_none() -> None:
    made, slip = sent()
    with pytest.raises(Unopenable):
        opened(slip, made.files, key=rsa_sealed(keys()[1], bytes(16), Random(1)))


def test_another_number_spoils_the_start_and_the_signature_notices() -> None:
    """The mode heals itself after one block: without the signature a wrong start could pass for a picture."""
    made, slip = sent({"a.bin": bytes(64)})
    xml, media = opened(slip, made.files, instance_id="uuid:other")
    assert xml[16:] == XML[16:] != xml
    assert media["a.bin"][16:] == bytes(48)
    assert media["a.bin"][:16] != bytes(16)
    told: dict[str, Any] = {
        "form_id": "f", "version": "3", "key": slip.key, "instance_id": NUMBER, "xml_file": slip.xml_file
    }  # fmt: skip
    assert is_as_sent(keys()[0], slip.signature, **told, xml=XML, media={"a.bin": bytes(64)})
    assert not is_as_sent(keys()[0], slip.signature, **told, xml=xml, media={"a.bin": bytes(64)})
    assert not is_as_sent(keys()[0], slip.signature, **told, xml=XML, media=media)
    assert not is_as_sent(keys()[0], b"", **told, xml=XML, media=media)


def test_a_form_without_a_version_signs_without_it() -> None:
    _made, slip = sent(version="")
    assert is_as_sent(
        keys()[0], slip.signature, form_id="f", version="", key=slip.key, instance_id=NUMBER, xml_file=slip.xml_file,
        xml=XML, media={},
    )  # fmt: skip
