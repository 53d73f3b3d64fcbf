"""A figure that can be pressed to see what it counts."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout

from ui.theme import Theme
from ui.widgets.painted import label


class Tile(QPushButton):
    """Number and word; down while its list is shown."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._number, self._word = label("title"), label("quiet", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(0)
        for widget in (self._number, self._word):
            widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(widget)
        column.addStretch(1)
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, number: int, word: str) -> None:
        """The figure and what it counts."""
        self._number.setText(str(number))
        self._word.setText(word)
        self.setAccessibleName(word)
        self.setAccessibleDescription(str(number))

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(104), self._theme.px(76))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(88), self._theme.px(76))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)
