"""The stage for the projector: a window of its own, driven from the laptop's keyboard. Silent."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.words import Words
from ui.theme import Theme
from ui.widgets.big_number import BigNumber
from ui.widgets.painted import label, paint_as

ROLLS, ROLL_MS = 14, 70  # numbers that pass before the one that was drawn: about a second


class Stage(QWidget):
    """Shows the name of the draw, how many are in, and the number of now. It knows no record and decides nothing."""

    def __init__(self, theme: Theme, t: Words) -> None:
        super().__init__()
        self._theme, self._t = theme, t
        self._title, self._rules = label("unit"), label("name", wrap=True)
        self.number, self._whose = BigNumber(), label("unit", wrap=True)
        self._rolling: list[str] = []
        self._final = ("", "")
        self._tick = QTimer(self, interval=ROLL_MS)
        self._tick.timeout.connect(self._roll)
        paint_as(self, role="stage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(48, 48, 48, 48)
        column.addWidget(self._title, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        for widget in (self.number, self._whose):
            widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(widget)
        column.addStretch(1)
        self._rules.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._rules)

    def open(self, title: str, rules: str) -> None:
        """On the second screen if there is one."""
        self.setGeometry(QGuiApplication.screens()[:2][-1].geometry())
        self.say(title, rules)
        self.setWindowTitle(title)
        self.showFullScreen()

    def say(self, title: str, rules: str) -> None:
        """What stands above and below the number."""
        self._title.setText(title)
        self._rules.setText(rules)

    def clear(self) -> None:
        """No number."""
        self._tick.stop()
        self.show_number("", "")

    def show_number(self, number: str, whose: str) -> None:
        """At once."""
        self.number.show_number(number)
        self._whose.setText(whose)

    def roll(self, others: list[str], number: str, whose: str) -> None:
        """Some numbers of the list pass by, then the one that was drawn stays."""
        self._rolling, self._final = others[:ROLLS], (number, whose)
        self._whose.setText("")
        self._tick.start()
        self._roll()

    def _roll(self) -> None:
        if self._rolling:
            self.number.show_number(self._rolling.pop())
        else:
            self._tick.stop()
            self.show_number(*self._final)
