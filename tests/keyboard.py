"""A keyboard and a scanner in the hands of a test: one window, and strokes at times of their own."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.key_codes import Board as KeyBoard
from ui.scanner import ScannerFilter

OURS = "12345678901234567890"
Mod = Qt.KeyboardModifier


class Keyboard:
    """A keyboard and a scanner on one window with a line and a button; time is what the strokes say."""

    def __init__(self, qtbot: QtBot, board: KeyBoard = "x11") -> None:
        self.bot = qtbot
        self.now, self.looked = 0.0, 0
        self.at = 10_000
        self.scans: list[str] = []
        self.filter = ScannerFilter(lambda digits: digits == OURS, board, clock=self.clock)
        self.filter.scanned.connect(self.scans.append)
        self.foreign: list[bool] = []
        self.filter.foreign.connect(lambda: self.foreign.append(True))
        self.page, self.line, self.button = QWidget(), QLineEdit(), QPushButton("Check in")
        self.acted: list[str] = []
        self.line.returnPressed.connect(lambda: self.acted.append("enter"))
        column = QVBoxLayout(self.page)
        column.addWidget(self.line)
        column.addWidget(self.button)
        qtbot.addWidget(self.page)
        with qtbot.waitExposed(self.page):
            self.page.show()
        self.page.activateWindow()
        self.line.setFocus()
        qtbot.waitUntil(lambda: QApplication.focusObject() is self.line)
        self.filter.listen()

    def clock(self) -> float:
        self.looked += 1
        return self.now

    def send(self, kind: QEvent.Type, key: int, text: str, code: int, held: Mod, again: bool = False) -> bool:
        event = QKeyEvent(kind, key, held, code, 0, 0, text, again)
        event.setTimestamp(self.at)
        event.ignore()
        QCoreApplication.sendEvent(self.page.windowHandle(), event)
        return event.isAccepted()

    def strike(self, key: int, text: str = "", code: int = 0, held: Mod = Mod.NoModifier) -> None:
        """One key as Qt sends it: first whether anybody wants it before the shortcuts do, then the press."""
        self.send(QEvent.Type.ShortcutOverride, key, text, code, held)
        self.send(QEvent.Type.KeyPress, key, text, code, held)
        self.send(QEvent.Type.KeyRelease, key, text, code, held)

    def digits(self, digits: str, every: int) -> None:
        for digit in digits:
            self.strike(Qt.Key.Key_0 + int(digit), digit)
            self.at += every

    def enter(self, key: int = Qt.Key.Key_Return) -> None:
        self.strike(key, "\r")
        self.at += 1

    def scan(self, digits: str = OURS, every: int = 8) -> None:
        self.digits(digits, every)
        self.enter()

    def pause(self, ms: int = 500) -> None:
        self.at += ms
        self.bot.waitUntil(lambda: self.filter.holds() == "")

    def commit(self, text: str, preedit: str = "") -> None:
        """What an input method has made of keys goes to whatever has the focus."""
        event = QInputMethodEvent(preedit, [])
        event.setCommitString(text)
        there = QApplication.focusObject()
        assert there is not None
        QCoreApplication.sendEvent(there, event)
