"""Letting one more laptop in: a short code that proves to each side that the other is the one that is meant.

The code holds the beginning of the fingerprint of the site's certificate, so that the laptop that joins notices anybody
who sits between, and a secret that is good for one laptop, five minutes and five tries.
"""

from __future__ import annotations

import base64
import hmac
import secrets
import time

import msgspec

from app.errors import Trouble
from app.sync import trust

SECONDS, TRIES = 300, 5
PART = 10  # letters and figures of each half: 50 bits


class Asking(msgspec.Struct, frozen=True):
    """What a laptop says that wants to join: the secret, its public key, and what people call it."""

    secret: str
    key: bytes
    name: str = ""


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
