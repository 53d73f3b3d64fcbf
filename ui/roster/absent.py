"""Units that the newest list does not have, and mending a wrong code."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.errors import Refused
from app.queries.rosters import Absent
from app.words import Words
from ui.roster.cells import Cells
from ui.settings.field import Field
from ui.settings.scrolled import fill
from ui.theme import Theme
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.card import Card, rule
from ui.widgets.painted import label
from ui.widgets.table import Table


class AbsentPage(QWidget):
    """`mend(code, to)` when a code is to be mended, `left` for Esc."""

    mend = Signal(str, str)
    left = Signal()

    def __init__(self, theme: Theme, t: Words) -> None:
        super().__init__()
        self._t, self._theme = t, theme
        self._title, self._about = label("title"), label("quiet", wrap=True)
        self._mend, self._mend_about = label("title"), label("quiet", wrap=True)
        self.cells, self.table = Cells(), Table(theme)
        self.table.setModel(self.cells)
        self.table.selectionModel().currentRowChanged.connect(lambda row, _: self._choose(row.row()))
        self.code, self.to = QLineEdit(), QLineEdit()
        self._fields = [Field(theme, self.code), Field(theme, self.to)]
        self.go, self.back = PrimaryButton(theme), QuietButton(theme)
        self.go.clicked.connect(self._go)
        self.back.clicked.connect(self.left)
        self._lay_out()

    def _lay_out(self) -> None:
        left, right = QVBoxLayout(), QVBoxLayout()
        for column, widgets in ((left, (self._title, self._about, self.table)),
                                (right, (self._mend, self._mend_about, *self._fields))):
            column.setSpacing(8)
            for widget in widgets:
                column.addWidget(widget, int(widget is self.table))
        right.addSpacing(8)
        right.addWidget(self.go, 0, Qt.AlignmentFlag.AlignLeft)
        right.addStretch(1)
        across = QHBoxLayout()
        across.setSpacing(32)
        across.addLayout(left, 3)
        across.addLayout(right, 2)
        foot = QHBoxLayout()
        foot.addWidget(self.back)
        foot.addStretch(1)
        card = Card()
        card.body.addLayout(across, 1)
        card.body.addWidget(rule())
        card.body.addLayout(foot)
        fill(self, card)

    def show_units(self, units: Sequence[Absent], may: bool) -> None:
        """The units that the newest file does not have."""
        t = self._t
        self.cells.show([t("Unit"), t("Owners")], [(unit.code, "、".join(unit.owners)) for unit in units])
        self.table.setColumnWidth(0, self._theme.px(160))
        self._title.setText(t("Missing from the newest list: {n}", n=len(units)))
        for widget in (self.code, self.to, self.go):
            widget.setEnabled(may)

    def refuse(self, no: Refused) -> None:
        """Why a code was not mended, said where it was typed."""
        self._complain(no, 0 if no.key == "unit_unknown" else 1)

    def mended(self) -> None:
        """The form is empty again."""
        self.code.clear()
        self.to.clear()
        self.code.setFocus()

    def enter(self, code: str) -> None:
        """The cursor stands in the code that is wrong, or behind it in the right one."""
        self._complain(None)
        self.code.setText(code)
        (self.to if code else self.code).setFocus()

    def _choose(self, row: int) -> None:
        if 0 <= row < len(self.cells.rows):
            self.code.setText(self.cells.rows[row][0])

    def _complain(self, no: Refused | None, at: int = 0) -> None:
        for field in self._fields:
            field.complain("")
        if no is not None:
            self._fields[at].complain(self._t.say(no))

    def _go(self) -> None:
        self._complain(None)
        self.mend.emit(self.code.text().strip(), self.to.text().strip())

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        t = self._t
        self._about.setText(t("They stay as they are, with all that happened; nothing is ever deleted."))
        self._mend.setText(t("Mend a code"))
        self._mend_about.setText(t("A unit that was listed under a wrong code keeps its visits and notes."))
        self._fields[0].say(t("Code now"))
        door = t("As it is written on the door: 3-2-1702, 3栋2单元1702, Tower 3 17/F B")
        self._fields[1].say(t("Right code"), door)
        self.go.say(t("Rename ⏎"))
        self.back.say(t("Back Esc"))
        self.table.setAccessibleName(t("Missing units"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self._go()
        else:
            super().keyPressEvent(event)
