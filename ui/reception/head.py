"""The head of the card: which unit, whose, and the number, very large once there is one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets.big_number import BigNumber
from ui.widgets.flow import Flowing
from ui.widgets.painted import label


class CardHead(QWidget):
    """Unit and layout, names, phones; `tags` takes what else is to be seen at once."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.unit, self.about = label("unit"), label("quiet")
        self.names, self.phones = label("name", wrap=True), label("quiet")
        self.number = BigNumber()
        self.tags = Flowing()
        first = QHBoxLayout()
        first.setSpacing(16)
        first.addWidget(self.unit)
        first.addWidget(self.about, 1, Qt.AlignmentFlag.AlignVCenter)
        second = QHBoxLayout()
        second.setSpacing(16)
        second.addWidget(self.names, 1)
        second.addWidget(self.phones, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addLayout(first)
        column.addLayout(second)
        column.addWidget(self.tags)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addLayout(column, 1)
        row.addWidget(self.number, 0, Qt.AlignmentFlag.AlignTop)

    def say(self, unit: str, about: Sequence[str], names: Sequence[str], phones: Sequence[str]) -> None:
        """Unit code, layout and area, owners, phones as they may be shown."""
        self.unit.setText(unit)
        self.about.setText(" · ".join(filter(None, about)))
        self.names.setText(" · ".join(names))
        self.phones.setText("   ".join(phones))
        self.phones.setVisible(bool(phones))

    def say_number(self, number: str) -> None:
        """The queue number, '' for none."""
        self.number.show_number(number)
        self.number.setVisible(bool(number))
