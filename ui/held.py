"""What a scanner filter holds back until it knows whose it is, and how that is given back."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QWindow
from shiboken6 import isValid


@dataclass(frozen=True, slots=True)
class HeldKey:
    """A key press, as it was; of one that was taken away from the input method only the digit is known."""

    digit: str
    window: QWindow | None = None
    press: QKeyEvent | None = None

    def give(self, digit: str = "") -> None:
        """Press it in its window; with `digit` that one is typed even where the layout says otherwise."""
        there = self.window is not None and isValid(self.window)
        window = self.window if there else QGuiApplication.focusWindow()
        if window is not None:
            press = plain_press(digit or self.digit) if digit or self.press is None else self.press
            QCoreApplication.sendEvent(window, press)


@dataclass(frozen=True, slots=True)
class HeldCommit:
    """A character that an input method has made of a key, as ３ of 3."""

    there: QObject
    sign: str

    def give(self, digit: str = "") -> None:
        """Put it where it was meant to go; with `digit` that one is put there."""
        if isValid(self.there):
            event = QInputMethodEvent("", [])
            event.setCommitString(digit or self.sign)
            QCoreApplication.sendEvent(self.there, event)


def plain_press(digit: str) -> QKeyEvent:
    """The press of a digit on a plain keyboard."""
    return QKeyEvent(QEvent.Type.KeyPress, int(Qt.Key.Key_0) + int(digit), Qt.KeyboardModifier.NoModifier, digit)


def copied(event: QKeyEvent) -> QKeyEvent:
    """A press to keep: Qt throws its own away."""
    return QKeyEvent(
        QEvent.Type.KeyPress, event.key(), event.modifiers(),
        event.nativeScanCode(), event.nativeVirtualKey(), event.nativeModifiers(), event.text(),
    )  # fmt: skip
