"""The page on which a new site gets its name, its dates and its time zone."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.words import Words
from ui.settings.days import Days
from ui.settings.field import Field
from ui.settings.zone import ZoneChoice
from ui.theme import Theme
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.painted import label


class NewSitePage(QWidget):
    """`asked` when the form is to be taken, `left` for Esc."""

    asked = Signal()
    left = Signal()

    def __init__(self, theme: Theme, t: Words, today: date) -> None:
        super().__init__()
        self._t = t
        self._title = label("title")
        self.name, self.days, self.zone = QLineEdit(), Days(today), ZoneChoice()
        self.fields = [Field(theme, control) for control in (self.name, self.days, self.zone)]
        self._trouble = Chip(theme, "stop", large=True)
        self._trouble.hide()
        self.start, self.back = PrimaryButton(theme), QuietButton(theme)
        self.name.setMaxLength(60)
        self.start.clicked.connect(self.asked)
        self.back.clicked.connect(self.left)
        self._lay_out()

    def _lay_out(self) -> None:
        card = Card()
        card.setMaximumWidth(720)
        for widget in (self._title, *self.fields, self._trouble):
            card.body.addWidget(widget)
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.start)
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

    def retranslate(self, language: str) -> None:
        """Say everything in the language of now."""
        t = self._t
        name, days, zone = self.fields
        self._title.setText(t("Start a new site"))
        name.say(t("Name of the site"), t("As owners know it; it stands on every slip."))
        days.say(t("Days of the handover"), t("May be changed later."))
        zone.say(t("Time zone"),
                 t("Days and arrival times follow it, whatever this laptop's clock is set to."))
        self.name.setPlaceholderText(t("Riverside Garden, phase II"))
        self.days.retranslate(t, language)
        self.zone.retranslate(t)
        self.start.say(t("Start the site ⏎"))
        self.back.say(t("Back Esc"))

    def enter(self) -> None:
        """The cursor stands in the name."""
        self.name.setFocus()

    def refuse(self, sentence: str) -> None:
        """What is wrong with the name; '' takes it back."""
        self.fields[0].complain(sentence)

    def trouble(self, sentence: str) -> None:
        """What is in the way; '' takes it back."""
        self._trouble.say("stop", sentence)
        self._trouble.setVisible(bool(sentence))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.asked.emit()
        else:
            super().keyPressEvent(event)
