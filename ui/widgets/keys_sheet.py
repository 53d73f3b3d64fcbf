"""The sheet that F1 lays over a screen: every key and what it does."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget
from shiboken6 import isValid

from ui.theme import Theme
from ui.widgets.card import Card
from ui.widgets.painted import label

MOST, FEWEST = 4, 9  # columns of keys, and rows before there is a second one
GAP, BETWEEN = 16, 8  # pixels between a key and its meaning, and more between two columns
AROUND = 80  # pixels of the card and beside it
_SILENT = frozenset(
    {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta}
)


class KeysSheet(QWidget):
    """Covers its parent; any key or click takes it away and gives the cursor back to where it was."""

    left = Signal()

    def __init__(
        self, parent: QWidget, theme: Theme, title: str, foot: str, keys: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._back = parent.window().focusWidget()
        self.setAccessibleName(title)
        self.setAccessibleDescription("; ".join(f"{key}: {meaning}" for key, meaning in keys))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setGeometry(parent.rect())
        card = Card()
        card.body.addWidget(label("title", title))
        card.body.addLayout(_table(keys, parent.width() - AROUND))
        card.body.addWidget(label("quiet", foot))
        column = QVBoxLayout(self)
        column.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)

    def open(self) -> None:
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def leave(self) -> None:
        self.hide()
        if self._back is not None and isValid(self._back):
            self._back.setFocus(Qt.FocusReason.PopupFocusReason)
        self.left.emit()
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in _SILENT:
            self.leave()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.leave()

    def paintEvent(self, event: QPaintEvent) -> None:
        shade = self._theme.colour("scrim")
        shade.setAlphaF(0.45)
        QPainter(self).fillRect(self.rect(), shade)


def _table(keys: Sequence[tuple[str, str]], room: int) -> QGridLayout:
    """Keys and meanings in as many pairs of columns as there is room for, in pixels, and in no more than they need."""
    pairs = [(_cap(key), label("body", meaning)) for key, meaning in keys]
    for pair in pairs:
        for one in pair:
            one.ensurePolished()  # else it tells its size in the type of no look
    across = next((n for n in range(MOST, 1, -1) if _width(pairs, _rows(pairs, n)) <= room), 1)
    table = QGridLayout()
    table.setHorizontalSpacing(GAP)
    table.setVerticalSpacing(8)
    for at, (cap, meaning) in enumerate(pairs):
        column, row = divmod(at, _rows(pairs, across))
        table.addWidget(cap, row, column * 3, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.addWidget(meaning, row, column * 3 + 1)
        if column:
            table.setColumnMinimumWidth(column * 3 - 1, BETWEEN)
    return table


def _cap(key: str) -> QLabel:
    cap = label("body", key)
    cap.setProperty("role", "keycap")
    return cap


def _rows(pairs: Sequence[tuple[QLabel, QLabel]], across: int) -> int:
    return max(FEWEST, -(-len(pairs) // across))


def _width(pairs: Sequence[tuple[QLabel, QLabel]], rows: int) -> int:
    columns = [pairs[at:at + rows] for at in range(0, len(pairs), rows)]
    wide = sum(max(pair[side].sizeHint().width() for pair in column) for column in columns for side in (0, 1))
    return wide + len(columns) * GAP + (len(columns) - 1) * (BETWEEN + 2 * GAP)
