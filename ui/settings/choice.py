"""A few possibilities side by side, one of which holds."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QPushButton

from ui.widgets.flow import Flowing

GAP = 8


class _Button(QPushButton):
    """Wide enough for its words when it is down, since they are bold then."""

    def sizeHint(self) -> QSize:
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        metrics = (QFontMetrics(bold), self.fontMetrics())
        wide, plain = (each.horizontalAdvance(self.text()) for each in metrics)
        return super().sizeHint() + QSize(max(0, wide - plain) + 2, 0)


class Choice(Flowing):
    """Buttons of which one is down. `chosen(str)` carries the key that a person chose; setting it by `put` is
    silent. Tab enters the row at the one that is down, arrows move along it."""

    chosen = Signal(str)

    def __init__(self, keys: tuple[str, ...]) -> None:
        super().__init__(GAP)
        self._buttons: dict[str, _Button] = {}
        group = QButtonGroup(self)
        for key in keys:
            button = self._buttons[key] = _Button()
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, key=key: self._take(key))
            group.addButton(button)
            self.flow.addWidget(button)
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

    def sizeHint(self) -> QSize:
        """All in one row, where there is room for it."""
        sizes = [button.sizeHint() for button in self._buttons.values()]
        return QSize(sum(size.width() for size in sizes) + GAP * (len(sizes) - 1), max(s.height() for s in sizes))
