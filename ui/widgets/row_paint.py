"""How one row of a result list is painted: title, names, why it was found, its state."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.theme import Theme
from ui.tokens import ICONS
from ui.widgets.row import ROW_ROLE, Row
from ui.widgets.typeset import Typeset

_GAP = 16


class RowPaint(QStyledItemDelegate):
    """Paints rows straight from their data."""

    def __init__(self, theme: Theme, row_height: int, parent: QObject) -> None:
        super().__init__(parent)
        self._theme, self._height = theme, row_height
        self._type = Typeset(theme)
        self._titles: Sequence[str] = ()
        self._widest: int | None = None
        theme.changed.connect(self._forget)

    def align(self, titles: Sequence[str]) -> None:
        """Let what follows the titles begin at one edge in every row."""
        self._titles, self._widest = titles, None

    def _forget(self) -> None:
        self._type.forget()
        self._widest = None

    def _title_column(self, room: int) -> int:
        """Pixels of the widest title; the names give way, a unit number never."""
        if self._widest is None:
            self._widest = max((self._type.width("strong", title) for title in self._titles), default=0) + 2
        return min(self._widest, room)

    def _ground(self, painter: QPainter, area: QRect, state: QStyle.StateFlag) -> None:
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, self._type.colour("accent_pale"))
            painter.fillRect(QRect(area.left(), area.top(), 4, area.height()), self._type.colour("accent"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, self._type.colour("hover"))
        painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), self._type.colour("line"))

    def _state(self, painter: QPainter, box: QRect, row: Row) -> int:
        """Paint icon and word of the state at the right end; return the pixels they took."""
        if not row.right:
            return 0
        around = 8 if row.kind else 0
        icon = self._theme.px(16) + 6 if row.kind else 0
        wide = min(icon + self._type.width("label", row.right) + 2 * around + 1, box.width() // 2)
        high = self._theme.px(26)
        tag = QRect(box.right() - wide, box.top() + (box.height() - high) // 2, wide, high)
        if row.kind is not None:
            self._tag(painter, tag, row)
        words = tag.adjusted(around + icon, 0, 1 - around, 0)
        self._type.paint(painter, words, row.right, "label", f"{row.kind}_ink" if row.kind else "quiet")
        return wide + _GAP

    def _tag(self, painter: QPainter, tag: QRect, row: Row) -> None:
        kind = row.kind or "off"
        side = self._theme.px(16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._type.colour(f"{kind}_pale"))
        painter.drawRoundedRect(tag, 8, 8)
        drawn = self._theme.pixmap(ICONS[kind], kind, 16, painter.device().devicePixelRatioF())
        painter.drawPixmap(QRect(tag.left() + 8, tag.top() + (tag.height() - side) // 2, side, side), drawn)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, self._theme.px(self._height))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: Row = index.data(ROW_ROLE)
        area = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, area, option.state)
        inner = area.adjusted(_GAP, 0, -_GAP, -1)
        inner.setRight(inner.right() - self._state(painter, inner, row))
        column = self._title_column(inner.width())
        title = QRect(inner.left(), inner.top(), column, inner.height())
        self._type.paint(painter, title, row.title, "strong", "text")
        inner.setLeft(inner.left() + column + _GAP)
        taken = self._type.paint(painter, inner, row.subtitle, "body", "quiet" if row.masked else "text")
        inner.setLeft(inner.left() + taken + (_GAP if taken else 0))
        self._type.paint(painter, inner, row.hint, "quiet", "quiet")
        painter.restore()
