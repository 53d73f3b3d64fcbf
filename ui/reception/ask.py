"""A question on one line that waits for Enter or Esc and blocks nothing: typing on is an answer too."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from ui.theme import Theme
from ui.tokens import ICONS, Kind
from ui.widgets.buttons import QuietButton
from ui.widgets.elided import Elided
from ui.widgets.painted import paint_as
from ui.widgets.picture import Picture


class AskBand(QFrame):
    """`yes` and `no` when a button is clicked; the keys are the screen's."""

    yes = Signal()
    no = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._icon = Picture(theme, size=24)
        self._words = Elided("strong")
        self.yes_button, self.no_button = QuietButton(theme), QuietButton(theme)
        self.yes_button.clicked.connect(self.yes)
        self.no_button.clicked.connect(self.no)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 4, 0)
        row.setSpacing(12)
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)
        row.addWidget(self.yes_button)
        row.addWidget(self.no_button)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        paint_as(self, role="notice")

    def ask(self, kind: Kind, question: str, yes: str, no: str) -> None:
        """Ask; an answer without words is not offered as a button."""
        self._words.say(question)
        self._icon.show_icon(ICONS[kind], kind)
        for button, words in ((self.yes_button, yes), (self.no_button, no)):
            button.say(words)
            button.setVisible(bool(words))
        self.setAccessibleName(question)
        paint_as(self, kind=kind)

    def text(self) -> str:
        """What is asked."""
        return self._words.text()
