"""An authority of time for tests: made here, asked here, with the ``openssl`` of this computer. Nothing is called."""

import subprocess
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tests import moment

CONFIG = """[tsa]
serial = {folder}/serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
"""


@dataclass(frozen=True)
class Authority:
    """Its folder, and the certificate that whoever believes it keeps."""

    folder: Path
    pem: bytes

    def answers(self, request: bytes) -> bytes:
        """Its answer to a question, with its own clock, which is that of this computer."""
        (self.folder / "asked.tsq").write_bytes(request)
        said = subprocess.run(
            ["openssl", "ts", "-reply", "-config", "tsa.cnf", "-section", "tsa", "-queryfile", "asked.tsq",
             "-inkey", "key.pem", "-signer", "signer.pem"],
            cwd=self.folder, capture_output=True, check=False,
        )  # fmt: skip
        assert said.returncode == 0, said.stderr
        return said.stdout


def authority(folder: Path, *, years_ago: int = 0, named: str = "Root") -> Authority:
    """An authority whose certificates are valid for a year around that many years ago."""
    folder.mkdir()
    middle = moment.of_the_computer() - timedelta(days=365 * years_ago)
    root_key, key = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _each in range(2))
    root_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, named)])
    root = _certificate(root_name, root_name, root_key.public_key(), middle)
    root = root.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    signer = _certificate(
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Signer of {named}")]), root_name, key.public_key(), middle
    ).add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    pem = root.sign(root_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    (folder / "root.pem").write_bytes(pem)
    signed = signer.sign(root_key, hashes.SHA256())
    (folder / "signer.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(private)
    (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder))
    (folder / "serial").write_text("01")
    return Authority(folder, pem)


def _certificate(
    subject: x509.Name, issuer: x509.Name, public: rsa.RSAPublicKey, middle: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(middle - timedelta(days=180))
        .not_valid_after(middle + timedelta(days=180))
    )
