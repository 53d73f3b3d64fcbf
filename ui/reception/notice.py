"""A band on the card that says a state: icon, a few words for the eye, a sentence to be read aloud."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from ui.reception.sayings import Notice
from ui.theme import Theme
from ui.tokens import ICONS
from ui.widgets.painted import label, paint_as
from ui.widgets.picture import Picture


class NoticeBand(QFrame):
    """One notice on the pale ground of its kind; both texts wrap."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.notice = Notice("off", "")
        self._icon = Picture(theme, size=24)
        self._title, self._text = label("title", wrap=True), label("body", wrap=True)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addWidget(self._text)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(12)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        paint_as(self, role="notice")

    def say(self, notice: Notice) -> None:
        """Show another notice."""
        self.notice = notice
        self._title.setText(notice.title)
        self._text.setText(notice.text)
        self._text.setVisible(bool(notice.text))
        self._icon.show_icon(ICONS[notice.kind], notice.kind)
        self.setAccessibleName(" ".join(filter(None, (notice.title, notice.text))))
        paint_as(self, kind=notice.kind)
