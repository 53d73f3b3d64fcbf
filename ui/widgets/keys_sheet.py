"""The sheet that F1 lays over a screen: every key and what it does."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from ui.theme import Theme
from ui.widgets.card import Card
from ui.widgets.painted import label

_ROWS = 9
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
        card.body.addLayout(_table(keys))
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


def _table(keys: Sequence[tuple[str, str]]) -> QGridLayout:
    """Keys and meanings in as many pairs of columns as they need."""
    table = QGridLayout()
    table.setHorizontalSpacing(16)
    table.setVerticalSpacing(8)
    for at, (key, meaning) in enumerate(keys):
        pair, row = divmod(at, _ROWS)
        cap = label("body", key)
        cap.setProperty("role", "keycap")
        table.addWidget(cap, row, pair * 3, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.addWidget(label("body", meaning), row, pair * 3 + 1)
        table.setColumnMinimumWidth(pair * 3 + 2, 24)
    return table
