"""The owner lists of the site as versions: what each brought, finishing one, taking one back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from app.errors import Refused
from app.log.here import local
from app.queries.rosters import Version
from app.words import Words
from ui.roster.cells import Cells
from ui.settings.field import Field
from ui.theme import Theme
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.painted import label
from ui.widgets.table import Table

_WIDTHS = (56, 216, 152, 208, 64, 80, 96, 76, 80)


class ListsPage(QWidget):
    """`choose` for a new list, `finish(version)`, `take_back(version, why)`, `absent` for what is missing, `paper` for
    the forms of a day on paper."""

    choose = Signal()
    finish = Signal(str)
    take_back = Signal(str, str)
    absent = Signal()
    paper = Signal()

    def __init__(self, theme: Theme, t: Words) -> None:
        super().__init__()
        self._t, self._theme = t, theme
        self._versions: Sequence[Version] = ()
        self._zone, self._refused = "UTC", False
        self._title, self._about = label("title"), label("quiet", wrap=True)
        self.why_not, self._trouble = Chip(theme, "attention", large=True), Chip(theme, "stop", large=True)
        self.cells, self.table = Cells(), Table(theme)
        self.table.setModel(self.cells)
        self.table.selectionModel().currentRowChanged.connect(self._move)
        self._empty, self._empty_about = label("title"), label("body")
        self.bring = PrimaryButton(theme, icon="import")
        self.missing, self.end, self.back, self.forms = (QuietButton(theme) for _ in range(4))
        self.why, self.progress = QLineEdit(), QProgressBar()
        self._why = Field(theme, self.why)
        self.sure, self.keep = QuietButton(theme), QuietButton(theme)
        self._lay_out()
        self._wire()
        self.trouble("")
        self.show_progress(0, 0)
        self._ask(False)

    def _wire(self) -> None:
        self.bring.clicked.connect(self.choose)
        self.missing.clicked.connect(self.absent)
        self.forms.clicked.connect(self.paper)
        self.end.clicked.connect(lambda: self.finish.emit(self._version()))
        self.back.clicked.connect(lambda: self._ask(True))
        self.keep.clicked.connect(lambda: self._ask(False))
        self.sure.clicked.connect(self._sure)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._title)
        words.addWidget(self._about)
        head.addLayout(words, 1)
        head.addWidget(self.forms, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.missing, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.bring, 0, Qt.AlignmentFlag.AlignVCenter)
        self._nothing = QWidget()
        nothing = QVBoxLayout(self._nothing)
        nothing.addStretch(2)
        for widget in (self._empty, self._empty_about):
            nothing.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        nothing.addStretch(3)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.end, self.back):
            buttons.addWidget(button)
        buttons.addWidget(self.progress, 1, Qt.AlignmentFlag.AlignVCenter)
        buttons.addStretch(1)
        self._asking = QFrame()
        asking = QHBoxLayout(self._asking)
        asking.setContentsMargins(0, 0, 0, 0)
        asking.setSpacing(8)
        asking.addWidget(self._why, 1)
        for button in (self.keep, self.sure):
            asking.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        card = Card()
        for chip in (self.why_not, self._trouble):
            card.body.addWidget(chip)
        card.body.addLayout(head)
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self._nothing, 1)
        card.body.addLayout(buttons)
        card.body.addWidget(self._asking)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(card)

    def show_lists(self, versions: Sequence[Version], zone: str, absent: int, no: Refused | None) -> None:
        """The versions, newest first; `no` is why whoever is here may not bring one in."""
        chosen = self._version()
        if versions and versions[0].version not in [version.version for version in self._versions]:
            chosen = versions[0].version
        self._versions, self._zone, self._refused = versions, zone, no is not None
        self.cells.show(self._headings(), [self._row(version) for version in versions])
        for at, wide in enumerate(_WIDTHS):
            self.table.setColumnWidth(at, self._theme.px(wide))
        ids = [version.version for version in versions]
        if versions:
            self.table.selectRow(ids.index(chosen) if chosen in ids else 0)
        if chosen != self._version():
            self._ask(False)
        self.table.setVisible(bool(versions))
        self._nothing.setVisible(not versions)
        self.bring.setEnabled(no is None)
        self.why_not.setVisible(no is not None)
        self.why_not.say("attention", self._t.say(no) if no is not None else "")
        self.missing.setVisible(bool(versions))
        self.missing.say(self._t("Missing {n} · mend a code", n=absent))
        self._look()

    def trouble(self, sentence: str) -> None:
        """Why a file was not taken; '' takes it back."""
        self._trouble.say("stop", sentence)
        self._trouble.setVisible(bool(sentence))

    def said(self) -> str:
        """What is said of the file that was not taken."""
        return self._trouble.text() if not self._trouble.isHidden() else ""

    def show_progress(self, done: int, of: int) -> None:
        """How far taking back is; (0, 0) while nothing is at work."""
        self.progress.setRange(0, max(of, 1))
        self.progress.setValue(done)
        self.progress.setVisible(of > 0)

    def _version(self) -> str:
        row = self.table.currentIndex().row()
        return self._versions[row].version if 0 <= row < len(self._versions) else ""

    def _chosen(self) -> Version | None:
        return next((v for v in self._versions if v.version == self._version()), None)

    def _move(self, now: QModelIndex, before: QModelIndex) -> None:
        if before.isValid() and now.isValid():
            self._ask(False)
        self._look()

    def _look(self) -> None:
        """What may be done with the chosen list: only the newest comes off."""
        chosen = self._chosen()
        self.end.setVisible(chosen is not None and chosen.closing is None)
        self.back.setVisible(chosen is not None and chosen.number == self._versions[0].number)
        self.end.setEnabled(not self._refused)

    def _ask(self, asking: bool) -> None:
        """Taking back needs a reason, and is asked before it is done."""
        self._asking.setVisible(asking)
        self.back.setEnabled(not asking)
        self._why.complain("")
        if asking:
            self.why.clear()
            self.why.setFocus()

    def _sure(self) -> None:
        if self.why.text().strip():
            self.take_back.emit(self._version(), self.why.text().strip())
            self._ask(False)
        else:
            self._why.complain(self._t.say(Refused("reason_empty")))

    def _headings(self) -> list[str]:
        t = self._t
        return [t("List"), t("State"), t("Time"), t("File"), t("New"), t("Changed"), t("Unchanged"),
                t("Missing"), t("Rejected"), t("Checked by")]

    def _row(self, version: Version) -> list[str]:
        t, closing = self._t, version.closing
        time = local(version.at, self._zone).strftime("%Y-%m-%d %H:%M") if version.at else ""
        counts = [str(n) for n in (closing.new, closing.changed, closing.unchanged, len(closing.missing),
                                   closing.rejected)] if closing else ["–"] * 5
        if version.finished:
            state = t("Complete")
        elif closing is not None:
            state = t("On its way: {n} of {of} parts here", n=version.parts, of=closing.parts)
        else:
            state = t("Unfinished: {n} written", n=version.units)
        return [str(version.number), state, time, version.file, *counts, version.by]

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        t = self._t
        self._title.setText(t("Owner lists"))
        self._about.setText(t("A newer list is merged by unit: arrivals, gifts and defects stay."))
        self._empty.setText(t("No owner list yet"))
        self._empty_about.setText(t("Press Enter and choose an Excel or CSV file, or drop it here."))
        self.bring.say(t("Bring in a list ⏎"))
        self.forms.say(t("On paper …"), "Ctrl+P")
        self.end.say(t("Finish …"))
        self.back.say(t("Take back …"))
        self._why.say(t("Why is this list taken back?"))
        self.sure.say(t("Take back ⏎"))
        self.keep.say(t("Keep"))
        self.table.setAccessibleName(t("Owner lists"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        asking = not self._asking.isHidden()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            if asking:
                self._sure()
            elif self.bring.isEnabled():
                self.choose.emit()
        elif event.key() == Qt.Key.Key_Escape and asking:
            self._ask(False)
        else:
            super().keyPressEvent(event)
