"""A conversation with a printer over one connection: bytes there, single bytes back."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from typing import Any

from app.tickets.driver import escpos_printers
from app.tickets.escpos import TELL_WHEN_DONE
from app.tickets.status import is_answer, is_done, query

CHUNK = 4096


class Line:
    """Raises OSError when it cannot be made or breaks, TimeoutError when `timeout` seconds bring no progress.
    A question has `answer` seconds."""

    def __init__(self, host: str, port: int, timeout: float, answer: float) -> None:
        self._timeout, self._answer = timeout, answer
        self._heard = bytearray()
        self._printer: Any = escpos_printers().Network(host, port, timeout)
        # Connected here: python-escpos leaves the socket open when it cannot connect, and knows only IPv4.
        self._printer.device = self._socket = socket.create_connection((host, port), timeout)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # So that what was sent is with the printer, not waiting in this laptop.
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2 * CHUNK)

    def close(self) -> None:
        """Hang up."""
        self._printer.close()

    def send(self, data: bytes) -> None:
        """In pieces, so that a slow printer is not taken for a stalled one."""
        self._socket.settimeout(self._timeout)
        for start in range(0, len(data), CHUNK):
            self._printer._raw(data[start : start + CHUNK])

    def ask(self, n: int) -> int | None:
        """The answer to DLE EOT n, None when there is none. Answers to earlier questions are forgotten."""
        self._heard = bytearray(byte for byte in self._heard if not is_answer(byte))
        self.send(query(n))
        return self._receive(is_answer)

    def ask_when_done(self) -> None:
        """From now on `done` listens for the word that everything sent before has been printed."""
        self._heard.clear()
        self.send(TELL_WHEN_DONE)

    def done(self) -> int | None:
        """That word (its bits are of the paper), None when it does not come in time."""
        return self._receive(is_done)

    def _receive(self, wanted: Callable[[int], bool]) -> int | None:
        """The next byte of the wanted kind; what else comes is kept."""
        until = time.monotonic() + self._answer
        while True:
            at = next((at for at, byte in enumerate(self._heard) if wanted(byte)), None)
            if at is not None:
                return self._heard.pop(at)
            left = until - time.monotonic()
            if left <= 0 or not self._listen(left):
                return None

    def _listen(self, seconds: float) -> bool:
        """Whether anything came."""
        self._socket.settimeout(seconds)
        try:
            heard = self._printer._read()
        except TimeoutError:
            return False
        if not heard:
            raise ConnectionError
        self._heard += heard
        return True
