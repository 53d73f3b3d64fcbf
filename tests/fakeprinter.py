"""An ESC/POS printer of our own behind a TCP port: it keeps to the published commands and can be in trouble.

It has a reader per connection, a buffer, and a mechanism that executes the buffer row by row while there is
paper and the cover is closed. As in real ones, DLE commands act the moment they arrive, wherever they stand,
and what a broken connection left in the buffer stays there.
"""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType

from PIL import Image, ImageChops

ESC, GS = 0x1B, 0x1D
LENGTHS = {b"\x1d(": 11, b"\x1bJ": 3, b"\x1bd": 3, b"\x1dr": 3, b"\x1dv": 8}  # of commands longer than two bytes


class FakePrinter:
    """Use as a context manager. `slips` are the pictures cut off so far (mode '1', 0 is black), `queries` the
    n of every DLE EOT, `obeyed` other DLE commands, `unknown` bytes that are no command, `connections` how
    many came.

    Faults are set with the methods below, at any time, from any thread.
    """

    def __init__(self, width: int = 576) -> None:
        self.host, self.width = "127.0.0.1", width
        self.slips: list[Image.Image] = []
        self.queries: list[int] = []
        self.obeyed: list[bytes] = []
        self.received = b""
        self.unknown = b""
        self.connections = 0
        self._paper: float = float("inf")  # rows left
        self._low = self._cover = self._offline = self._cutter = False
        self._mute = self._busy = self._keeps_quiet = self._stalled = self._closing = False
        self._hold: float = float("inf")  # bytes its buffer holds
        self._hang_up_after: int | None = None
        self._pace = 0.0  # seconds a row
        self._buffer, self._arrived = bytearray(), b""
        self._rows: list[bytes] = []  # of the slip in the works
        self._raster = (0, 0)  # bytes across and rows still to come of a GS v 0
        self._changed = threading.Condition(threading.RLock())
        self._peers: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._listener: socket.socket | None = None
        self.port = 0

    def __enter__(self) -> FakePrinter:
        self.accept()
        self._start(self._mechanism)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.refuse()
        with self._changed:
            self._closing = True
            for peer in self._peers:
                _shut(peer)
            self._changed.notify_all()
        for thread in list(self._threads):
            thread.join()

    # what a test may do to it

    def accept(self) -> None:
        """Listen (again), always at the same port."""
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        listener.bind((self.host, self.port))
        listener.listen()
        self._listener, self.port = listener, listener.getsockname()[1]
        self._start(lambda: self._listen(listener))

    def refuse(self) -> None:
        """Refuse connections from now on."""
        if self._listener is not None:
            _shut(self._listener)
            self._listener.close()
            self._listener = None

    def paper(self, rows: float = float("inf"), low: bool = False) -> None:
        """Put in paper of that many rows; 0 is none. It goes on where it stopped."""
        self._set(_paper=rows, _low=low)

    def cover(self, open_: bool) -> None:
        """Open or close the cover."""
        self._set(_cover=open_)

    def offline(self, offline: bool = True) -> None:
        """Its button: it answers and does not print."""
        self._set(_offline=offline)

    def jam(self, jammed: bool = True) -> None:
        """The knife is stuck: it prints and cannot cut."""
        self._set(_cutter=jammed)

    def mute(self, mute: bool = True) -> None:
        """It never answers, like a print server that has only one direction."""
        self._set(_mute=mute)

    def keep_quiet(self, quiet: bool = True) -> None:
        """It answers DLE EOT and knows no GS r, so it never says that a slip is done."""
        self._set(_keeps_quiet=quiet)

    def busy(self, busy: bool = True) -> None:
        """It answers nothing while it prints."""
        self._set(_busy=busy)

    def hold(self, size: float) -> None:
        """How many bytes its buffer holds; it takes no more, but for the first few of a connection."""
        self._set(_hold=size)

    def stall(self, stalled: bool = True) -> None:
        """It holds the connection and takes nothing."""
        self._set(_stalled=stalled)

    def slow(self, seconds_a_row: float) -> None:
        """How long a row takes."""
        self._set(_pace=seconds_a_row)

    def hang_up_after(self, received: int | None) -> None:
        """Reset the connection once it has received that many bytes in all; None never."""
        self._set(_hang_up_after=received)

    def power_cycle(self) -> None:
        """Off and on: connections are gone, and what was in its buffer."""
        with self._changed:
            self._buffer.clear()
            self._rows, self._raster, self._arrived = [], (0, 0), b""
            for peer in self._peers:
                _shut(peer)
            self._changed.notify_all()

    def wait_until(self, condition: Callable[[FakePrinter], bool], seconds: float = 10) -> None:
        """Until the condition holds; AssertionError when it does not in time."""
        with self._changed:
            assert self._changed.wait_for(lambda: condition(self), seconds), "the printer did not get there"

    # how it works

    def _set(self, **values: object) -> None:
        with self._changed:
            for name, value in values.items():
                setattr(self, name, value)
            self._changed.notify_all()

    def _start(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _listen(self, listener: socket.socket) -> None:
        while True:
            try:
                peer, _ = listener.accept()
            except OSError:
                return
            with self._changed:
                self.connections += 1
                self._peers.append(peer)
            self._start(lambda peer=peer: self._read(peer))  # type: ignore[misc]

    def _read(self, peer: socket.socket) -> None:
        taken = 0
        with peer:
            while data := self._receive(peer, taken):
                taken += len(data)
                with self._changed:
                    self.received += data
                    if self._hangs_up(peer):
                        break
                    self._arrive(data)
                    self._changed.notify_all()
            with self._changed:
                self._peers.remove(peer)

    def _receive(self, peer: socket.socket, taken: int) -> bytes:
        with self._changed:
            self._changed.wait_for(lambda: self._closing or self._takes(taken))
        try:
            data = peer.recv(2048)
        except OSError:
            return b""
        return b"" if self._closing else data

    def _takes(self, taken: int) -> bool:
        return not self._stalled and (taken < 64 or len(self._buffer) < self._hold)

    def _hangs_up(self, peer: socket.socket) -> bool:
        if self._hang_up_after is None or len(self.received) < self._hang_up_after:
            return False
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return True

    def _arrive(self, data: bytes) -> None:
        """Obey what is to be obeyed at once; the rest goes to the buffer."""
        data = self._arrived + data
        while (
            at := min(
                (i for i in map(data.find, (b"\x10\x04", b"\x10\x05", b"\x10\x14")) if i >= 0), default=-1
            )
        ) >= 0:
            if len(data) < at + 3:
                break
            self._buffer += data[:at]
            self._obey(data[at : at + 3])
            data = data[at + 3 :]
        kept = len(data) - at if at >= 0 else int(data.endswith(b"\x10"))
        self._buffer += data[: len(data) - kept]
        self._arrived = data[len(data) - kept :]

    def _obey(self, command: bytes) -> None:
        if command[1] != 4:
            self.obeyed.append(command)
            return
        self.queries.append(command[2])
        stopped, out = self._stopped(), self._paper <= 0
        answer = {
            1: 0x08 * stopped,
            2: 0x04 * self._cover | 0x20 * out | 0x40 * self._cutter,
            3: 0x08 * self._cutter,
            4: 0x0C * self._low | 0x60 * out,
        }
        if not (self._busy and (self._buffer or self._raster[1])):
            self._say(0x12 | answer.get(command[2], 0))

    def _say(self, byte: int) -> None:
        if self._mute or not self._peers:
            return
        with suppress(OSError):
            self._peers[-1].sendall(bytes((byte,)))

    def _stopped(self) -> bool:
        return self._cover or self._offline or self._cutter or self._paper <= 0

    def _mechanism(self) -> None:
        with self._changed:
            while not self._closing:
                if self._stopped() or not self._step():
                    self._changed.wait()
                else:
                    self._changed.notify_all()
                    if self._pace:
                        self._changed.wait_for(lambda: self._closing, self._pace)

    def _step(self) -> bool:
        """Execute one row or one command, if it is there whole."""
        across, rows = self._raster
        if rows:
            return self._row(across, rows)
        if not self._buffer:
            return False
        head = bytes(self._buffer[:2])
        length = LENGTHS.get(head, 2) if head[0] in (ESC, GS) else 1
        if head == b"\x1dV":
            length = 4 if bytes(self._buffer[2:3]) in (b"A", b"B") else 3
        if len(self._buffer) < length:
            return False
        command = bytes(self._buffer[:length])
        del self._buffer[:length]
        self._execute(command)
        return True

    def _row(self, across: int, rows: int) -> bool:
        if len(self._buffer) < across:
            return False
        self._feed(bytes(self._buffer[:across]))
        del self._buffer[:across]
        self._raster = (across, rows - 1)
        return True

    def _feed(self, dots: bytes) -> None:
        width = self.width // 8
        self._rows.append(dots[:width].ljust(width, b"\0"))
        self._paper -= 1

    def _execute(self, command: bytes) -> None:
        if command[:3] == b"\x1dv0":
            self._raster = (int.from_bytes(command[4:6], "little"), int.from_bytes(command[6:8], "little"))
        elif command[:2] == b"\x1bJ":
            for _ in range(command[2]):
                self._feed(b"")
        elif command[:2] == b"\x1dV":
            self._cut()
        elif command[:2] == b"\x1dr":
            if not self._keeps_quiet:
                self._say(0x03 * self._low)
        elif command[:3] == b"\x1d(H":
            for byte in (0x37, 0x22, *command[7:], 0) if not self._keeps_quiet else ():
                self._say(byte)
        elif command not in (b"\x1b@", b"\0", b"\n"):
            self.unknown += command

    def _cut(self) -> None:
        size = (self.width, len(self._rows))
        self.slips.append(ImageChops.invert(Image.frombytes("1", size, b"".join(self._rows))))
        self._rows = []


def _shut(peer: socket.socket) -> None:
    with suppress(OSError):
        peer.shutdown(socket.SHUT_RDWR)
