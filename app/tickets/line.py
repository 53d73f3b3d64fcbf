"""A conversation with a printer over one connection: bytes there, single bytes back."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from typing import Any, Protocol

from app.tickets.driver import escpos_printers
from app.tickets.escpos import SAID_BACK, TELL_NAME, TELL_WHEN_DONE
from app.tickets.status import is_answer, is_done, query

CHUNK = 4096


class Port(Protocol):
    """Where bytes go and come from. Both raise OSError when it breaks; `write` TimeoutError when nothing is taken."""

    chunk: int  # bytes that go in one piece: one that is slow to take them is not taken for a stalled one

    def write(self, data: bytes) -> None:
        """All of them."""

    def read(self, seconds: float) -> bytes:
        """What comes within that time, b"" for nothing."""

    def close(self) -> None:
        """Let go of it."""


class Line:
    """Raises OSError when it breaks, TimeoutError when there is no progress. A question has `answer` seconds."""

    def __init__(self, port: Port, answer: float) -> None:
        self._port, self._answer = port, answer
        self._heard = bytearray()
        self._echo = b""

    def close(self) -> None:
        """Hang up."""
        self._port.close()

    def send(self, data: bytes) -> None:
        """In pieces, so that a slow printer is not taken for a stalled one."""
        for start in range(0, len(data), self._port.chunk):
            self._port.write(data[start : start + self._port.chunk])

    def ask(self, n: int) -> int | None:
        """The answer to DLE EOT n, None when there is none. Answers to earlier questions are forgotten."""
        self._heard = bytearray(byte for byte in self._heard if not is_answer(byte))
        self.send(query(n))
        return self._receive(is_answer)

    def ask_when_done(self, name: bytes = b"") -> None:
        """From now on `done` listens for the word that everything sent before has been printed: the four letters of
        `name` said back, by a printer that can."""
        self._heard.clear()
        self._echo = name.join(SAID_BACK) if name else b""
        self.send(TELL_NAME + name if name else TELL_WHEN_DONE)

    def done(self) -> int | None:
        """That word (its bits are of the paper), None when it does not come in time."""
        return self._hear(self._said_back if self._echo else lambda: self._first(is_done))

    def _receive(self, wanted: Callable[[int], bool]) -> int | None:
        """The next byte of the wanted kind; what else comes is kept."""
        return self._hear(lambda: self._first(wanted))

    def _first(self, wanted: Callable[[int], bool]) -> int | None:
        at = next((at for at, byte in enumerate(self._heard) if wanted(byte)), None)
        return None if at is None else self._heard.pop(at)

    def _said_back(self) -> int | None:
        at = self._heard.find(self._echo)
        if at < 0:
            return None
        del self._heard[at : at + len(self._echo)]
        return 0

    def _hear(self, found: Callable[[], int | None]) -> int | None:
        until = time.monotonic() + self._answer
        while True:
            what = found()
            if what is not None:
                return what
            left = until - time.monotonic()
            heard = self._port.read(left) if left > 0 else b""
            if not heard:
                return None
            self._heard += heard


class NetworkPort:
    """A connection to `host`; `timeout` seconds without progress mean it is not there or stalled."""

    chunk = CHUNK

    def __init__(self, host: str, port: int, timeout: float) -> None:
        self._timeout = timeout
        self._printer: Any = escpos_printers().Network(host, port, timeout)
        # Connected here: python-escpos leaves the socket open when it cannot connect, and knows only IPv4.
        self._printer.device = self._socket = socket.create_connection((host, port), timeout)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # So that what was sent is with the printer, not waiting in this laptop.
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2 * CHUNK)

    def write(self, data: bytes) -> None:
        """All of them."""
        self._socket.settimeout(self._timeout)
        self._printer._raw(data)

    def read(self, seconds: float) -> bytes:
        """What comes; ConnectionError when the other end hung up."""
        self._socket.settimeout(seconds)
        try:
            heard: bytes = self._printer._read()
        except TimeoutError:
            return b""
        if not heard:
            raise ConnectionError
        return heard

    def close(self) -> None:
        """Hang up."""
        self._printer.close()
