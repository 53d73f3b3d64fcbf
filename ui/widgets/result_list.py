"""The list of what a search found: rows painted quickly, the chosen one kept while the rows change."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QListView

from ui.theme import Theme
from ui.widgets.row import ROW_ROLE, Row
from ui.widgets.row_paint import RowPaint

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class Rows(QAbstractListModel):
    """Plain rows for a list view."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[Row, ...] = ()

    def replace(self, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == int(Qt.ItemDataRole.DisplayRole):
            return row.title
        return row.spoken() if role == int(Qt.ItemDataRole.AccessibleTextRole) else None


class ResultList(QListView):
    """Rows of 44 px (56 for gloves, 32 for reading) that never take the cursor from the search line.

    `current_changed` carries the key of the row the cursor is on ("" for none), `chosen` the key of a clicked
    row.
    """

    current_changed = Signal(str)
    chosen = Signal(str)

    def __init__(self, theme: Theme, row_height: int = 44) -> None:
        super().__init__()
        self._rows = Rows()
        self._keeping = False
        self.setModel(self._rows)
        self._paint = RowPaint(theme, row_height, self)
        self.setItemDelegate(self._paint)
        self.setUniformItemSizes(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.clicked.connect(lambda index: self.chosen.emit(self._rows.rows[index.row()].key))
        self.selectionModel().currentChanged.connect(self._tell)
        theme.changed.connect(self.scheduleDelayedItemsLayout)

    def rows(self) -> tuple[Row, ...]:
        return self._rows.rows

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows; the current one stays current where it still is, and otherwise none is."""
        before, top = self.current_key(), self.verticalScrollBar().value()
        self._keeping = True
        self._paint.align([row.title for row in rows])
        self._rows.replace(rows)
        self.set_current(before)
        self.verticalScrollBar().setValue(top)
        self._keeping = False
        if self.current_key() != before:
            self.current_changed.emit(self.current_key())

    def current_key(self) -> str:
        index = self.currentIndex()
        return self._rows.rows[index.row()].key if index.isValid() else ""

    def set_current(self, key: str) -> None:
        """Put the cursor on the row of this key, or on none."""
        found = next((at for at, row in enumerate(self._rows.rows) if row.key == key), None)
        self.setCurrentIndex(_NOWHERE if found is None else self._rows.index(found))

    def step(self, rows: int) -> None:
        """Move the cursor over rows; from none it enters at the first, and it stops at the ends."""
        last = len(self._rows.rows) - 1
        index = self.currentIndex()
        if last >= 0:
            at = index.row() + rows if index.isValid() else 0
            self.setCurrentIndex(self._rows.index(max(0, min(last, at))))

    def _tell(self) -> None:
        if not self._keeping:
            self.current_changed.emit(self.current_key())
