"""The right column: the unit's defects, newest first, two lines each, struck through when void."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem

from app.records import Defect
from app.words import Words
from ui.inspection.left import padded
from ui.inspection.sayings import SEVERITY_KINDS
from ui.inspection.session import Session
from ui.theme import Theme
from ui.widgets.buttons import QuietButton
from ui.widgets.card import Card
from ui.widgets.painted import label
from ui.widgets.result_list import ResultList
from ui.widgets.row import ROW_ROLE, Row
from ui.widgets.row_paint import RowPaint

HEIGHT = 64
_AROUND = 16


class DefectsPane(Card):
    """The list, and what may be done to the one under its cursor."""

    def __init__(self, theme: Theme, t: Words, session: Session) -> None:
        super().__init__(1)
        self._t, self._session = t, session
        self.list = DefectList(theme)
        self.change, self.void = QuietButton(theme), QuietButton(theme)
        self.photo, self.look = QuietButton(theme), QuietButton(theme)
        self._count = label("label")
        self._photos: Counter[str] = Counter()
        self.body.setSpacing(0)
        self.body.addWidget(padded(self._count))
        self.body.addWidget(self.list, 1)
        self.body.addWidget(padded(self.change, self.void, across=True))
        self.body.addWidget(padded(self.photo, self.look, across=True))
        self.list.current_changed.connect(lambda id: self._offer())

    def retranslate(self) -> None:
        """In the language of now."""
        t = self._t
        self.list.setAccessibleName(t("Defects of this unit"))
        self.change.say(t("Change F4"))
        self.void.say(t("Void"), "Del")
        self.photo.say(t("Photo Alt+P"))
        self.look.say(t("Look Alt+O"))

    def show_defects(self) -> None:
        """As they are now."""
        defects, t = self._session.defects(), self._t
        self._photos = Counter(photo.defect for photo in self._session.unit.photos.values())
        self.list.set_rows([self._row(defect) for defect in defects])
        standing = sum(not defect.dropped for defect in defects)
        self._count.setText(t("Defects: {n}", n=standing) if defects else t("No defect yet"))
        self._offer()

    def _row(self, defect: Defect) -> Row:
        sayings = self._session.sayings
        words, about = sayings.defect(defect.code, defect.text), sayings.about(defect, self._photos[defect.id])
        if defect.dropped:
            return Row(defect.id, words, hint=about, masked=True)
        kind = SEVERITY_KINDS.get(defect.severity)
        return Row(defect.id, words, right=sayings.severity(defect.severity), kind=kind, hint=about)

    def _offer(self) -> None:
        for button in (self.change, self.void):
            button.setEnabled(bool(self.list.current_key()))
        self.photo.setEnabled(bool(self.list.rows()))
        self.look.setEnabled(bool(self._photos))


class DefectList(ResultList):
    """`masked` of a row says here that the defect is void."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, HEIGHT)
        self._paint = TwoLines(theme, HEIGHT, self)
        self.setItemDelegate(self._paint)


class TwoLines(RowPaint):
    """The defect above, where it is and the quiet rest below."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: Row = index.data(ROW_ROLE)
        area = option.rect
        painter.save()
        self._ground(painter, area, option.state)
        inner = area.adjusted(_AROUND, 8, -_AROUND, -8)
        half = inner.height() // 2
        above = QRect(inner.left(), inner.top(), inner.width(), half)
        below = QRect(inner.left(), inner.top() + half, inner.width(), half)
        below.setRight(below.right() - self._state(painter, below, row))
        taken = self._type.paint(painter, above, row.title, "strong", "quiet" if row.masked else "text")
        self._type.paint(painter, below, row.hint, "quiet", "quiet")
        if row.masked:
            painter.setPen(QPen(self._type.colour("quiet"), 1.5))
            middle = above.top() + half // 2 + 1
            painter.drawLine(above.left(), middle, above.left() + min(taken, above.width()), middle)
        painter.restore()
