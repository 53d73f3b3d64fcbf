"""A link between two programs that does what bad Wi-Fi does: lets through, stalls, cuts off, breaks in the middle.

Each connection draws its fate when it is made; `fault` is how likely it is to be a bad one. A bad one carries some
bytes and then breaks off with a reset, or goes silent in one direction or both, or trickles.
"""

from __future__ import annotations

import random
import socket
import struct
import threading
import time
from contextlib import suppress

PIECE = 16_384


class FaultyProxy:
    """Listens on a port of its own and forwards to `port` of this machine."""

    def __init__(self, port: int, seed: int = 0) -> None:
        self.to, self.fault, self.down = port, 0.0, False
        self._chance = random.Random(seed)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._open: set[socket.socket] = set()
        self._stopped = threading.Event()
        self.broken = 0
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def cut(self) -> None:
        """Every connection there is breaks off now."""
        for one in list(self._open):
            self.broken += 1
            self._reset(one)

    def close(self) -> None:
        self._stopped.set()
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)  # wakes who accepts
        self._listening.close()
        self.cut()
        self._thread.join()

    def _accept(self) -> None:
        while not self._stopped.is_set():
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            if self.down:
                self._reset(near)
                continue
            try:
                far = socket.create_connection(("127.0.0.1", self.to), 2)
            except OSError:
                near.close()
                continue
            self._open |= {near, far}
            bad = self._chance.random() < self.fault
            limits = [self._chance.randrange(40_000) if bad and self._chance.random() < 0.7 else None
                      for _ in range(2)]
            silent = self._chance.random() < 0.3
            for source, sink, limit in ((near, far, limits[0]), (far, near, limits[1])):
                threading.Thread(target=self._carry, args=(source, sink, limit, silent), daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket, limit: int | None, silent: bool) -> None:
        carried = 0
        with suppress(OSError):
            while data := source.recv(PIECE):
                if limit is not None and carried + len(data) > limit:
                    self.broken += 1
                    sink.sendall(data[:limit - carried])
                    if silent:  # half-closed: nobody hears anything any more, and nobody is told
                        self._stopped.wait(3)
                    break
                sink.sendall(data)
                carried += len(data)
                if limit is not None:
                    time.sleep(0.002)
        for one in (source, sink):
            self._reset(one)

    def _reset(self, one: socket.socket) -> None:
        self._open.discard(one)
        with suppress(OSError):
            one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        one.close()
