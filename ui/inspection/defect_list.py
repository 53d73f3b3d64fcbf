"""The unit's defects, newest first: two lines each, struck through when void."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem

from ui.theme import Theme
from ui.widgets.result_list import ResultList
from ui.widgets.row import ROW_ROLE, Row
from ui.widgets.row_paint import RowPaint

HEIGHT = 64
_AROUND = 16


class DefectList(ResultList):
    """`masked` of a row says here that the defect is void."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, HEIGHT)
        self._paint = TwoLines(theme, HEIGHT, self)
        self.setItemDelegate(self._paint)


class TwoLines(RowPaint):
    """The defect above, where it is and the quiet rest below."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: Row = index.data(ROW_ROLE)
        area = option.rect
        painter.save()
        self._ground(painter, area, option.state)
        inner = area.adjusted(_AROUND, 8, -_AROUND, -8)
        half = inner.height() // 2
        above = QRect(inner.left(), inner.top(), inner.width(), half)
        below = QRect(inner.left(), inner.top() + half, inner.width(), half)
        below.setRight(below.right() - self._state(painter, below, row))
        ink = "quiet" if row.masked else "text"
        taken = self._type.paint(painter, above, row.title, "strong", ink)
        self._type.paint(painter, below, row.hint, "quiet", "quiet")
        if row.masked:
            painter.setPen(QPen(self._type.colour("quiet"), 1.5))
            middle = above.top() + half // 2 + 1
            painter.drawLine(above.left(), middle, above.left() + min(taken, above.width()), middle)
        painter.restore()
