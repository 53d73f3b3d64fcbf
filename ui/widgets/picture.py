"""One own icon as a small picture, always in the colours of the look that is worn now."""

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Theme


class Picture(QWidget):
    """An icon without words; what it means is said by the words beside it."""

    def __init__(self, theme: Theme, name: str = "", token: str = "quiet", size: int = 24) -> None:
        super().__init__()
        self._theme, self._name, self._token, self._size = theme, name, token, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_icon(self, name: str, token: str) -> None:
        self._name, self._token = name, token
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(self._size), self._theme.px(self._size))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._name:
            drawn = self._theme.pixmap(self._name, self._token, self._size, self.devicePixelRatioF())
            QPainter(self).drawPixmap(self.rect(), drawn)
