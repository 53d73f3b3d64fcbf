"""How the visit ends: big buttons with figures, what they need, the keys; one Enter records all of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QSpinBox, QWidget

from app.words import Words
from ui.inspection.session import Session
from ui.inspection.touch import Offer, TouchGrid
from ui.reception.line import FormLine
from ui.settings.field import Field
from ui.theme import Theme
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.card import LongCard
from ui.widgets.painted import label

FIRST = ("A", "C1", "V1", "R", "N1", "N2", "X1")  # 1 … 7
REASONS = ("R1", "R2", "R3", "R4", "R5", "R6", "R9")  # after R: the figure in their code
MOST = 99  # keys of a kind


class Ending(LongCard):
    """`done` when the result is on record, `left` for Esc."""

    done = Signal()
    left = Signal()

    def __init__(self, theme: Theme, t: Words, session: Session, mono: Callable[[], int]) -> None:
        super().__init__()
        self._theme, self._t, self._session = theme, t, session
        self.code, self._refusing = "", False
        self.title, self._keys_title = label("title", wrap=True), label("label")
        self.grid = TouchGrid(theme, 3)
        self.promised, self.note, self.form, self.until = (FormLine(mono) for _ in range(4))
        self._fields = {line: Field(theme, line) for line in (self.promised, self.form, self.note)}
        self.kept = QCheckBox()
        self._keys = QWidget()
        self._row = QHBoxLayout()
        self.counts: dict[str, QSpinBox] = {}
        self.left_here = self._spin(0)
        self.primary, self.back = PrimaryButton(theme), QuietButton(theme)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lay_out()
        self._wire()

    def open(self) -> None:
        """Nothing is chosen yet."""
        self.code, self._refusing = "", False
        for line in (self.promised, self.note, self.form, self.until):
            line.clear()
        self.kept.setChecked(False)
        self._fill_keys()
        self.show_all()
        self.setFocus()

    def choose(self, code: str) -> None:
        """A button, or its figure."""
        if code == "R":
            self.code, self._refusing = "", True
        else:
            self.code = code
        self.show_all()
        needs = {"C1": self.promised, "R9": self.note}.get(self.code)
        (needs or self).setFocus()

    def step_back(self) -> None:
        """From the reasons to the results, from there to the defects."""
        if self._refusing:
            self.code, self._refusing = "", False
            self.show_all()
            self.setFocus()
        else:
            self.left.emit()

    def enter(self) -> None:
        """Record it."""
        session, t = self._session, self._t
        if not self.code:
            session.refuse(t("Choose a result first."))
            return
        accepted = self.code == "A"
        keys = {kind: count.value() for kind, count in self.counts.items() if count.value()} if accepted else {}
        if session.end("A2" if accepted and self.kept.isChecked() else self.code, self.note.text().strip(),
                       self.promised.text().strip(), self.form.text().strip(), keys,
                       self.left_here.value(), self.until.text().strip()):
            self.done.emit()

    def show_all(self) -> None:
        """As things are now."""
        t, session = self._t, self._session
        codes = REASONS if self._refusing else FIRST
        self.grid.show_offers([Offer(code, self._words(code), code[1] if self._refusing else str(at + 1),
                                     code == self.code) for at, code in enumerate(codes)])
        accepted = self.code == "A"
        self._keys.setVisible(accepted)
        self._fields[self.promised].setVisible(self.code == "C1")
        standing = len(session.unit.standing()) if session.name else 0
        said = self._words(self.code) if self.code else ""
        if accepted:
            said = session.sayings.result("A2" if self.kept.isChecked() else "A1" if standing else "A0")
        self.title.setText(said or (t("Why do they refuse?") if self._refusing else t("How does the visit end?")))
        self.primary.setEnabled(bool(self.code))

    def retranslate(self) -> None:
        """In the language of now."""
        t = self._t
        self.primary.say(t("Record the result ⏎"))
        self._fields[self.promised].say(t("Repaired by (date, as 2026-07-01)"))
        self._fields[self.note].say(t("Note"))
        self._fields[self.form].say(t("Signed on paper, form no."))
        self.kept.setText(t("Keys left with us"))
        self._keys_title.setText(t("Keys handed over"))
        self.back.say(t("Back Esc"))
        self._fill_keys()
        self.show_all()

    def _words(self, code: str) -> str:
        t = self._t
        return t("Accepted") if code == "A" else t("Refused …") if code == "R" else self._session.sayings.result(code)

    def _fill_keys(self) -> None:
        """A count for each kind of key of this site, with its name."""
        while (item := self._row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        sayings, t = self._session.sayings, self._t
        self.counts = {}
        top = Qt.AlignmentFlag.AlignTop
        for kind, usual in self._session.usual_keys().items():
            self.counts[kind] = self._spin(usual)
            self._row.addWidget(self._named(self.counts[kind], sayings.key(kind)), 0, top)
        self.left_here, self.until = self._spin(0), self._renewed()
        self._row.addWidget(self._named(self.left_here, t("Of these left for repair")), 0, top)
        self._row.addWidget(self._named(self.until, t("Until (date)")), 1, top)

    def _renewed(self) -> FormLine:
        line = FormLine(self._session.desk.clock.mono)
        line.entered.connect(self.enter)
        line.escaped.connect(self.step_back)
        return line

    def _named(self, control: QWidget, name: str) -> Field:
        field = Field(self._theme, control)
        field.say(name)
        return field

    def _spin(self, count: int) -> QSpinBox:
        spin = QSpinBox()
        spin.setRange(0, MOST)
        spin.setValue(count)
        spin.setMinimumWidth(96)
        return spin

    def _lay_out(self) -> None:
        self.body.setSpacing(12)
        self.body.addWidget(self.title)
        self.body.addWidget(self.grid)
        below = QGridLayout()
        below.setHorizontalSpacing(12)
        below.addWidget(self._fields[self.promised], 0, 0)
        below.addWidget(self._fields[self.note], 0, 1)
        below.addWidget(self._fields[self.form], 0, 2)
        below.setColumnStretch(1, 1)
        self.body.addLayout(below)
        column = QGridLayout(self._keys)
        column.setContentsMargins(0, 0, 0, 0)
        column.setVerticalSpacing(4)
        column.addWidget(self._keys_title, 0, 0)
        column.addWidget(self.kept, 0, 1, Qt.AlignmentFlag.AlignRight)
        self._row.setSpacing(8)
        column.addLayout(self._row, 1, 0, 1, 2)
        self.body.addWidget(self._keys)
        self.body.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(self.primary)
        foot.addStretch(1)
        foot.addWidget(self.back)
        self.foot.addLayout(foot)

    def _wire(self) -> None:
        self.grid.pressed.connect(self.choose)
        self.primary.clicked.connect(self.enter)
        self.back.clicked.connect(self.step_back)
        self.kept.toggled.connect(lambda on: self.show_all())
        for line in self._fields:
            line.entered.connect(self.enter)
            line.escaped.connect(self.step_back)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        codes = {code[1]: code for code in REASONS} if self._refusing else {
            str(at + 1): code for at, code in enumerate(FIRST)}
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.enter()
        elif event.key() == Qt.Key.Key_Escape:
            self.step_back()
        elif event.text() in codes and event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == \
                Qt.KeyboardModifier.NoModifier:
            self.choose(codes[event.text()])
        else:
            super().keyPressEvent(event)
