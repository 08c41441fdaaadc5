"""Submissions that a phone of ODK sealed: opened here, with the key of the form.

The format is that of the XForms of ODK (https://getodk.github.io/xforms-spec/encryption): a random AES key for each
submission, sealed to the form's RSA key by OAEP with SHA-256 in both places; each file under AES-256 in CFB with
PKCS #7; the start of each file made from the MD5 of the instance ID and the key, one byte of it raised by one before
each file, media first and the answers last. So the order of the files matters, also of those that never came.

What it does not promise. Nothing here is authenticated: whoever has the public key, and so any phone, can seal what it
likes, and a changed byte opens as another byte. The signature on the slip is made with the public key as well: it shows
an accident, never an intent. The private key opens everything ever sealed to it, so it lies sealed itself.
"""

import binascii
import hashlib
from base64 import b64encode
from collections.abc import Mapping, Sequence

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms
from cryptography.hazmat.primitives.padding import PKCS7

from amparo.sealing.boxes import Unopenable

BITS, KEY, BLOCK = 2048, 32, 16  # of RSA as phones expect it; bytes of an AES key and of its block
SEALED = ".enc"  # what a phone adds to the name of a sealed file
OAEP = padding.OAEP(mgf=padding.MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=None)


def make_keys() -> tuple[bytes, str]:
    """A fresh pair: the private key as PEM, and the public one as a form carries it in ``base64RsaPublicKey``."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    public = private.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return pem, b64encode(public).decode()


type FormKey = rsa.RSAPrivateKey


def read_key(private: bytes) -> FormKey:
    """The private key of a form, read from its PEM. That takes a hundred times as long as opening something with it."""
    try:
        key = serialization.load_pem_private_key(private, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm, binascii.Error) as error:
        raise Unopenable("this is no private key of a form") from error
    if not isinstance(key, rsa.RSAPrivateKey):
        raise Unopenable("this is no private key of a form")
    return key


def open_submission(
    private: bytes | FormKey, *, key: bytes, instance_id: str, xml_file: str, media: Sequence[str],
    files: Mapping[str, bytes],
) -> tuple[bytes, dict[str, bytes]]:  # fmt: skip
    """The answers of a sealed submission and its files, or :class:`Unopenable` where the answers do not open.

    Parameters
    ----------
    private : the key of the form, as PEM; for many forms as :func:`read_key` read it
    key, instance_id, xml_file, media : what the slip says: the sealed key, the number, and the names in their order
    files : what came, by the names of the slip

    Returns
    -------
    the XML, and the files by their names before they were sealed; one that did not come or does not open is not
    among them, because a lost picture must not take the answers with it
    """
    secret = _opened(private, key)
    if len(secret) != KEY:
        raise Unopenable("this is no key of a submission")
    start = bytearray(hashlib.md5(instance_id.encode() + secret, usedforsecurity=False).digest())
    opened: dict[str, bytes] = {}
    for number, name in enumerate((*media, xml_file)):
        start[number % BLOCK] = (start[number % BLOCK] + 1) % 256
        try:
            opened[name] = _file(secret, bytes(start), files[name])
        except (KeyError, ValueError):
            continue
    if xml_file not in opened:
        raise Unopenable("the sealed answers did not come, or were cut or changed")
    xml = opened.pop(xml_file)
    return xml, {name.removesuffix(SEALED): data for name, data in opened.items()}


def is_as_sent(
    private: bytes, signature: bytes, *, form_id: str, version: str, key: bytes, instance_id: str, xml_file: str,
    xml: bytes, media: Mapping[str, bytes],
) -> bool:  # fmt: skip
    """Whether the signature on the slip says of the opened files what they are. It notices accidents only.

    ``media`` are the opened files by their own names, in the order of the slip.
    """
    lines = [form_id, *([version] if version else []), b64encode(key).decode(), instance_id]
    for name, data in (*media.items(), (xml_file.removesuffix(SEALED), xml)):
        lines.append(f"{name}::{hashlib.md5(data, usedforsecurity=False).hexdigest()}")
    told = "".join(f"{line}\n" for line in lines)
    try:
        return _opened(private, signature) == hashlib.md5(told.encode(), usedforsecurity=False).digest()
    except Unopenable:
        return False


def _opened(private: bytes | FormKey, sealed: bytes) -> bytes:
    """What was sealed to the key of a form."""
    key = read_key(private) if isinstance(private, bytes) else private
    try:
        return key.decrypt(sealed, OAEP)
    except ValueError as error:
        raise Unopenable("this was sealed to another key, or was changed") from error


def _file(secret: bytes, start: bytes, sealed: bytes) -> bytes:
    """One file; ValueError where it was cut, or its end is not one."""
    cipher = Cipher(algorithms.AES(secret), CFB(start)).decryptor()
    unpad = PKCS7(BLOCK * 8).unpadder()
    return unpad.update(cipher.update(sealed) + cipher.finalize()) + unpad.finalize()
