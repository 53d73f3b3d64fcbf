"""The last arrivals of this desk on one line, names masked, and how to take the last one back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.queries.households import Arrival
from app.queries.masked import masked_all
from app.words import Words
from ui.theme import Theme
from ui.tokens import Role

HIGH = 44
GAP = 24
MIDDLE = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


class LastArrivals(QWidget):
    """As many as there is room for, newest first. `chosen(unit)` when one is clicked."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, t: Words) -> None:
        super().__init__()
        self._theme, self._t = theme, t
        self._arrivals: Sequence[tuple[str, Arrival]] = ()
        self._places: list[tuple[QRect, str]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_arrivals(self, arrivals: Sequence[tuple[str, Arrival]]) -> None:
        """(clock, arrival), newest first."""
        self._arrivals = arrivals
        self.setAccessibleName(self._t("Last arrivals"))
        self.setAccessibleDescription("; ".join(" ".join(self._texts(clock, one)) for clock, one in arrivals))
        self.update()

    def texts(self) -> list[str]:
        """What is shown, one text for each arrival."""
        return [" ".join(self._texts(clock, one)) for clock, one in self._arrivals]

    def _texts(self, clock: str, one: Arrival) -> tuple[str, str, str]:
        more = f" +{one.more}" if one.more else ""
        return clock, one.number, f"{one.code}{more} {masked_all(one.owners[:1])}".rstrip()

    def _undo(self, painter: QPainter) -> int:
        """Say how to undo at the right end; where it begins."""
        if not self._arrivals:
            return self.width()
        words = self._t("Ctrl+Z undo")
        metrics = self._font(painter, "quiet", "quiet")
        left = self.width() - 16 - metrics.horizontalAdvance(words)
        painter.drawText(QRect(left, 0, self.width() - left, self.height()), MIDDLE, words)
        return left

    def _font(self, painter: QPainter, role: Role, token: str) -> QFontMetrics:
        painter.setFont(self._theme.font(role))
        painter.setPen(self._theme.colour(token))
        return painter.fontMetrics()

    def sizeHint(self) -> QSize:
        return QSize(200, self._theme.px(HIGH))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        unit = next((unit for place, unit in self._places if place.contains(event.position().toPoint())), "")
        if unit:
            self.chosen.emit(unit)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        right, x = self._undo(painter) - GAP, 16
        self._places = []
        if not self._arrivals:
            self._font(painter, "quiet", "quiet")
            nobody = self._t("Nobody was checked in at this desk today.")
            painter.drawText(self.rect().adjusted(x, 0, 0, 0), MIDDLE, nobody)
        for clock, one in self._arrivals:
            pieces = zip(self._texts(clock, one), ("quiet", "label", "quiet"), ("quiet", "text", "quiet"), strict=True)
            laid: list[tuple[str, Role, str, int, int]] = []
            at = x
            for text, role, token in pieces:
                wide = self._font(painter, role, token).horizontalAdvance(text)  # type: ignore[arg-type]
                laid.append((text, role, token, at, wide))  # type: ignore[arg-type]
                at += wide + 8
            if at > right:
                break
            for text, role, token, left, wide in laid:
                self._font(painter, role, token)
                painter.drawText(QRect(left, 0, wide + 2, self.height()), MIDDLE, text)
            self._places.append((QRect(x, 0, at - x, self.height()), one.unit))
            x = at - 8 + GAP
