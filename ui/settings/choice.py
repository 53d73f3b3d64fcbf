"""A few possibilities side by side, one of which holds."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget


class _Button(QPushButton):
    """Wide enough for its words when it is down, since they are bold then."""

    def sizeHint(self) -> QSize:
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        metrics = (QFontMetrics(bold), self.fontMetrics())
        wide, plain = (each.horizontalAdvance(self.text()) for each in metrics)
        return super().sizeHint() + QSize(max(0, wide - plain) + 2, 0)


class Choice(QWidget):
    """Buttons of which one is down. `chosen(str)` carries the key that a person chose; setting it by `put` is
    silent. Tab enters the row at the one that is down, arrows move along it."""

    chosen = Signal(str)

    def __init__(self, keys: tuple[str, ...]) -> None:
        super().__init__()
        self._buttons: dict[str, _Button] = {}
        group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for key in keys:
            button = self._buttons[key] = _Button()
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, key=key: self._take(key))
            group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.put(keys[0])

    def say(self, words: Mapping[str, str]) -> None:
        """What stands on the buttons, by key."""
        for key, button in self._buttons.items():
            button.setText(words[key])
            button.setAccessibleName(words[key])

    def put(self, key: str) -> None:
        """Let one be down; an unknown key changes nothing."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)
            self.setFocusProxy(self._buttons[key])

    def value(self) -> str:
        """The key of the one that is down."""
        return next(key for key, button in self._buttons.items() if button.isChecked())

    def button(self, key: str) -> QPushButton:
        """The button of a key."""
        return self._buttons[key]

    def _take(self, key: str) -> None:
        self.setFocusProxy(self._buttons[key])
        self.chosen.emit(key)
