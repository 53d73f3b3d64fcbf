"""An open site in this process: its desk on a clock that is set by hand, its window, hands at its keyboard."""

from __future__ import annotations

from pathlib import Path

from e2e.hands import QtHands
from fakeprinter import FakePrinter
from parts import TestClock
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.people import People
from app.settings import Settings
from app.site import new_site, open_site
from app.twin import Twins
from app.words import Words
from ui.camera import Camera
from ui.open_site import OpenSite
from ui.theme import Theme


class Opened:
    """A site in `folder`, made when there is none; `made` is what it is made with."""

    def __init__(self, folder: Path, qtbot: QtBot, app: QApplication, clock: TestClock, *, language: str = "en",
                 printer: FakePrinter | None = None, camera: Camera | None = None, **made: object) -> None:
        self.bot, self.app, self.clock, self.folder = qtbot, app, clock, folder
        if not (folder / "site.db").exists():
            new_site(folder, clock, **{"name": "Sample Court", "zone": "Asia/Shanghai", **made}).database.close()
        self.desk = open_site(folder, clock)
        People(self.desk).begin()
        self.settings = Settings(self.desk.database, self.desk.site)
        if printer is not None:
            self.settings.printer = f"{printer.host}:{printer.port}"
        self.words, self.theme = Words(language), Theme(language=language)
        self.theme.apply(app)
        self.site = OpenSite(app, self.theme, self.words, self.desk, Twins(folder.parent / "desks"), camera)
        self.window = self.site.window
        self.hands = QtHands(qtbot, self.window, self.desk, clock, printer)
        self._open = True

    def show(self, screen: str = "") -> None:
        """Open the window and give it the keys."""
        with self.bot.waitExposed(self.window):
            self.site.show(screen)
        self.window.activateWindow()
        self.bot.waitUntil(self.window.isActiveWindow)
        self.clock.forward(ms=1000)

    def close(self) -> None:
        """Close the window, as a person does, and what stands behind it."""
        if self._open:
            self._open = False
            self.window.close()
            self.site.close()
            self.window.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # else every later test styles it too
            self.app.setStyleSheet("")
