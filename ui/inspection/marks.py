"""Severity and wall of a defect: buttons side by side, with as many words as there is room for."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.records import SEVERITIES, WALLS
from app.words import Words
from ui.inspection.sayings import Sayings
from ui.theme import Theme
from ui.widgets.buttons import KeyButton
from ui.widgets.painted import label


class Marks(QWidget):
    """`severity(int)` and `wall(str)` when one is pressed."""

    severity = Signal(int)
    wall = Signal(str)

    def __init__(self, theme: Theme, t: Words, sayings: Sayings) -> None:
        super().__init__()
        self._t, self._sayings = t, sayings
        self._severities = {severity: self._toggle(theme) for severity in SEVERITIES}
        self._walls = {wall: self._toggle(theme) for wall in WALLS if wall}
        self._names = [label("label") for _ in range(2)]
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # the words give way to the room
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        for name, buttons in zip(self._names, (self._severities, self._walls), strict=True):
            self._row.addWidget(name)
            for button in buttons.values():
                self._row.addWidget(button)
            self._row.addStretch(1)
        theme.changed.connect(self._fit)
        for severity, button in self._severities.items():
            button.clicked.connect(lambda _=False, severity=severity: self.severity.emit(severity))
        for wall, button in self._walls.items():
            button.clicked.connect(lambda _=False, wall=wall: self.wall.emit(wall))

    def mark(self, severity: int, wall: str) -> None:
        """Show what is chosen; 0 and '' for none."""
        for one, button in self._severities.items():
            button.setChecked(one == severity)
        for other, button in self._walls.items():
            button.setChecked(other == wall)
        self._fit()

    def retranslate(self) -> None:
        """In the language of now."""
        for name, words in zip(self._names, (self._t("Severity"), self._t("Wall")), strict=True):
            name.setText(words)
        for severity, button in self._severities.items():
            button.setToolTip(self._sayings.severity(severity))
        for wall, button in self._walls.items():
            button.say(wall)
            button.setAccessibleName(self._t("Wall {wall}", wall=wall))
        self._fit()

    def _fit(self) -> None:
        """Figures are named all, else without the words before them, else only the chosen one."""
        chosen = [severity for severity, button in self._severities.items() if button.isChecked()]
        for before, named in ((True, SEVERITIES), (False, SEVERITIES), (True, chosen), (False, chosen), (False, ())):
            for name in self._names:
                name.setVisible(before)
            for severity, button in self._severities.items():
                words = self._sayings.severity(severity)
                button.say(f"{severity} {words}" if severity in named else str(severity))
                button.setAccessibleName(words)
            self._row.invalidate()
            if self._row.sizeHint().width() <= self.width():
                return

    def _toggle(self, theme: Theme) -> KeyButton:
        button = KeyButton(theme)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return button

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
