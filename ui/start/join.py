"""The page on which a laptop joins a site that others work at."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from app.words import Words
from ui.settings.field import Field
from ui.theme import Theme
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.card import Card, rule
from ui.widgets.chip import Chip
from ui.widgets.painted import label

HINTS = 3  # main laptops that are shown
SCANNED = 40  # figures that nobody types


class JoinPage(QWidget):
    """`asked` when the form is to be taken, `left` for Esc. Without a network: `stick_asked` to write a file that asks
    to join, `stick_chosen` to join with the one that the main laptop wrote."""

    asked = Signal()
    left = Signal()
    stick_asked = Signal()
    stick_chosen = Signal()

    def __init__(self, theme: Theme, t: Words) -> None:
        super().__init__()
        self._t = t
        self._title, self._about = label("title"), label("body", wrap=True)
        self.address, self.code = QLineEdit(), QLineEdit()
        self.fields = [Field(theme, self.address), Field(theme, self.code)]
        self.hints = [QuietButton(theme) for _ in range(HINTS)]
        self._found: Sequence[tuple[str, str]] = ()
        for n, button in enumerate(self.hints):
            button.clicked.connect(lambda checked=False, n=n: self._take(n))
            button.hide()
        self._trouble = Chip(theme, "stop", large=True)
        self._trouble.hide()
        self.join, self.back = PrimaryButton(theme), QuietButton(theme)
        self._without, self.ask, self.by_stick = label("quiet", wrap=True), QuietButton(theme), QuietButton(theme)
        self.ask.clicked.connect(self.stick_asked)
        self.by_stick.clicked.connect(self.stick_chosen)
        self.progress, self._how_far = QProgressBar(), label("quiet")
        self.busy = False
        self._told = Chip(theme, "ok", large=True)
        self._told.hide()
        self.join.clicked.connect(self.asked)
        self.address.textChanged.connect(self._scanned)
        self.code.textChanged.connect(self._scanned)
        self.back.clicked.connect(self.left)
        card = Card()
        card.setMaximumWidth(720)
        hints = QHBoxLayout()
        for button in self.hints:
            hints.addWidget(button)
        hints.addStretch(1)
        for widget in (self._title, self._about, self.fields[0]):
            card.body.addWidget(widget)
        card.body.addLayout(hints)
        for widget in (self.fields[1], self._trouble, self.progress, self._how_far):
            card.body.addWidget(widget)
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.join)
        card.body.addLayout(row)
        sticks = QHBoxLayout()
        for button in (self.ask, self.by_stick):
            sticks.addWidget(button)
        sticks.addStretch(1)
        for widget in (rule(), self._without, self._told):
            card.body.addWidget(widget)
        card.body.addLayout(sticks)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(card, 4)
        across.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addStretch(2)
        column.addLayout(across)
        column.addStretch(3)
        self.rest()

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        t = self._t
        self._title.setText(t("Join a site"))
        self._about.setText(t("At the main laptop the lead chooses Settings, Laptops, Let a laptop join. What it shows "
                              "is typed here."))
        self.fields[0].say(t("Address of the main laptop"), t("As it shows it there, 192.168.1.20 for example."))
        self.fields[1].say(t("Code"), t("Twenty letters and figures; hyphens may be left out."))
        self.join.say(t("Join ⏎"))
        self.back.say(t("Back Esc"))
        self._without.setText(t("Without a network: ① write a file that asks to join; ② at the main laptop the lead "
                                "chooses Settings, Sticks, Let a laptop join by stick; ③ join with what it wrote."))
        self.ask.say(t("① Write the file"))
        self.by_stick.say(t("③ Join with the file"))
        self.found(self._found)
        self.progress.setAccessibleName(t("Records that are here"))

    def _scanned(self, text: str) -> None:
        """A scanner typed what the main laptop shows, or both were pasted into one line."""
        if text.isdecimal() and len(text) >= SCANNED:
            from app.sync.invite import from_digits

            found = from_digits(text)
        else:
            parts = text.split()
            found = (parts[0], parts[1]) if len(parts) == 2 else None
        if found is not None:
            self.address.setText(found[0])
            self.code.setText(found[1])
            self.code.setFocus()

    def found(self, laptops: Sequence[tuple[str, str]]) -> None:
        """Main laptops that the network has: address and name. The only one is put where nothing was typed yet."""
        self._found = laptops[:HINTS]
        for n, button in enumerate(self.hints):
            button.setVisible(n < len(self._found))
            button.say(" · ".join(self._found[n]) if n < len(self._found) else self._t("A main laptop"))
        if len(laptops) == 1 and not self.address.text() and not self.busy:
            self.address.setText(laptops[0][0])
            self.address.selectAll()

    def _take(self, n: int) -> None:
        self.address.setText(self._found[n][0])
        self.code.setFocus()

    def enter(self) -> None:
        """The cursor stands in the address."""
        self.address.setFocus()

    def working(self, came: int, of: int, left: int) -> None:
        """It is being done: so many records of how many are here, so many units are still to be worked out."""
        self._rest(False)
        if left:
            self._most = max(self._most, left)
            self.progress.setRange(0, self._most)
            self.progress.setValue(self._most - left)
            self._how_far.setText(self._t("All records are here; the lists are made: {left} to go.", left=left))
        else:
            self.progress.setRange(0, of)  # to and fro while nobody knows how many
            self.progress.setValue(came)
            self._how_far.setText(self._t("{came} of {of} records are here.", came=came, of=of) if of else
                                  self._t("Asking the main laptop …"))

    def rest(self) -> None:
        """It is done, or it was not possible."""
        self._most = 0
        self._rest(True)

    def _rest(self, rest: bool) -> None:
        self.busy = not rest
        for widget in (*self.fields, *self.hints, self.join, self.back, self.ask, self.by_stick):
            widget.setEnabled(rest)
        for widget in (self.progress, self._how_far):
            widget.setVisible(not rest)

    def told(self, sentence: str) -> None:
        """What was done."""
        self._told.say("ok", sentence)
        self._told.show()

    def trouble(self, sentence: str) -> None:
        """What is in the way; '' takes it back."""
        self._trouble.say("stop", sentence)
        self._trouble.setVisible(bool(sentence))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.busy:
            event.accept()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            (self.code.setFocus if self.address.hasFocus() and not self.code.text() else self.asked.emit)()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
