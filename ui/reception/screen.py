"""Reception: type, scan, Enter. The screen shows what the session knows and hands it what a person does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout

from app.desk import Desk
from app.search.ask import Search
from app.words import Words
from ui.print_menu import ask_slip
from ui.reception.agent_talk import AgentTalk
from ui.reception.forms import Forms
from ui.reception.keys import bind, menu, menu_words, said
from ui.reception.panes import Panes
from ui.reception.results import rows
from ui.reception.sayings import Sayings
from ui.reception.session import Say, Session
from ui.reception.telling import Telling
from ui.screen import Screen
from ui.theme import Theme

PAUSE_MS = 150  # of typing, after which it is worth searching longer; a single match has not stood long enough yet
BACK = {"y": True, "n": False, "是": True, "否": False}  # the answers to "got it back?"
LISTED = 12  # arrivals asked for; the strip shows as many as there is room for


class ReceptionScreen(Screen):
    """`say(kind, sentence)` is the frame's message line; `mono` ms of a clock that never goes back, `tone` the low
    tone that says no."""

    def __init__(self, desk: Desk, search: Search, t: Words, theme: Theme, say: Say, *,
                 mono: Callable[[], int] | None = None, tone: Callable[[], None] = QApplication.beep) -> None:
        super().__init__("reception", "reception")
        mono = mono or desk.clock.mono
        self._t, self._theme, self._sayings = t, theme, Sayings(t)
        self.session = Session(desk, search, t, say, tone, mono)
        self._telling = Telling(self.session, say)
        self.panes = Panes(theme, t, mono)
        self._agent = AgentTalk(self.panes.card.agent, self.panes.line, self.session, self._telling, self._show)
        self._forms = Forms(self.session, self.panes.form, t)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.panes)
        self._wire()
        self._wire_card()
        self._bind()
        self.retranslate()

    def scanned(self, digits: str) -> bool:
        """A code was scanned, whatever had the focus; whether it is anybody's."""
        self._agent.finish()
        self._close_form()
        found = self.session.scanned(digits)
        self._show()
        self.panes.line.setFocus()
        if not found:  # once the key that ended the scan is done with, since the next key hushes what is said
            QTimer.singleShot(0, self, lambda: self.session.refuse(
                self._t("This code belongs to no unit on this laptop's list.")))
        return found

    def _asked(self, text: str) -> None:
        if self.session.asks_back and text.strip().casefold() in BACK:
            QGuiApplication.inputMethod().reset()
            self.panes.empty_line()
            self._do(lambda: self.session.undo(came_back=BACK[text.strip().casefold()]))
            return
        self._close_form()
        self.session.typed(text)
        if self.session.finder.may_look_further:
            self._pause.start()
        else:
            self._pause.stop()
        self._show()

    def _look_further(self) -> None:
        if self.session.look_further():
            self._show()

    def _do(self, act: Callable[[], object]) -> None:
        """Something is done, then everything is shown as it is now."""
        act()
        self._show()

    def _pressed(self) -> None:
        """The button is a choice and an action: it says what it does, of the household beside it."""
        choice = self.session.finder.choice
        if not choice.stays:
            choice.put(choice.shown)
        self._do(self.session.enter)

    def _answer(self, yes: bool) -> None:
        """A button of the question was pressed."""
        if self.session.asks_back:
            self._do(lambda: self.session.undo(came_back=yes))
        elif yes:
            self._do(self.session.enter)
        else:
            self._escape()

    def _escape(self) -> None:
        self._close_form()
        self._do(self.session.escape)
        self.panes.line.setFocus()

    def _plainly(self, act: Callable[[], object]) -> Callable[[], None]:
        """The same, after an open form was left."""
        def done() -> None:
            self._close_form()
            self._do(act)
            self.panes.line.setFocus()
        return done

    def _open(self, open_: Callable[[], bool]) -> None:
        self.session.undoing = None
        if open_():
            self.panes.show_right(self.panes.form)
            self.panes.form.enter()
        self._show()

    def _ask_slip(self) -> None:
        sight = self.session.sight
        if sight is None:
            self.session.refuse(self._t("Choose a household first."))
        else:
            ask_slip(self.session.desk, self._t, self._theme, sight.row.unit, self.session.say, self)

    def _form_entered(self) -> None:
        if self._forms.enter():
            self._close_form()

    def _close_form(self) -> None:
        if self.panes.in_front(self.panes.form):
            self.panes.show_right(self.panes.empty)
            self._show()
            self.panes.line.setFocus()

    def _choose(self, unit: str) -> None:
        self.session.finder.offer([unit])
        self.session.put(unit)

    # -- showing -------------------------------------------------------------------------------------------

    def _show(self) -> None:
        if not self.session.finder.text and self.panes.line.text():
            self.panes.empty_line()
        self._show_rows()
        if not self.panes.in_front(self.panes.form):
            self._show_card()
        self._show_below()

    def _show_rows(self) -> None:
        session, results = self.session, self.panes.results
        hits, chosen = session.finder.hits, session.finder.choice.shown
        found = {row.unit: row for row in session.look.rows([hit.unit for hit in hits])}
        zone = session.desk.state("site").zone
        blocked = results.blockSignals(True)
        results.set_rows(rows(hits, found, chosen, zone, self._t))
        results.set_current(chosen)
        results.blockSignals(blocked)
        self.panes.show_rows(bool(hits))

    def _show_card(self) -> None:
        session, panes = self.session, self.panes
        if session.sight is None:
            finder = session.finder
            panes.empty.say(finder.text, finder.hits, finder.found.more, session.moving.code if session.moving else "")
            panes.show_right(panes.empty)
            return
        moved = session.moving.number if session.moving is not None else None
        panes.card.show_sight(session.sight, self._sayings.verb(session.sight, moved))
        panes.show_right(panes.card)

    def _show_below(self) -> None:
        session, panes, t = self.session, self.panes, self._t
        if session.undoing is not None:
            yes, no = (t("Got it back  Y"), t("Gone  N")) if session.asks_back else (t("Undo ⏎"), t("Keep Esc"))
            panes.ask.ask("attention", session.news.undo_question(session.undoing), yes, no)
        elif session.moving is not None:
            what = " ".join(filter(None, (session.moving.number, session.moving.code)))
            panes.ask.ask("news", t("{what} goes to the unit that you choose now; number and time stay.", what=what),
                          "", t("Stay Esc"))
        else:
            day, zone = session.look.day(), session.desk.state("site").zone
            arrivals = session.households.arrivals(session.desk.letter, day, LISTED)
            panes.strip.show_arrivals([(self._sayings.clock(one.at, zone), one) for one in arrivals])
        panes.show_asked(session.undoing is not None or session.moving is not None)

    # -- the frame -----------------------------------------------------------------------------------------

    def title(self) -> str:
        return self._t("Reception")

    def retranslate(self) -> None:
        self.panes.line.name(self._t("Unit, name, phone or number – or scan"))
        self.panes.results.setAccessibleName(self._t("Households found"))
        self.panes.guide.retranslate()
        self.panes.card.retranslate()
        for action, text in zip(self._offers, menu_words(self._t), strict=True):
            action.setText(text)
        self._show()

    def shown(self) -> None:
        self.session.refresh()
        self._show()
        self.panes.line.setFocus()

    def changed(self, subjects: set[str]) -> None:
        if not self.session.busy:
            self.session.changed()
            self._show()

    def unfinished(self) -> bool:
        return super().unfinished() or self.session.underway or self.panes.in_front(self.panes.form)

    def keys(self) -> Sequence[tuple[str, str]]:
        return said(self._t)

    # -- making --------------------------------------------------------------------------------------------

    def _wire(self) -> None:
        panes, session = self.panes, self.session
        panes.line.asked.connect(self._asked)
        panes.line.entered.connect(lambda: self._do(session.enter))
        panes.line.entered_with_gift.connect(lambda: self._do(lambda: session.enter(gift=True)))
        panes.line.moved.connect(panes.results.step)
        panes.line.undo_asked.connect(lambda: self._do(session.ask_undo))
        panes.line.escaped.connect(self._escape)
        for put in (panes.results.current_changed, panes.results.chosen):
            put.connect(lambda unit: self._do(lambda: session.put(unit)))
        panes.strip.chosen.connect(lambda unit: self._do(lambda: self._choose(unit)))
        panes.ask.yes.connect(lambda: self._answer(True))
        panes.ask.no.connect(lambda: self._answer(False))
        panes.form.entered.connect(self._form_entered)
        panes.form.left.connect(self._close_form)
        self._pause.timeout.connect(self._look_further)

    def _wire_card(self) -> None:
        card, telling = self.panes.card, self._telling
        card.pressed.connect(self._pressed)
        card.reprint.connect(lambda: self._do(self.session.reprint))
        card.gift.connect(lambda: self._do(self.session.gift))
        card.party.party.connect(lambda count: self._do(lambda: telling.party(count)))
        card.party.owner.connect(lambda name: self._do(lambda: telling.owner(name)))
        card.party.agent.connect(self._agent.toggle)
        card.papers.answered.connect(lambda code, seen: self._do(lambda: telling.answer(code, seen)))
        card.kin.ticked.connect(lambda unit: self._do(lambda: telling.unit(unit)))

    def _bind(self) -> None:
        session, telling, forms, does = self.session, self._telling, self._forms, self._plainly
        bind(self, {f"Alt+{n}": partial(self._do, partial(telling.party, n)) for n in range(1, 10)})
        bind(self, {
            "Alt+A": self._agent.toggle,
            "Alt+P": lambda: self._do(lambda: telling.paper("original")),
            "Alt+C": lambda: self._do(lambda: telling.paper("copy")),
            "Alt+M": lambda: self._do(lambda: telling.paper("missing")),
            "Alt+W": lambda: self._do(telling.who),
            "Alt+U": lambda: self._do(telling.family),
            "F2 Ctrl+G": lambda: self._do(session.gift),
            "F9 Ctrl+P": lambda: self._do(session.reprint),
        })
        self._offers = menu(self, [
            ("Ctrl+M", does(session.wrong_unit)),
            ("Ctrl+N", lambda: self._open(lambda: forms.provisional(session.finder.text))),
            ("Alt+L", does(session.leave)), ("Alt+O", lambda: self._open(forms.allowed)),
            ("Alt+T", lambda: self._open(forms.telephone)), ("Alt+E", lambda: self._open(forms.earlier)),
            ("Alt+N", lambda: self._open(forms.remark)), ("Alt+R", lambda: self._open(forms.reason)),
            ("Alt+B", lambda: self._open(forms.take_back)), ("Alt+G", lambda: self._open(forms.gift_again)),
            ("Alt+S", self._ask_slip), ("Alt+X", lambda: self._open(forms.contract_ended)),
            ("Alt+D", lambda: self._open(forms.deemed)),
        ])
        for action in self._offers:
            self.panes.card.menu.addAction(action)

    # -- keys that no line has taken -----------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowDeactivate:
            self.panes.card.reveal(False)
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_F8 or (control and event.key() == Qt.Key.Key_H):
            self.panes.card.reveal(True)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self._do(self.session.enter)
        elif event.key() == Qt.Key.Key_Escape:
            self._escape()
        elif event.text().isprintable() and event.text() and not control:
            self.panes.line.setFocus()
            QApplication.sendEvent(self.panes.line, event)
        elif control and event.key() == Qt.Key.Key_Z and not self.panes.line.text():
            self._do(self.session.ask_undo)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_F8, Qt.Key.Key_H, Qt.Key.Key_Control) and not event.isAutoRepeat():
            self.panes.card.reveal(False)
        super().keyReleaseEvent(event)
