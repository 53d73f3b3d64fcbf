"""This laptop's printer for the other desks: whatever comes to a port goes on to it, one job after the other."""

from __future__ import annotations

import contextlib
import select
import socket
import threading
from collections.abc import Callable

from app.errors import Trouble
from app.tickets.address import PORT
from app.tickets.line import CHUNK, Port
from app.tickets.printer import Answering, Printer

IDLE = 30.0  # seconds without a byte from either side, after which a connection is let go
TURN = 0.05  # seconds in which an answer of the printer is waited for before the desk is listened to again


class Share:
    """Listens on `port` (0: any; then `port` says which) of every address. `printer` tells the printer of now. A
    network printer needs no share: every desk reaches it by its own address. One that can be asked how it is answers
    the other desk too; of any other the desk is told nothing, and says that its slip was sent."""

    def __init__(self, printer: Callable[[], Printer | None], port: int = PORT) -> None:
        self._printer = printer
        self._listener = socket.create_server(("", port), backlog=20)
        self._listener.settimeout(0.25)
        self.port = int(self._listener.getsockname()[1])
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="printer share", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Take no more; what is being printed is finished."""
        self._stop.set()
        self._thread.join(timeout=10)
        self._listener.close()

    def _serve(self) -> None:
        while not self._stop.is_set():
            try:
                desk, _ = self._listener.accept()
            except OSError:  # nobody came, or the listener is closed
                continue
            with desk, contextlib.suppress(OSError, Trouble):  # the desk sees that its connection broke, and says so
                self._carry(desk)

    def _carry(self, desk: socket.socket) -> None:
        printer = self._printer()
        if printer is None:
            return
        if isinstance(printer, Answering):
            with contextlib.closing(printer.port()) as port:
                self._talk(desk, port)
        else:
            printer.print(self._all(desk))

    def _talk(self, desk: socket.socket, port: Port) -> None:
        """Bytes there and answers back, until the desk hangs up."""
        idle = 0.0
        while not self._stop.is_set() and idle < IDLE:
            came = b""
            if select.select((desk,), (), (), 0)[0]:
                came = desk.recv(CHUNK)
                if not came:
                    return
                for start in range(0, len(came), port.chunk):
                    port.write(came[start : start + port.chunk])
            back = port.read(TURN if not came else 0.001)
            if back:
                desk.sendall(back)
            idle = 0.0 if came or back else idle + TURN

    @staticmethod
    def _all(desk: socket.socket) -> bytes:
        """A whole job: until the desk hangs up."""
        desk.settimeout(IDLE)
        parts = []
        while part := desk.recv(CHUNK):
            parts.append(part)
        return b"".join(parts)
