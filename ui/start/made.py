"""The page after a site was made: the owner list now, or later."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.words import Words
from ui.theme import Theme
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.painted import label


class MadePage(QWidget):
    """`go` carries where to: "roster", or "" for the first screen."""

    go = Signal(str)

    def __init__(self, theme: Theme, t: Words) -> None:
        super().__init__()
        self._t = t
        self._site = ""
        self._done = Chip(theme, "ok", large=True)
        self._title, self._about = label("title"), label("body", wrap=True)
        self._later = label("quiet", wrap=True)
        self.roster, self.later = PrimaryButton(theme), QuietButton(theme)
        self.roster.clicked.connect(lambda: self.go.emit("roster"))
        self.later.clicked.connect(lambda: self.go.emit(""))
        self._lay_out()

    def _lay_out(self) -> None:
        card = Card()
        card.setMaximumWidth(720)
        for widget in (self._done, self._title, self._about, self._later):
            card.body.addWidget(widget)
        row = QHBoxLayout()
        row.addWidget(self.later)
        row.addStretch(1)
        row.addWidget(self.roster)
        card.body.addSpacing(8)
        card.body.addLayout(row)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(card, 4)
        across.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addStretch(2)
        column.addLayout(across)
        column.addStretch(3)

    def show_site(self, name: str) -> None:
        """Which site was made."""
        self._site = name
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        t = self._t
        self._done.say("ok", t("{site} is ready on this laptop.", site=self._site))
        self._title.setText(t("Bring in the owner list?"))
        self._about.setText(
            t("An Excel or CSV file as it is: you see what was understood before anything is written."))
        self._later.setText(t("The printer, people and stations can wait: they are under Settings."))
        self.roster.say(t("Choose the list ⏎"))
        self.later.say(t("Later Esc"))

    def enter(self) -> None:
        """Enter goes on to the list."""
        self.roster.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.go.emit("")
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.go.emit("roster")
        else:
            super().keyPressEvent(event)
