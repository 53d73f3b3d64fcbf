"""A counter for tests: the real window with reception and clearing, somebody's hands on its keyboard."""

from __future__ import annotations

import parts
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.desk import Desk
from app.search.ask import Search
from app.search.chinese import Chinese
from app.tickets.code import read_code
from app.unit import Unit, Visit
from app.words import Words
from ui.bridge import Bridge
from ui.clearing.screen import ClearingScreen
from ui.reception.screen import ReceptionScreen
from ui.scanner import ScannerFilter
from ui.theme import Theme
from ui.window import Window

TODAY = "2026-06-20"
Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
ALT, CTRL, SHIFT = (Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier,
                    Qt.KeyboardModifier.ShiftModifier)
STANDS = 250  # ms after which a single match has stood


class Counter:
    """`keys` counts every key that was pressed. Time stands still until `wait`."""

    def __init__(self, qtbot: QtBot, app: QApplication, desk: Desk, clock: parts.TestClock) -> None:
        self.bot, self.app, self.desk, self.clock = qtbot, app, desk, clock
        self.keys, self.tones = 0, 0
        self.theme, self.words = Theme(), Words()
        self.theme.apply(app)
        self.window = Window(self.theme, self.words)
        self.bridge = Bridge(desk)
        self.search = Search(desk.database.read, desk.site, Chinese())
        self.reception = ReceptionScreen(desk, self.search, self.words, self.theme, self.window.say, tone=self._low)
        self.clearing = ClearingScreen(desk, self.words, self.theme, self.window.say)
        for screen in (self.reception, self.clearing):
            self.window.add_screen(screen)
        self.bridge.changed.connect(self.window.changed)
        self.scanner = ScannerFilter(lambda digits: read_code(digits) is not None, "x11")
        self.scanner.scanned.connect(self.reception.scanned)
        self.scanner.listen()
        self._stamp = 10_000
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.window.open(self.reception)
        clock.forward(ms=1000)

    def close(self) -> None:
        """Everything is put away."""
        self.scanner.stop()
        self.bridge.close()
        self.window.hush()
        self.window.close()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # else every later test styles it too
        self.app.setStyleSheet("")

    # -- hands ---------------------------------------------------------------------------------------------

    def type(self, text: str) -> None:
        """Letter by letter, where the cursor is."""
        for letter in text:
            self.keys += 1
            QTest.keyClicks(self._there(), letter)

    def press(self, key: Key, held: Qt.KeyboardModifier = NONE) -> None:
        """One key."""
        self.keys += 1
        QTest.keyClick(self._there(), key, held)

    def enter(self) -> None:
        """Enter."""
        self.press(Key.Key_Return)

    def repeat(self, key: Key) -> None:
        """The same key again because it is held down."""
        QApplication.sendEvent(self._there(), QKeyEvent(QEvent.Type.KeyPress, key, NONE, "\r", True))

    def hold(self, key: Key, held: Qt.KeyboardModifier = NONE) -> None:
        """Press and do not let go."""
        self.keys += 1
        QTest.keyPress(self._there(), key, held)

    def let_go(self, key: Key) -> None:
        """Let go."""
        QTest.keyRelease(self._there(), key)

    def compose(self, unfinished: str, finished: str = "") -> None:
        """What an input method sends while a word is made, or when it is finished."""
        event = QInputMethodEvent(unfinished, [])
        event.setCommitString(finished)
        QApplication.sendEvent(self._there(), event)

    def scan(self, digits: str, ending: Key = Key.Key_Return) -> None:
        """A wedge scanner: fast keys with time stamps, then its ending."""
        self._stamp += 5_000
        for digit in digits:
            self._stroke(int(Key.Key_0) + int(digit), digit)
        self._stroke(int(ending), "\r")
        self.bot.wait(1)

    def wait(self, ms: int = STANDS) -> None:
        """Time passes."""
        self.clock.forward(ms=ms)

    def find(self, text: str) -> None:
        """Type, and look until it has stood."""
        self.type(text)
        self.wait()

    def _there(self) -> QWidget:
        return QApplication.focusWidget() or self.window

    def _stroke(self, key: int, text: str) -> None:
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, NONE, 0, 0, 0, text)
            event.setTimestamp(self._stamp)
            event.ignore()
            QCoreApplication.sendEvent(self.window.windowHandle(), event)
        self._stamp += 3

    def _low(self) -> None:
        self.tones += 1

    # -- eyes ----------------------------------------------------------------------------------------------

    def unit(self, code: str) -> Unit:
        """A unit's state at the desk."""
        unit: Unit = self.desk.state(f"unit/{code}")
        return unit

    def visit(self, code: str) -> Visit | None:
        """The visit of today that is open."""
        return self.unit(code).open_visit(TODAY)

    def number(self, code: str) -> str:
        """The number of that visit, '' for none."""
        visit = self.visit(code)
        return visit.numbers[0] if visit else ""

    def rows(self) -> list[str]:
        """Units in the list."""
        return [row.title for row in self.reception.panes.results.rows()]

    def shown(self) -> str:
        """The unit on the card, '' when there is no card."""
        sight = self.reception.session.sight
        in_front = self.reception.panes.in_front(self.reception.panes.card)
        return sight.unit.code if sight is not None and in_front else ""

    def button(self) -> str:
        """What the primary button of the card says, '' when it is not there."""
        primary = self.reception.panes.card.primary
        return primary.words if self.shown() and primary.isVisible() else ""

    def notices(self) -> str:
        """All that the bands of the card say."""
        return " | ".join(f"{n.title} {n.text}".strip() for n in self.reception.panes.card.notices())

    def said(self) -> str:
        """What stands in the message line."""
        return self.window.said()[1]

    def line(self) -> str:
        """What stands in the search line."""
        return self.reception.panes.line.text()

    def cursor_in_line(self) -> bool:
        """Whether the next letter goes into the search line."""
        return QApplication.focusWidget() is self.reception.panes.line
