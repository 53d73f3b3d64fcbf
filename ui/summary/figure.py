"""One of the evening's five figures: large, with what it is made of and how it is defined."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy

from ui.widgets.card import Card
from ui.widgets.painted import label


class FigureCard(Card):
    """Name, figure, parts; the definition stands below in small type, because a figure without one is believed by
    nobody."""

    def __init__(self) -> None:
        super().__init__(padding=16)
        self._name, self._figure = label("label", wrap=True), label("figure")
        self._parts, self._meaning = label("body", wrap=True), label("quiet", wrap=True)
        self.body.setSpacing(4)
        for words in (self._name, self._figure, self._parts):
            self.body.addWidget(words)
        self.body.addStretch(1)
        self.body.addWidget(self._meaning)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        for words in (self._name, self._parts, self._meaning):
            words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)

    def say(self, name: str, figure: str, parts: str, meaning: str) -> None:
        """Show a figure; all four are finished words."""
        self._name.setText(name)
        self._figure.setText(figure)
        self._parts.setText(parts)
        self._meaning.setText(meaning)
        self.setAccessibleName(f"{name}: {figure}")
        self.setAccessibleDescription(f"{parts} {meaning}")

    def figure(self) -> str:
        """What stands large."""
        return self._figure.text()
