"""The middle of the screen: one line to type in, buttons to touch, what else is said of the defect."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QComboBox, QHBoxLayout

from app.words import Words
from ui.inspection.marks import Marks
from ui.inspection.photos import pictured
from ui.inspection.session import Session
from ui.inspection.touch import Offer, TouchGrid
from ui.reception.line import FormLine
from ui.theme import Theme
from ui.widgets.buttons import KeyButton
from ui.widgets.card import Card, Scrolled
from ui.widgets.painted import label
from ui.widgets.search_line import SearchLine

COMPONENTS, FAULTS = 4, 2  # columns
ALONE = Qt.KeyboardModifier.NoModifier


class DefectLine(SearchLine):
    """Also `listed(int)` for Alt with an arrow, through the defects at the right, and `void()` for Delete where there
    is no text to delete, `pasted(QMimeData)` for photos."""

    listed = Signal(int)
    void = Signal()
    pasted = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in steps and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.listed.emit(steps[Qt.Key(event.key())])
        elif event.matches(QKeySequence.StandardKey.Paste) and pictured(QApplication.clipboard().mimeData()):
            self.pasted.emit(QApplication.clipboard().mimeData())
        elif event.key() == Qt.Key.Key_Delete and self.seen() == "":
            self.void.emit()
        else:
            super().keyPressEvent(event)


class DefectPane(Card):
    """`log` for the defect under the cursor; `moved` when something was written or chosen, so that all is shown
    anew."""

    log = Signal()
    moved = Signal()
    escaped = Signal()

    def __init__(self, theme: Theme, t: Words, session: Session, mono: Callable[[], int]) -> None:
        super().__init__(16)
        self._theme, self._t, self._session = theme, t, session
        self.at = 0
        self.line = DefectLine(theme, clock=lambda: mono() / 1000)
        self.components, self.faults = TouchGrid(theme, COMPONENTS), TouchGrid(theme, FAULTS)
        self._pages = [Scrolled(self.components), Scrolled(self.faults)]
        self._hint = label("quiet", wrap=True)
        self.back = KeyButton(theme, role="bare")
        self.marks = Marks(theme, t, session.sayings)
        self.note, self.due = FormLine(mono), FormLine(mono)
        self.trade = QComboBox()
        self._lay_out()
        self._wire()

    def show_draft(self) -> None:
        """Everything as the session has it now."""
        session, draft = self._session, self._session.draft
        for line, text in ((self.line, draft.typed), (self.note, draft.note), (self.due, draft.due)):
            if (line.seen() if line is self.line else line.text()) != text:  # a composition is left alone
                blocked = line.blockSignals(True)
                line.setText(text)
                line.blockSignals(blocked)
        found = session.candidates()
        listing = bool(draft.typed.strip() or session.component)
        self._pages[0].setVisible(not listing)
        self._pages[1].setVisible(listing)
        self.back.setVisible(listing)
        self.at = max(0, min(self.at, len(found) - 1))
        if listing:
            self.faults.show_offers([self._offer(str(at), one.room, one.fault.code if one.fault else "",
                                                 at == self.at) for at, one in enumerate(found)])
        else:
            self.components.show_offers([Offer(code, session.sayings.component(code), str(session.typed.number(code)))
                                         for code in session.components()])
        self._show_more(found[self.at].fault.code if found and found[self.at].fault else "")
        self._say_hint(bool(found))

    def retranslate(self) -> None:
        """In the language of now."""
        t, sayings = self._t, self._session.sayings
        self.line.name(t("Defect: initials, words or numbers"))
        self.back.say(t("Back Esc"))
        self.marks.retranslate()
        self.note.setAccessibleName(t("Note"))
        self.note.setPlaceholderText(t("Note  Alt+N"))
        self.due.setAccessibleName(t("Due date"))
        self.trade.setAccessibleName(t("Trade"))
        trade = self.trade.currentData()
        blocked = self.trade.blockSignals(True)
        self.trade.clear()
        self.trade.addItem("", "")
        for code in self._session.catalogue.trades:
            self.trade.addItem(sayings.trade(code), code)
        self.trade.setCurrentIndex(max(0, self.trade.findData(trade)))
        self.trade.blockSignals(blocked)

    def _offer(self, key: str, room: str, code: str, first: bool) -> Offer:
        """A defect's button. The number is what is typed for it."""
        session = self._session
        if not code:
            return Offer(key, self._t("Go to: {room}", room=session.sayings.room(room)),
                         str(session.typed.number(room)), first)
        words = session.sayings.defect(code, "")
        if room:
            words = f"{session.sayings.room(room)}: {words}"
        elif session.component:
            words = session.catalogue.faults[code].name(self._t.language)
        return Offer(key, words, f"{session.typed.number(code[:3])} {session.typed.number(code)}", first)

    def _show_more(self, code: str) -> None:
        """Severity, wall, trade and due date: what was said, else what the catalogue says of the one in sight."""
        session, draft = self._session, self._session.draft
        usual = session.catalogue.usual(code, session.day())
        self.marks.mark(draft.severity or usual.get("severity", 0), draft.wall)
        blocked = self.trade.blockSignals(True)
        self.trade.setItemText(0, session.sayings.trade(usual["trade"]) if usual else self._t("Trade"))
        self.trade.setCurrentIndex(max(0, self.trade.findData(draft.trade)))
        self.trade.blockSignals(blocked)
        self.due.setPlaceholderText(usual.get("due", self._t("Due date")))

    def _say_hint(self, found: bool) -> None:
        t, session = self._t, self._session
        room = session.sayings.room(session.draft.room)
        if session.draft.changing:
            words = t("Putting a defect right: Enter keeps the change, Esc leaves it.")
        elif session.draft.typed.strip() and not found:
            words = t("Nothing in the catalogue is called that. Empty the line and write it in the note.")
        elif not room:
            words = t("Choose the room first, or type it in front: kt kg.")
        elif session.component:
            words = f"{room} · {session.sayings.component(session.component)}"
        else:
            words = room
        self._hint.setText(words)

    # -- hands ---------------------------------------------------------------------------------------------

    def severity(self, severity: int) -> None:
        """Said once: this one; twice: the catalogue's again."""
        self._session.redraft(severity=0 if self._session.draft.severity == severity else severity)
        self.moved.emit()

    def wall(self, wall: str) -> None:
        """The same for the wall."""
        self._session.redraft(wall="" if self._session.draft.wall == wall else wall)
        self.moved.emit()

    def _typed(self) -> None:
        self.at = 0
        self._write()

    def _write(self) -> None:
        """What stands in the lines, unfinished letters of an input method included."""
        written = (self.line.seen(), self.note.text(), self.due.text().strip())
        draft = self._session.draft
        if written != (draft.typed, draft.note, draft.due):
            self._session.redraft(typed=written[0], note=written[1], due=written[2])
        self.moved.emit()

    def _step(self, by: int) -> None:
        self.at = max(0, self.at + by)
        self.moved.emit()

    def _choose_trade(self) -> None:
        self._session.redraft(trade=str(self.trade.currentData() or ""))
        self.moved.emit()

    def _touch_component(self, code: str) -> None:
        self.at = 0
        self._session.component = code
        self.moved.emit()

    def _touch(self, key: str) -> None:
        self.at = int(key)
        self.log.emit()

    # -- making --------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.body.setSpacing(8)
        self.body.addWidget(self.line)
        top = QHBoxLayout()
        top.addWidget(self._hint, 1)
        top.addWidget(self.back)
        self.body.addLayout(top)
        for page in self._pages:
            self.body.addWidget(page, 1)
        self.body.addWidget(self.marks)
        more = QHBoxLayout()
        more.setSpacing(8)
        self.body.addLayout(more)
        more.addWidget(self.note, 3)
        more.addWidget(self.trade, 2)
        more.addWidget(self.due, 1)
        self.due.setMinimumWidth(120)

    def _wire(self) -> None:
        self.line.asked.connect(lambda text: self._typed())
        self.line.entered.connect(self.log)
        self.line.escaped.connect(self.escaped)
        self.line.moved.connect(self._step)
        self.components.pressed.connect(self._touch_component)
        self.faults.pressed.connect(self._touch)
        self.back.clicked.connect(self.escaped)
        for line in (self.note, self.due):
            line.textEdited.connect(lambda text: self._write())
            line.entered.connect(self.log)
            line.escaped.connect(self.escaped)
        self.trade.activated.connect(lambda at: self._choose_trade())
        self.marks.severity.connect(self.severity)
        self.marks.wall.connect(self.wall)
