"""One of the evening's five figures: large, with what it is made of and how it is defined."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from ui.theme import Theme
from ui.widgets.card import Card
from ui.widgets.painted import label, paint_as

NARROWEST, GAP = 200, 12  # pixels of a card at the usual size of text, and between two


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
        worded = any(sign.isalpha() for sign in figure)  # "not recorded" is none, and would not fit in large type
        paint_as(self._figure, role="title" if worded else "figure")
        self._parts.setText(parts)
        self._meaning.setText(meaning)
        self.setAccessibleName(f"{name}: {figure}")
        self.setAccessibleDescription(f"{parts} {meaning}")

    def figure(self) -> str:
        """What stands large."""
        return self._figure.text()


class CardRows(QWidget):
    """The five side by side, or in two rows where the type is too large for that."""

    def __init__(self, theme: Theme, cards: Sequence[FigureCard]) -> None:
        super().__init__()
        self._theme, self._cards, self._across = theme, cards, 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP)
        theme.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        many = len(self._cards)
        across = many if self.width() >= many * self._theme.px(NARROWEST) + (many - 1) * GAP else -(-many // 2)
        if across == self._across:
            return
        self._across = across
        for at, card in enumerate(self._cards):
            self._grid.addWidget(card, at // across, at % across)
        for column in range(many):
            self._grid.setColumnStretch(column, 1 if column < across else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
