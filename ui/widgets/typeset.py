"""Words shaped once and painted often: what makes a list follow every letter."""

from math import ceil

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QFontMetricsF, QPainter, QStaticText

from ui.theme import Theme
from ui.tokens import Role

_KEPT = 2000
"""Texts kept; a list shows a few dozen, a day of searching some thousands."""


class Typeset:
    """Measures, cuts and paints texts in the type roles of a theme."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._faces: dict[Role, tuple[QFont, QFontMetrics]] = {}
        self._colours: dict[str, QColor] = {}
        self._widths: dict[tuple[Role, str], int] = {}
        self._shaped: dict[tuple[Role, str, int], tuple[QStaticText, int, int]] = {}

    def forget(self) -> None:
        """The look is another one now."""
        for kept in (self._faces, self._colours, self._widths, self._shaped):
            kept.clear()

    def colour(self, token: str) -> QColor:
        if token not in self._colours:
            self._colours[token] = self._theme.colour(token)
        return self._colours[token]

    def width(self, role: Role, text: str) -> int:
        """Pixels of a text that is not cut."""
        if (role, text) not in self._widths:
            self._make_room()
            self._widths[role, text] = ceil(QFontMetricsF(self._face(role)[0]).horizontalAdvance(text))
        return self._widths[role, text]

    def fitting(self, role: Role, text: str, room: int) -> str:
        """The text, ended with an ellipsis only where the room is too small for it."""
        if self.width(role, text) <= room:
            return text
        return self._face(role)[1].elidedText(text, Qt.TextElideMode.ElideRight, room)

    def paint(self, painter: QPainter, box: QRect, text: str, role: Role, token: str) -> int:
        """Paint a text at the left of its box, in the middle of its height; return the pixels it took."""
        if not text or box.width() < min(12, self.width(role, text)):
            return 0
        shaped, wide, high = self._shape(role, text, min(box.width(), self.width(role, text)))
        painter.setFont(self._face(role)[0])
        painter.setPen(self.colour(token))
        painter.drawStaticText(QPoint(box.left(), box.top() + (box.height() - high) // 2), shaped)
        return wide

    def _face(self, role: Role) -> tuple[QFont, QFontMetrics]:
        if role not in self._faces:
            font = self._theme.font(role)
            self._faces[role] = (font, QFontMetrics(font))
        return self._faces[role]

    def _shape(self, role: Role, text: str, room: int) -> tuple[QStaticText, int, int]:
        key = (role, text, room)
        if key not in self._shaped:
            self._make_room()
            font, metrics = self._face(role)
            fitting = self.fitting(role, text, room)
            shaped = QStaticText(fitting)
            shaped.setTextFormat(Qt.TextFormat.PlainText)
            shaped.prepare(font=font)
            self._shaped[key] = (shaped, self.width(role, fitting), metrics.height())
        return self._shaped[key]

    def _make_room(self) -> None:
        if len(self._widths) + len(self._shaped) >= _KEPT:
            self._widths.clear()
            self._shaped.clear()
