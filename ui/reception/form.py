"""A small form in the place of the card, instead of a dialog: some lines, Enter, done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QWidget

from ui.reception.line import FormLine
from ui.settings.field import Field
from ui.theme import Theme
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.card import LongCard
from ui.widgets.chip import Chip
from ui.widgets.painted import label

ONE_COLUMN = 2  # lines up to which they stand below each other


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to fill in: `key` names it in the values, `options` are (value, words) to choose from."""

    key: str
    words: str
    text: str = ""
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()


class Form(LongCard):
    """`entered` for Enter, `left` for Esc; Tab goes from line to line."""

    entered = Signal()
    left = Signal()

    def __init__(self, theme: Theme, mono: Callable[[], int]) -> None:
        super().__init__()
        self._theme, self._mono = theme, mono
        self._controls: dict[str, FormLine | QComboBox] = {}
        self._title, self._about = label("title", wrap=True), label("body", wrap=True)
        self.complaint = Chip(theme, large=True)
        self.primary, self.back = PrimaryButton(theme), QuietButton(theme)
        self._lines = QWidget()
        for widget in (self._title, self._about, self._lines, self.complaint):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        row = QHBoxLayout()
        row.addWidget(self.primary)
        row.addStretch(1)
        row.addWidget(self.back)
        self.foot.addLayout(row)
        self.primary.clicked.connect(self.entered)
        self.back.clicked.connect(self.left)

    def open(self, title: str, about: str, lines: Sequence[Line], verb: str, back: str) -> None:
        """Ask for these."""
        self._title.setText(title)
        self._about.setText(about)
        self._about.setVisible(bool(about))
        self.primary.say(verb)
        self.back.say(back)
        self.complain("")
        fresh = self._laid_out(lines)
        self.body.replaceWidget(self._lines, fresh)
        self._lines.hide()
        self._lines.deleteLater()
        self._lines = fresh

    def enter(self) -> None:
        """The cursor stands in the first line that is empty; only what is in front can have it."""
        controls = list(self._controls.values())
        empty = [control for control in controls if isinstance(control, FormLine) and not control.text()]
        next(iter(empty), controls[0]).setFocus()

    def values(self) -> dict[str, str]:
        """What is filled in, by key."""
        return {key: control.text().strip() if isinstance(control, FormLine) else str(control.currentData())
                for key, control in self._controls.items()}

    def control(self, key: str) -> FormLine | QComboBox:
        """The control of a line."""
        return self._controls[key]

    def complain(self, sentence: str) -> None:
        """Say why it cannot be done like that; '' takes it back."""
        self.complaint.say("attention", sentence)
        self.complaint.setVisible(bool(sentence))

    def _laid_out(self, lines: Sequence[Line]) -> QWidget:
        """New controls for these lines, in two columns when they are many."""
        fresh = QWidget()
        grid = QGridLayout(fresh)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        columns = 2 if len(lines) > ONE_COLUMN else 1
        self._controls = {line.key: self._control(line) for line in lines}
        for at, line in enumerate(lines):
            field = Field(self._theme, self._controls[line.key])
            field.say(line.words, line.hint)
            grid.addWidget(field, at // columns, at % columns)
        return fresh

    def _control(self, line: Line) -> FormLine | QComboBox:
        if line.options:
            box = QComboBox()
            for value, words in line.options:
                box.addItem(words, value)
            box.setCurrentIndex(max(0, box.findData(line.text)))
            return box
        made = FormLine(self._mono)
        made.setText(line.text)
        made.entered.connect(self.entered)
        made.escaped.connect(self.left)
        return made

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
