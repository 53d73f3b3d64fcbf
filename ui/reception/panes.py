"""Where things are at reception: the line above, what was found at the left, the card at the right, one line below."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from app.words import Words
from ui.reception.ask import AskBand
from ui.reception.card import HouseholdCard
from ui.reception.form import Form
from ui.reception.guide import Empty, Guide
from ui.reception.strip import LastArrivals
from ui.theme import Theme
from ui.widgets.card import Card
from ui.widgets.result_list import ResultList
from ui.widgets.search_line import SearchLine

BELOW = 40
TIGHT = 500
"""A height (it grows with the text) under which the card gets the room of the last arrivals, and some of the list's:
large letters on a small screen."""


class Panes(QWidget):
    """All the parts, each in its place; which of them is in front is set by who knows."""

    def __init__(self, theme: Theme, t: Words, mono: Callable[[], int]) -> None:
        super().__init__()
        self._theme = theme
        self.line = SearchLine(theme, clock=lambda: mono() / 1000)
        self.results, self.guide = ResultList(theme), Guide(t)
        self.card, self.empty, self.form = HouseholdCard(theme, t, mono), Empty(theme, t), Form(theme, mono)
        self.strip, self.ask = LastArrivals(theme, t), AskBand(theme)
        self._left, self._right, self._below = QStackedWidget(), QStackedWidget(), QStackedWidget()
        self._strip_card, self._across, self._asked = Card(0), QHBoxLayout(), False
        self._lay_out()
        theme.changed.connect(self._fit)
        self._fit()

    def show_rows(self, any_: bool) -> None:
        """What was found, or how to find."""
        self._left.setCurrentWidget(self.results if any_ else self.guide)

    def show_right(self, widget: QWidget) -> None:
        """The card, the form, or what to do next."""
        self._right.setCurrentWidget(widget)

    def in_front(self, widget: QWidget) -> bool:
        """Whether this is what stands at the right."""
        return self._right.currentWidget() is widget

    def show_asked(self, asked: bool) -> None:
        """The question, or the last arrivals."""
        self._asked = asked
        self._below.setCurrentWidget(self.ask if asked else self._strip_card)
        self._fit()

    def empty_line(self) -> None:
        """Take the text away without asking for nothing."""
        blocked = self.line.blockSignals(True)
        self.line.clear()
        self.line.blockSignals(blocked)

    def _lay_out(self) -> None:
        left = Card(1)
        self._left.addWidget(self.guide)
        self._left.addWidget(self.results)
        left.body.addWidget(self._left)
        left.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._right.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._strip_card.body.addWidget(self.strip)
        for stack, widgets in ((self._right, (self.empty, self.card, self.form)),
                               (self._below, (self._strip_card, self.ask))):
            for widget in widgets:
                stack.addWidget(widget)
        self._across.setSpacing(16)
        self._across.addWidget(left)
        self._across.addWidget(self._right)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.line)
        column.addLayout(self._across, 1)
        column.addWidget(self._below)

    def _fit(self) -> None:
        tight = self.height() < self._theme.px(TIGHT)
        self._below.setFixedHeight(self._theme.px(BELOW))
        self._below.setVisible(self._asked or not tight)
        for at, part in enumerate((4, 9) if tight else (5, 8)):
            self._across.setStretch(at, part)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
