"""One of the three doors: a large button with a picture, a name and a sentence."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout

from ui.theme import Theme
from ui.widgets.chip import Chip
from ui.widgets.painted import label
from ui.widgets.picture import Picture


class Door(QPushButton):
    """Enter, Space or a click goes through. A door that is shut says why, in words on it."""

    def __init__(self, theme: Theme, icon: str, open_: bool = True) -> None:
        super().__init__()
        self._theme = theme
        self.setAutoDefault(True)
        self._name, self._about = label("title", wrap=True), label("body", wrap=True)
        self._shut = Chip(theme, "off", large=True)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        column.addWidget(Picture(theme, icon, "accent" if open_ else "faint", 40))
        column.addSpacing(8)
        for widget in (self._name, self._about):
            widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(widget)
        column.addStretch(1)
        column.addWidget(self._shut)
        self._shut.setVisible(not open_)
        self._shut.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setEnabled(open_)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def say(self, name: str, about: str, shut: str = "") -> None:
        """Its name, what lies behind it, and why it is shut."""
        self._name.setText(name)
        self._about.setText(about)
        self._shut.say("off", shut)
        self.setAccessibleName(name)
        self.setAccessibleDescription(shut or about)

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
