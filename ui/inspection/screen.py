"""Inspection: choose the household, go through its rooms, log what is wrong, say how it ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.desk import Desk
from app.errors import Refused, Trouble
from app.records import SEVERITIES, WALLS
from app.search.ask import Search
from app.settings import Settings
from app.words import Words
from ui.inspection.defect_list import DefectsPane
from ui.inspection.defect_pane import DefectPane
from ui.inspection.ending import Ending
from ui.inspection.left import RoomsPane, WaitingPane
from ui.inspection.photos import KINDS, PhotoSheet, files, pictured, pictures
from ui.inspection.session import Say, Session, chosen
from ui.print_menu import ask_slip
from ui.reception.ask import AskBand
from ui.reception.form import Form, Line
from ui.reception.keys import bind
from ui.screen import Screen
from ui.theme import Theme
from ui.widgets.buttons import QuietButton
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.painted import label

QUIET_MS = 400  # after a result, within which Enter begins with nobody


class InspectionScreen(Screen):
    """`say(kind, sentence)` is the frame's message line, `mono` ms of a clock that never goes back."""

    def __init__(self, desk: Desk, settings: Settings, search: Search, t: Words, theme: Theme, say: Say, *,
                 mono: Callable[[], int] | None = None) -> None:
        super().__init__("inspection", "inspect")
        self._theme, self._t = theme, t
        self._mono = mono or desk.clock.mono
        self.session = Session(desk, settings, search, t, say)
        self._ended_at: int | None = None
        self._picked = False
        self._submit: Callable[[], None] = lambda: None
        self._make()
        self._lay_out()
        self._wire()
        self._bind()
        self.session.come_back()
        self.retranslate()

    # -- what a person does ----------------------------------------------------------------------------------

    def scanned(self, digits: str) -> bool:
        """A slip was scanned: its household, whatever was being done; what was half written stays with its own."""
        unit = self.session.scanned(digits)
        if unit and unit != self.session.name:
            self._choose(unit)
        if not unit:  # once the key that ended the scan is done with, since the next key hushes what is said
            QTimer.singleShot(0, self, lambda: self.session.refuse(
                self._t("No household of this slip is here today.")))
        return bool(unit)

    def _choose(self, unit: str) -> None:
        said = self.session.choose(unit)
        if said == "ask":
            self._ask_override(unit)
        elif not said:
            self._back()

    def _choose_current(self) -> None:
        unit = self.waiting.list.current_key()
        if self.session.question is not None:
            self._yes()
        elif self.session.looked_for.strip() and len(self.waiting.list.rows()) > 1 and not self._picked:
            self._picked = True  # of several the first Enter chooses, the second begins (USERS.md 4.1)
            self.session.hint(self._t("Type on, or ↓ and ⏎ choose one."))
        elif unit and not self._quiet():
            self._choose(unit)

    def _log(self) -> None:
        session = self.session
        if session.question is not None:
            self._yes()
            return
        found = chosen(session.candidates(), self.entry.at)
        nothing = not session.draft.typed.strip() and not session.draft.note.strip() and found is None
        if nothing and self.defects.list.current_key():
            session.change(self.defects.list.current_key())
        elif not nothing and session.log(found):
            self.entry.at = 0
        self._show()
        self._focus()

    def _yes(self) -> None:
        self.session.yes()
        self._show()
        self._focus()

    def _do(self, act: Callable[[], object]) -> None:
        """Something is done for the chosen household, then everything is shown as it is now."""
        if self.session.name:
            act()
            self._show()

    def _escape(self) -> None:
        session = self.session
        if session.name and session.question is None and not session.draft.begun and not session.component:
            session.leave()
        else:
            session.clear()
        if not session.name:
            self.waiting.line.clear()
        self._show()
        self._focus()

    def _undo(self) -> None:
        self.session.ask_undo()
        self._show()

    def _quiet(self) -> bool:
        return self._ended_at is not None and self._mono() - self._ended_at < QUIET_MS

    def _end(self) -> None:
        if self.session.name and self._middle.currentWidget() is not self.ending:
            self._middle.setCurrentWidget(self.ending)
            self.ending.open()
            self._show()

    def _back(self) -> None:
        if self.session.name:
            self.waiting.line.clear()  # the next household is looked for anew
        self._middle.setCurrentWidget(self.entry if self.session.name else self._nobody)
        self._show()
        self._focus()

    def _leave(self) -> None:
        self.session.leave()
        self._back()

    def _ended(self) -> None:
        self._ended_at = self._mono()
        self._back()

    def _change(self) -> None:
        if self.defects.list.current_key():
            self._do(lambda: self.session.change(self.defects.list.current_key()))
            self._focus()

    def _choose_photos(self) -> None:
        names: list[str] = []
        if self._photographed():
            names, _ = QFileDialog.getOpenFileNames(self, self._t("Photos of the defect"), "", f"{KINDS};;*")
        self.photograph(files(names))

    def _photographed(self) -> str:
        """The defect under the cursor of the list, else the one that was logged last."""
        standing = [defect.id for defect in self.session.defects() if not defect.dropped] if self.session.name else []
        return self.defects.list.current_key() or next(iter(standing), "")

    def photograph(self, given: Iterable[tuple[str, bytes]]) -> None:
        """These photos (name, bytes) are of that defect."""
        self._do(lambda: self.session.photograph(self._photographed(), given))

    def _look(self) -> None:
        id = self._photographed()
        found = self.session.photos(id) if id else []
        if found:
            defect = self.session.unit.defects[id]
            PhotoSheet(self._theme, self._t, self.session.sayings.defect(defect.code, defect.text), found, self).open()
        elif self.session.name:
            self.session.refuse(self._t("There is no photo of it yet. Alt+P adds one; it can be dropped or pasted, "
                                        "too."))

    def _ask_slip(self) -> None:
        session = self.session
        name = session.name or self.waiting.list.current_key()
        if name:
            ask_slip(session.desk, self._t, self._theme, name, session.say, self)
        else:
            session.refuse(self._t("Choose a household first."))

    def _ask_override(self, unit: str) -> None:
        t, operator = self._t, self.session.desk.operator
        code = self.session.desk.state(f"unit/{unit}").code

        def go_on() -> None:
            values = self.form.values()
            if not values["who"] or not values["why"]:
                self.form.complain(t("Both are needed: who, and why."))
            elif not self.session.choose(unit, values["who"], values["why"]):
                self._back()

        self._ask(t("Let {unit} go on", unit=code), t("Who allows it, and why? It stays on record."),
                  (Line("who", t("Who allows it"), operator.name), Line("why", t("Why"))), t("Let it go on ⏎"), go_on)

    def _ask_void(self) -> None:
        t, session, id = self._t, self.session, self.defects.list.current_key()
        defect = session.unit.defects.get(id) if session.name else None
        if defect is None or defect.dropped:
            session.refuse(t("Choose a defect that stands."))
            return

        def void() -> None:
            try:
                session.drop(id, self.form.values()["why"])
            except (Refused, Trouble) as said:
                self.form.complain(t.say(said))
            else:
                self._back()

        self._ask(t("Void: {defect}", defect=session.sayings.defect(defect.code, defect.text)),
                  t("It counts no more and stays in the list, struck through."), (Line("why", t("Why")),),
                  t("Void it ⏎"), void)

    def _ask(self, title: str, about: str, lines: Sequence[Line], verb: str, submit: Callable[[], None]) -> None:
        self._submit = submit
        self.form.open(title, about, lines, verb, self._t("Back Esc"))
        self._middle.setCurrentWidget(self.form)
        self.form.enter()

    # -- showing -----------------------------------------------------------------------------------------------

    def _show(self) -> None:
        session = self.session
        out = bool(session.name)
        self._left.setCurrentIndex(1 if out else 0)
        if out:
            self.rooms.show_rooms()
            self.defects.show_defects()
            self.entry.show_draft()
            self._show_missing()
        else:
            self.waiting.show_waiting()
        if self._middle.currentWidget() in (self.entry, self._nobody) or (
                not out and self._middle.currentWidget() is self.ending):
            self._middle.setCurrentWidget(self.entry if out else self._nobody)
        writing = self._middle.currentWidget() is self.entry
        self.defects.setVisible(out and (writing or self._theme.scale <= 1))  # large type needs the room
        question = session.question
        self.band.setVisible(question is not None)
        self._foot.setVisible(question is None and out)
        if question is not None:
            self.band.ask("attention", question.words, question.yes, question.no)

    def _show_missing(self) -> None:
        t, missing = self._t, self.session.missing()
        words = t("Missing: {what}", what=" · ".join(missing)) if missing else t("Nothing is missing.")
        self.missing.say("attention" if missing else "ok", words)

    def _focus(self) -> None:
        if self._middle.currentWidget() is self.form:
            self.form.enter()
        elif not self.session.name:
            self.waiting.line.setFocus()
        elif self._middle.currentWidget() is self.entry:
            self.entry.line.setFocus()

    # -- the frame ---------------------------------------------------------------------------------------------

    def title(self) -> str:
        return self._t("Inspection")

    def retranslate(self) -> None:
        t = self._t
        self.result.say(t("Result and keys Ctrl+⏎"))
        self._nobody_words.setText(t("Scan the slip, or choose a household and press Enter."))
        for pane in (self.waiting, self.rooms, self.entry, self.ending, self.defects):
            pane.retranslate()
        self._show()

    def shown(self) -> None:
        self._show()
        self._focus()

    def changed(self, subjects: set[str]) -> None:
        if self.session.name and self.session.visit is None:
            self._leave()
        self._show()

    def unfinished(self) -> bool:
        busy = self._middle.currentWidget() in (self.form, self.ending)
        return super().unfinished() or busy or self.session.question is not None or self.session.draft.begun

    def keys(self) -> Sequence[tuple[str, str]]:
        t = self._t
        return [
            ("⏎", t("Begin with the household; log the defect")), ("kg · kt kg", t("Initials, room in front")),
            ("1 1 · WAL01", t("By number, or by code")), ("↓ ↑", t("Another one")),
            ("Alt+1 … 4", t("Severity")), ("Alt+A … D", t("Wall")), ("Alt+N", t("Note")),
            ("Ctrl+D", t("The last defect again, in this room")), ("Ctrl+T", t("Room done, on to the next")),
            ("Alt+PgDn / PgUp", t("Next room, room before")), ("Alt+↓ ↑", t("Through the defects")),
            ("F4 / Ctrl+E", t("Change the defect")), ("Del", t("Void the defect, with a reason")),
            ("Alt+P · Ctrl+V", t("Photos: from files, or pasted")), ("Alt+O", t("Look at them")),
            ("Ctrl+⏎", t("Result and keys")), ("Alt+S", t("Print a slip")),
            ("Ctrl+Z", t("Undo the last action (line empty)")),
            ("Esc", t("Clear, step back")),
        ]

    # -- making ------------------------------------------------------------------------------------------------

    def _make(self) -> None:
        theme, t, session = self._theme, self._t, self.session
        self.waiting, self.rooms = WaitingPane(theme, t, session, self._mono), RoomsPane(theme, t, session)
        self.entry, self.ending = DefectPane(theme, t, session, self._mono), Ending(theme, t, session, self._mono)
        self.defects = DefectsPane(theme, t, session)
        self.form = Form(theme, self._mono)
        self.band, self.missing, self.result = AskBand(theme), Chip(theme, "attention"), QuietButton(theme)
        self._nobody_words = label("name", wrap=True)
        self._nobody_words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nobody, self._foot = Card(), QWidget()
        self._left, self._middle = QStackedWidget(), QStackedWidget()

    def _lay_out(self) -> None:
        self._nobody.body.addWidget(self._nobody_words)
        for page in (self.waiting, self.rooms):
            self._left.addWidget(page)
        for page in (self._nobody, self.entry, self.ending, self.form):
            self._middle.addWidget(page)
        across = QHBoxLayout()
        across.setSpacing(12)
        for widget, stretch in ((self._left, 5), (self._middle, 13), (self.defects, 6)):
            across.addWidget(widget, stretch)
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addWidget(self.missing)
        foot.addStretch(1)
        foot.addWidget(self.result)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(across, 1)
        column.addWidget(self._foot)
        column.addWidget(self.band)
        self.band.hide()

    def _wire(self) -> None:
        self.waiting.line.asked.connect(self._look_for)
        self.waiting.line.entered.connect(self._choose_current)
        self.waiting.line.moved.connect(self._pick)
        self.waiting.line.escaped.connect(self._escape)
        self.waiting.line.undo_asked.connect(self._undo)
        self.waiting.start.clicked.connect(self._choose_current)
        self.rooms.list.chosen.connect(lambda room: self._do(lambda: self.session.room(room)))
        self.rooms.done.clicked.connect(lambda: self._do(self.session.tick))
        self.rooms.other.clicked.connect(self._leave)
        self.defects.change.clicked.connect(self._change)
        self.defects.void.clicked.connect(self._ask_void)
        self.defects.photo.clicked.connect(self._choose_photos)
        self.defects.look.clicked.connect(self._look)
        self.entry.line.pasted.connect(lambda copied: self.photograph(pictures(copied)))
        self.entry.line.setAcceptDrops(False)  # what is dropped is a photo, not the name of a file
        self.setAcceptDrops(True)
        self.result.clicked.connect(self._end)
        self.entry.log.connect(self._log)
        self.entry.moved.connect(self._show)
        self.entry.escaped.connect(self._escape)
        self.entry.line.undo_asked.connect(self._undo)
        self.entry.line.listed.connect(self.defects.list.step)
        self.entry.line.void.connect(self._ask_void)
        self.ending.done.connect(self._ended)
        self.ending.left.connect(self._back)
        self.form.entered.connect(lambda: self._submit())
        self.form.left.connect(self._back)
        self.band.yes.connect(self._yes)
        self.band.no.connect(self._escape)

    def _bind(self) -> None:
        entry = self.entry
        bind(self, {f"Alt+{n}": partial(self._on_entry, partial(entry.severity, n)) for n in SEVERITIES})
        bind(self, {f"Alt+{w}": partial(self._on_entry, partial(entry.wall, w)) for w in WALLS if w})
        bind(self, {
            "Alt+N": partial(self._on_entry, self.entry.note.setFocus),
            "Ctrl+D": partial(self._on_entry, self.session.repeat),
            "Ctrl+T": partial(self._on_entry, self.session.tick),
            "Alt+PgDown": partial(self._on_entry, lambda: self.session.step_room(1)),
            "Alt+PgUp": partial(self._on_entry, lambda: self.session.step_room(-1)),
            "Alt+P": self._choose_photos, "Alt+O": self._look, "Alt+S": self._ask_slip, "F4 Ctrl+E": self._change,
            "Ctrl+Return Ctrl+Enter": self._end,
        })

    def _on_entry(self, act: Callable[[], object]) -> None:
        """Keys that write are for the page that is written on."""
        if self._middle.currentWidget() is self.entry:
            self._do(act)

    def _look_for(self, text: str) -> None:
        self.session.looked_for, self._picked = text, False
        self._show()
        rows = self.waiting.list.rows()
        if text.strip() and rows:
            self.waiting.list.set_current(rows[0].key)

    def _pick(self) -> None:
        self._picked = True

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.session.name and pictured(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.photograph(pictures(event.mimeData()))
        event.acceptProposedAction()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        line = self.entry.line if self.session.name else self.waiting.line
        if self._middle.currentWidget() in (self.form, self.ending):
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                (self._log if self.session.name else self._choose_current)()
        elif event.key() == Qt.Key.Key_Escape:
            self._escape()
        elif event.text().isprintable() and event.text() and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            line.setFocus()
            QApplication.sendEvent(line, event)
        else:
            super().keyPressEvent(event)
