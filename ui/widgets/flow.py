"""Things side by side that go on in the next row when the width is used up."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QRect, QSize, Qt
from PySide6.QtWidgets import QLabel, QLayout, QLayoutItem, QSizePolicy, QWidget


class Flow(QLayout):
    """A layout from left to right, then down; what is hidden takes no place."""

    def __init__(self, gap: int = 8) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(QMargins())

    def _place(self, room: QRect, really: bool) -> int:
        """Lay everything out in a width; the height it takes."""
        y = room.y()
        for row in self._rows(room.width()):
            high = max(size.height() for _, size in row)
            x = room.x()
            for item, size in row:
                if really:
                    item.setGeometry(QRect(x, y + (high - size.height()) // 2, size.width(), size.height()))
                x += size.width() + self._gap
            y += high + self._gap
        return max(0, y - self._gap - room.y())

    def _rows(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        rows: list[list[tuple[QLayoutItem, QSize]]] = []
        shown = [(item, item.sizeHint().boundedTo(QSize(width, 10_000))) for item in self._items if not item.isEmpty()]
        left = -1
        for at, (item, size) in enumerate(shown):
            needs = size.width()
            if isinstance(item.widget(), QLabel) and at + 1 < len(shown):  # words stay with what they name
                needs = min(width, needs + self._gap + shown[at + 1][1].width())
            if needs > left:
                rows.append([])
                left = width
            rows[-1].append((item, size))
            left -= size.width() + self._gap
        return rows

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, at: int) -> QLayoutItem | None:
        return self._items[at] if 0 <= at < len(self._items) else None

    def takeAt(self, at: int) -> QLayoutItem | None:
        return self._items.pop(at) if 0 <= at < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), really=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, really=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        widest = max((item.minimumSize().width() for item in self._items if not item.isEmpty()), default=0)
        highest = max((item.sizeHint().height() for item in self._items if not item.isEmpty()), default=0)
        return QSize(widest, highest)


class Flowing(QWidget):
    """A widget whose children flow; not there while it has none to show."""

    def __init__(self, gap: int = 8) -> None:
        super().__init__()
        self.flow = Flow(gap)
        self.setLayout(self.flow)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
