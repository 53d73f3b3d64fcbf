"""Asking in which encoding a text file was saved, where the file itself does not tell."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.words import Words
from ui.settings.choice import Choice
from ui.settings.field import Field
from ui.theme import Theme
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.chip import Chip

_NAMES = {"gb18030": "简体中文 (GB18030)", "big5hkscs": "繁體中文 (Big5)", "utf-8": "Unicode (UTF-8)",
          "utf-16-le": "Unicode (UTF-16)"}


class EncodingPage(QWidget):
    """`chosen(encoding)` to read the file again, `left` for Esc."""

    chosen = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, t: Words) -> None:
        super().__init__()
        self._t = t
        self._why = Chip(theme, "attention", large=True)
        self.encoding = Choice(tuple(_NAMES))
        self._field = Field(theme, self.encoding)
        self.go, self.back = PrimaryButton(theme), QuietButton(theme)
        self.go.clicked.connect(self._go)
        self.back.clicked.connect(self.left)
        card = Card()
        card.body.addWidget(self._why)
        card.body.addWidget(self._field)
        card.body.addStretch(1)
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.go)
        card.body.addLayout(row)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(card)

    def ask(self, sentence: str) -> None:
        """Why it has to be asked."""
        self._why.say("attention", sentence)
        self.encoding.setFocus()

    def _go(self) -> None:
        self.chosen.emit(self.encoding.value())

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        t = self._t
        right = t("When the names are right in the preview, the choice was right.")
        self._field.say(t("How was the file saved?"), right)
        self.encoding.say(_NAMES)
        self.go.say(t("Read the file ⏎"))
        self.back.say(t("Back Esc"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self._go()
        else:
            super().keyPressEvent(event)
