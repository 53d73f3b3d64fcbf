"""One of the three doors: a large button with a picture, a name and a sentence."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout

from ui.theme import Theme
from ui.widgets.painted import label
from ui.widgets.picture import Picture


class Door(QPushButton):
    """Enter, Space or a click goes through."""

    def __init__(self, theme: Theme, icon: str) -> None:
        super().__init__()
        self._theme = theme
        self.setAutoDefault(False)
        self._name, self._about = label("title", wrap=True), label("body", wrap=True)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        column.addWidget(Picture(theme, icon, "accent", 40))
        column.addSpacing(8)
        for widget in (self._name, self._about):
            widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(widget)
        column.addStretch(1)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def say(self, name: str, about: str) -> None:
        """Its name, and what lies behind it."""
        self._name.setText(name)
        self._about.setText(about)
        self.setAccessibleName(name)
        self.setAccessibleDescription(about)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(280), self.heightForWidth(self._theme.px(280)))

    def minimumSizeHint(self) -> QSize:
        return QSize(220, self.heightForWidth(self.width()))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(self._theme.px(248), self._column.totalHeightForWidth(max(width, 220)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)
