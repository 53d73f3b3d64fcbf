"""Who belongs to a site: its key vouches for each laptop's own key, and both sides of an exchange show theirs.

The key of the site is held where the site was made (and on the lead's paper). It signs one certificate for each
laptop; whoever can show one of those is a member, whichever laptop is the main one. All keys are Ed25519 (RFC 8032).
"""

from __future__ import annotations

import base64
import hashlib
import os
import ssl
import tempfile
from datetime import UTC, datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.x509.oid import NameOID

from app.errors import Trouble

# A laptop whose clock stands in the wrong year must still be let in.
FROM, UNTIL = datetime(1990, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)
MARK = 4  # bytes of a hash at the end of what is written on paper, so that a slip of the pen is noticed
DER = serialization.Encoding.DER


def new_key() -> bytes:
    """A private key, 32 bytes."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def public(key: bytes) -> bytes:
    """The public part of a private key, 32 bytes."""
    return Ed25519PrivateKey.from_private_bytes(key).public_key().public_bytes_raw()


def sign(key: bytes, data: bytes) -> bytes:
    """A signature of 64 bytes."""
    return Ed25519PrivateKey.from_private_bytes(key).sign(data)


def site_certificate(key: bytes, site: str) -> bytes:
    """The certificate (DER) by which the members of a site know each other: signed by the site's own key."""
    private = Ed25519PrivateKey.from_private_bytes(key)
    constraint = x509.BasicConstraints(ca=True, path_length=0)
    return _certificate(private, private.public_key(), site, "site", 1, constraint)


def admit(key: bytes, site: str, desk: str, member: bytes) -> bytes:
    """The certificate (DER) with which a laptop proves that it belongs to the site: `key` of the site, `member` the
    laptop's public key."""
    private = Ed25519PrivateKey.from_private_bytes(key)
    constraint = x509.BasicConstraints(ca=False, path_length=None)
    return _certificate(private, Ed25519PublicKey.from_public_bytes(member), site, desk, x509.random_serial_number(),
                        constraint)


def _certificate(signer: Ed25519PrivateKey, holder: Ed25519PublicKey, site: str, name: str, serial: int,
                 constraint: x509.BasicConstraints) -> bytes:
    builder = x509.CertificateBuilder(_name(site, "site"), _name(site, name), holder, serial, FROM, UNTIL)
    return builder.add_extension(constraint, critical=True).sign(signer, None).public_bytes(DER)


def _name(site: str, name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, site),
                      x509.NameAttribute(NameOID.COMMON_NAME, name)])


class Vouched:
    """Reads certificates of one site's laptops. `site` is the site's id, `certificate` that of the site (DER)."""

    def __init__(self, site: str, certificate: bytes) -> None:
        self._site, self._keys = site, dict[bytes, tuple[str, Ed25519PublicKey]]()
        self._issuer = x509.load_der_x509_certificate(certificate)

    def desk(self, certificate: bytes) -> str:
        """Whose it is. Raises Trouble `not_a_member` if the site has not signed it."""
        return self._read(certificate)[0]

    def check(self, certificate: bytes, signature: bytes, data: bytes) -> str:
        """Whose signature it is. Raises Trouble `not_a_member` or `signature_wrong`."""
        desk, key = self._read(certificate)
        try:
            key.verify(signature, data)
        except InvalidSignature as error:
            raise Trouble("signature_wrong", desk=desk) from error
        return desk

    def _read(self, certificate: bytes) -> tuple[str, Ed25519PublicKey]:
        found = self._keys.get(certificate)
        if found is None:
            try:
                read = x509.load_der_x509_certificate(certificate)
                read.verify_directly_issued_by(self._issuer)
                names = {a.oid: str(a.value) for a in read.subject}
                key = read.public_key()
            except (ValueError, TypeError, InvalidSignature) as error:
                raise Trouble("not_a_member") from error
            if names.get(NameOID.ORGANIZATION_NAME) != self._site or not isinstance(key, Ed25519PublicKey):
                raise Trouble("not_a_member")
            found = self._keys[certificate] = names.get(NameOID.COMMON_NAME, ""), key
        return found


def holder(certificate: bytes) -> bytes:
    """The public key, 32 bytes, that a certificate vouches for; b'' for none."""
    if not certificate:
        return b""
    key = x509.load_der_x509_certificate(certificate).public_key()
    return key.public_bytes_raw() if isinstance(key, Ed25519PublicKey) else b""


def fingerprint(certificate: bytes) -> bytes:
    """What a person compares, or a code holds the beginning of: 32 bytes."""
    return hashlib.sha256(certificate).digest()


def context(server: bool, site: bytes, own: bytes, key: bytes) -> ssl.SSLContext:
    """TLS 1.3 with this laptop's certificate `own`, between members of the site whose certificate is `site`. The name
    or address of the other side does not matter: who it is, its certificate says. A server lets strangers in as far
    as to ask them for their name, since one who wants to join has no certificate yet."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER if server else ssl.PROTOCOL_TLS_CLIENT)
    made.minimum_version = ssl.TLSVersion.TLSv1_3
    made.check_hostname = False
    made.verify_mode = ssl.CERT_OPTIONAL if server else ssl.CERT_REQUIRED
    made.load_verify_locations(cadata=site)
    if own:
        private = Ed25519PrivateKey.from_private_bytes(key).private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        chain = ssl.DER_cert_to_PEM_cert(own).encode() + ssl.DER_cert_to_PEM_cert(site).encode()
        # The ssl module reads keys from files alone; mkstemp makes one that nobody else may read.
        handle, name = tempfile.mkstemp()
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(private + chain)
            made.load_cert_chain(name)
        finally:
            os.unlink(name)
    return made


def on_paper(key: bytes) -> str:
    """The key of the site as the lead keeps it on paper: groups of four letters and figures."""
    text = base64.b32encode(key + hashlib.sha256(key).digest()[:MARK]).decode().rstrip("=")
    return " ".join(text[at:at + 4] for at in range(0, len(text), 4))


def from_paper(text: str) -> bytes:
    """The key again, typed in from the paper. Raises Trouble `paper_key_wrong`."""
    plain = "".join(text.split()).upper()
    try:
        read = base64.b32decode(plain + "=" * (-len(plain) % 8))
    except ValueError as error:
        raise Trouble("paper_key_wrong") from error
    key, mark = read[:-MARK], read[-MARK:]
    if len(key) != 32 or hashlib.sha256(key).digest()[:MARK] != mark:
        raise Trouble("paper_key_wrong")
    return key
