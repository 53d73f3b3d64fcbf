"""Paper on the ground: a white sheet with one hairline border, on which a screen lays things."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui.widgets.painted import paint_as


class Card(QFrame):
    """A column of things on white; `body` takes them. Cards do not lie in cards."""

    def __init__(self, padding: int = 24) -> None:
        super().__init__()
        paint_as(self, role="card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(padding, padding, padding, padding)
        self.body.setSpacing(16)


class LongCard(QFrame):
    """A card whose `body` scrolls when there is too much of it, while `foot` with the buttons stays."""

    def __init__(self) -> None:
        super().__init__()
        paint_as(self, role="card")
        inside = QWidget()
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(24, 24, 24, 8)
        self.body.setSpacing(16)
        self.foot = QVBoxLayout()
        self.foot.setContentsMargins(24, 8, 24, 24)
        self.foot.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(Scrolled(inside), 1)
        column.addLayout(self.foot)


class Scrolled(QScrollArea):
    """Lets what is too high scroll, and only up and down; never takes the cursor."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self._inside = inside
        paint_as(inside, role="plain")
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return self._inside.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._inside.minimumSizeHint().width(), 80)


def rule() -> QFrame:
    """A hairline between two parts of a card."""
    line = QFrame()
    line.setFixedHeight(1)
    paint_as(line, role="rule")
    return line
