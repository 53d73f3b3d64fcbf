"""The line in which the cursor lives: type, scan or compose, and what is asked goes out at every letter."""

import time
from collections.abc import Callable, Mapping
from types import MappingProxyType

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit

from ui.theme import Theme
from ui.widgets.painted import paint_as

PAGE = 8
"""Rows that PageUp and PageDown move over."""

_SAME_PRESS = 0.05
"""Seconds after a composition within which an Enter is the one that ended it; a second takes longer."""

_COMMIT_COMES = 30
"""Milliseconds in which the finished letters follow when the unfinished ones are gone."""

_STEPS: Mapping[int, int] = MappingProxyType(
    {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -PAGE, Qt.Key.Key_PageDown: PAGE}
)


class SearchLine(QLineEdit):
    """A line edit that tells an Enter that means something from one that does not.

    Signals: `asked(str)` on every change of what is seen, the unfinished letters of an input method included;
    `entered()` and `entered_with_gift()` for Enter and Shift+Enter pressed on purpose, never from a held key
    and never the one that ends a composition; `undo_asked()` for Ctrl+Z on the empty line; `moved(int)` rows
    up (negative) or down; `escaped()`. A scan never comes here: the scanner filter takes it, Enter and all.
    """

    asked = Signal(str)
    entered = Signal()
    entered_with_gift = Signal()
    undo_asked = Signal()
    moved = Signal(int)
    escaped = Signal()

    def __init__(self, theme: Theme, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._theme, self._clock = theme, clock
        self._unfinished = ""
        self._last_asked = ""
        self._composing = False
        self._composed_at = -_SAME_PRESS
        self._gone = QTimer(self, singleShot=True, interval=_COMMIT_COMES)
        self._gone.timeout.connect(self._ask)
        paint_as(self, role="search")
        self.textChanged.connect(self._ask)
        theme.changed.connect(self._dress)
        self._dress()

    def name(self, words: str) -> None:
        """The line's purpose, as placeholder and as accessible name."""
        self.setPlaceholderText(words)
        self.setAccessibleName(words)

    def seen(self) -> str:
        """What the eye sees: the text with the unfinished letters at the cursor."""
        at = self.cursorPosition()
        return self.text()[:at] + self._unfinished + self.text()[at:]

    def _ask(self) -> None:
        if self._composing:
            return
        self._gone.stop()
        if self.seen() == self._last_asked:
            return
        self._last_asked = self.seen()
        self.asked.emit(self._last_asked)

    def _dress(self) -> None:
        self.setTextMargins(self._theme.px(24) + 16, 0, 8, 0)

    def _enter(self, event: QKeyEvent) -> None:
        ends_composition = self._unfinished != "" or self._clock() - self._composed_at < _SAME_PRESS
        if event.isAutoRepeat() or ends_composition:
            return
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held == Qt.KeyboardModifier.NoModifier:
            self.entered.emit()
        elif held == Qt.KeyboardModifier.ShiftModifier:
            self.entered_with_gift.emit()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        was_open = self._unfinished != ""
        self._composing = True
        super().inputMethodEvent(event)
        self._composing = False
        self._unfinished = event.preeditString()
        if was_open and not self._unfinished:
            self._composed_at = self._clock()
            if not event.commitString():
                self._gone.start()
                return
        self._ask()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter(event)
        elif self._unfinished:
            super().keyPressEvent(event)
        elif event.key() in _STEPS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.moved.emit(_STEPS[event.key()])
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif event.matches(QKeySequence.StandardKey.Undo) and self.seen() == "":
            if not event.isAutoRepeat():
                self.undo_asked.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = self._theme.px(24)
        glass = self._theme.pixmap("search", "quiet", 24, self.devicePixelRatioF())
        QPainter(self).drawPixmap(QRect(16, (self.height() - side) // 2, side, side), glass)
