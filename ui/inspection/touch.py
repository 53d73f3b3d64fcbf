"""A button for a gloved finger, and a grid of them: the number beside the words does the same from the keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from ui.theme import Theme
from ui.widgets.buttons import KeyButton
from ui.widgets.painted import paint_as

GAP = 8
_AROUND = 10


class TouchButton(KeyButton):
    """56 px high at least; words in two lines, the number before them."""

    def __init__(self, theme: Theme, words: str, number: str = "") -> None:
        super().__init__(theme, words, number)
        paint_as(self, touch=True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(words)

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        return QSize(self._theme.px(96), self._theme.px(56))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(64), self._theme.px(56))

    def _paint_words(self, painter: QPainter) -> None:
        ink, key_ink = self._inks()
        area = self.rect().adjusted(_AROUND, 2, -_AROUND // 2, -2)
        middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        if self.key:
            painter.setFont(self._theme.font("label"))
            painter.setPen(self._theme.colour(key_ink))
            wide = max(painter.fontMetrics().horizontalAdvance(self.key), self._theme.px(16))
            painter.drawText(QRect(area.left(), area.top(), wide, area.height()), middle, self.key)
            area.setLeft(area.left() + wide + 6)
        wrap = middle | int(Qt.TextFlag.TextWordWrap)
        painter.setFont(self.font())
        needed = painter.boundingRect(area, wrap, self.words)
        if needed.height() > area.height() or needed.width() > area.width():  # two lines of small type then
            painter.setFont(self._theme.font("quiet"))
        painter.setPen(self._theme.colour(ink))
        painter.drawText(area, wrap, self.words)


@dataclass(frozen=True, slots=True)
class Offer:
    """One button: what it stands for, its words, its number, whether it is the one that Enter takes."""

    key: str
    words: str
    number: str = ""
    first: bool = False


class TouchGrid(QWidget):
    """`pressed` carries the key of a button."""

    pressed = Signal(str)

    def __init__(self, theme: Theme, columns: int) -> None:
        super().__init__()
        self._theme, self._columns = theme, columns
        self._buttons: list[TouchButton] = []
        self._offers: tuple[Offer, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP)
        self._grid.setAlignment(Qt.AlignmentFlag.AlignTop)
        theme.changed.connect(self._lay_out)
        self._lay_out()

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Show these; buttons that are there already are used again."""
        self._offers = tuple(offers)
        while len(self._buttons) < len(offers):
            at = len(self._buttons)
            button = TouchButton(self._theme, "")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, at=at: self._press(at))
            self._buttons.append(button)
            self._grid.addWidget(button, *divmod(at, self._across()))
        for at, button in enumerate(self._buttons):
            button.setVisible(at < len(offers))
            if at < len(offers):
                button.say(offers[at].words, offers[at].number)
                button.setToolTip(offers[at].words)
                button.setChecked(offers[at].first)

    def offers(self) -> tuple[Offer, ...]:
        """What is shown."""
        return self._offers

    def button(self, key: str) -> TouchButton:
        """The button of a key."""
        return self._buttons[next(at for at, offer in enumerate(self._offers) if offer.key == key)]

    def _across(self) -> int:
        """One column less for large type."""
        return self._columns if self._theme.scale <= 1 else max(1, self._columns - 1)

    def _lay_out(self) -> None:
        for at, button in enumerate(self._buttons):
            self._grid.addWidget(button, *divmod(at, self._across()))
        for column in range(self._columns):
            self._grid.setColumnStretch(column, int(column < self._across()))

    def _press(self, at: int) -> None:
        self._buttons[at].setChecked(self._offers[at].first)
        self.pressed.emit(self._offers[at].key)
