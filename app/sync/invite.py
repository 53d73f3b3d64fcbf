"""Letting one more laptop in: a short code that proves to each side that the other is the one that is meant.

The code holds the beginning of the fingerprint of the site's certificate, so that the laptop that joins notices anybody
who sits between, and a secret that is good for one laptop, five minutes and five tries.
"""

from __future__ import annotations

import base64
import hmac
import ipaddress
import secrets
import time

import msgspec

from app.errors import Trouble
from app.sync import trust

SECONDS, TRIES = 300, 5
CHECK, FIGURES = 997, 48  # of what a scanner reads
PART = 10  # letters and figures of each half: 50 bits


class Asking(msgspec.Struct, frozen=True):
    """What a laptop says that wants to join: the secret, its public key, what people call it, and its id, if it has
    recorded under one already."""

    secret: str
    key: bytes
    name: str = ""
    desk: str = ""


class Invite:
    """One invitation; `code` is what is typed at the other laptop, with or without its hyphens."""

    def __init__(self, site: bytes) -> None:
        self._secret = half(secrets.token_bytes(8))
        whole = half(trust.fingerprint(site)) + self._secret
        self.code = "-".join(whole[at:at + 5] for at in range(0, len(whole), 5))
        self._until, self._tries = time.monotonic() + SECONDS, TRIES

    @property
    def open(self) -> bool:
        """Whether it is still good."""
        return self._tries > 0 and time.monotonic() <= self._until

    def use(self, secret: str, now: float) -> None:
        """Once and in time. Raises Trouble `join_closed` or `join_wrong`."""
        if now > self._until or not self._tries:
            raise Trouble("join_closed")
        if not hmac.compare_digest(secret.encode(), self._secret.encode()):
            self._tries -= 1
            raise Trouble("join_wrong")
        self._tries = 0


def half(data: bytes) -> str:
    """The first 50 bits as ten letters and figures, none of which looks like another."""
    return base64.b32encode(data).decode()[:PART]


def read(code: str) -> tuple[str, str]:
    """The beginning of the fingerprint, and the secret. Raises Trouble `join_code_short`."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    if len(plain) != 2 * PART:
        raise Trouble("join_code_short", n=2 * PART)
    return plain[:PART], plain[PART:]


def digits(address: str, code: str) -> str:
    """Address and code as figures alone, which every scanner types alike on every keyboard; '' for an address that is
    not an IPv4 address with its port."""
    host, _, port = address.partition(":")
    try:
        packed = ipaddress.IPv4Address(host).packed + int(port).to_bytes(2, "big")
    except (ValueError, OverflowError):
        return ""
    number = int.from_bytes(packed, "big") << 5 * 2 * PART
    number |= _number("".join(read(code)))
    return f"{number * CHECK + number % CHECK:0{FIGURES}d}"


def from_digits(text: str) -> tuple[str, str] | None:
    """Address and code again; None for other figures."""
    if len(text) != FIGURES or not (text.isascii() and text.isdecimal()):
        return None
    number, check = divmod(int(text), CHECK)
    if number % CHECK != check or number >> 48 + 5 * 2 * PART:
        return None
    packed = (number >> 5 * 2 * PART).to_bytes(6, "big")
    letters = base64.b32encode((number & (1 << 100) - 1).to_bytes(13, "big").rjust(15, b"\0")).decode()[4:]
    return f"{ipaddress.IPv4Address(packed[:4])}:{int.from_bytes(packed[4:], 'big')}", letters


def _number(code: str) -> int:
    return int.from_bytes(base64.b32decode("AAAA" + code), "big")
