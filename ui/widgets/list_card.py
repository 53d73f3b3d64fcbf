"""A list on paper with its heading, and a sentence in its place while nothing stands in it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets.card import Card
from ui.widgets.painted import label
from ui.widgets.result_list import ResultList
from ui.widgets.row import Row


class ListCard(Card):
    """`put` rows in; the cursor stays on its row or, when that is gone, where it was."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(1)
        self.list, self.heading, self.nothing = ResultList(theme), label("label"), label("name", wrap=True)
        self._pages, self._empty = QStackedWidget(), QWidget()
        QVBoxLayout(self._empty).addWidget(self.nothing, 0, Qt.AlignmentFlag.AlignCenter)
        for page in (self.list, self._empty):
            self._pages.addWidget(page)
        self.heading.setContentsMargins(16, 12, 16, 12)
        self.body.setSpacing(0)
        self.body.addWidget(self.heading)
        self.body.addWidget(self._pages, 1)

    def name(self, words: str) -> None:
        """What the list is of."""
        self.heading.setText(words)
        self.list.setAccessibleName(words)

    def put(self, rows: Sequence[Row]) -> None:
        """Show these."""
        before, current = [row.key for row in self.list.rows()], self.list.current_key()
        at = before.index(current) if current in before else 0
        self.list.set_rows(rows)
        if rows and not self.list.current_key():
            self.list.set_current(rows[min(at, len(rows) - 1)].key)
        self._pages.setCurrentWidget(self.list if rows else self._empty)
