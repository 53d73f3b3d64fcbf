"""A line of a form: Enter in it means the form, but never the Enter that ends a composition or is held down."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit

SAME_PRESS_MS = 50  # after a composition, within which an Enter is the one that ended it


class FormLine(QLineEdit):
    """`entered` for an Enter pressed on purpose, `escaped` for Esc. `mono` are ms of a clock that never goes back."""

    entered = Signal()
    escaped = Signal()

    def __init__(self, mono: Callable[[], int]) -> None:
        super().__init__()
        self._mono = mono
        self._unfinished = ""
        self._composed_at: int | None = None

    def _on_purpose(self, event: QKeyEvent) -> bool:
        just = self._composed_at is not None and self._mono() - self._composed_at < SAME_PRESS_MS
        return not (event.isAutoRepeat() or self._unfinished or just)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        was_open = bool(self._unfinished)
        super().inputMethodEvent(event)
        self._unfinished = event.preeditString()
        if was_open and not self._unfinished:
            self._composed_at = self._mono()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._on_purpose(event):
                self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape and not self._unfinished:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)
