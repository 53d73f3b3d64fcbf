"""One window per site and laptop: a second start brings the first to the front."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket


def _name(folder: Path) -> str:
    return "handover-desk-" + hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]


def call_first(folder: Path) -> bool:
    """Ask the window that holds the folder to come to the front; whether it answered within two seconds."""
    socket = QLocalSocket()
    socket.connectToServer(_name(folder))
    if not socket.waitForConnected(2000):
        return False
    socket.write(b"front\n")
    answered = socket.waitForBytesWritten(2000)
    socket.disconnectFromServer()
    return answered


class FrontDoor(QObject):
    """Listens for later starts on the same folder."""

    def __init__(self, folder: Path, come: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._come = come
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(_name(folder))
        self._server.newConnection.connect(self._knocked)
        self._server.listen(_name(folder))

    def _knocked(self) -> None:
        socket = self._server.nextPendingConnection()
        if socket is not None:
            socket.disconnected.connect(socket.deleteLater)
        self._come()
