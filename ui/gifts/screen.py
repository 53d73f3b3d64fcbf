"""The gift counter: the same search line as reception, what the household may have, one press to hand it over."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout

from app.desk import Desk
from app.errors import Refused, Trouble
from app.gifting import Gifting
from app.log.here import day_of, local
from app.queries.households import Households
from app.queries.masked import masked_all
from app.search.ask import Search
from app.stations.gifts import given_of
from app.stations.site import GiftKind
from app.summary.figures import bounds
from app.tickets.code import read_code
from app.unit import Unit
from app.words import Words
from ui.reception.finder import Finder
from ui.reception.form import Form, Line
from ui.reception.keys import bind
from ui.reception.results import rows
from ui.reception.session import Say
from ui.screen import Screen
from ui.theme import Theme
from ui.tokens import Kind
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.card import Card, LongCard
from ui.widgets.painted import label
from ui.widgets.result_list import ResultList
from ui.widgets.row import Row
from ui.widgets.search_line import SearchLine

LOW = 10  # of a kind, from which on its stock is amber


class GiftsScreen(Screen):
    """What was handed out today at the left, or who was found; the household and the kinds at the right. `Enter`
    chooses, then hands over the kind under the cursor; the lead sets kinds up with Ctrl+K."""

    def __init__(self, desk: Desk, search: Search, t: Words, theme: Theme, say: Say, *,
                 mono: Callable[[], int] | None = None) -> None:
        super().__init__("gifts", "gifts")
        self._desk, self._t, self._say = desk, t, say
        self._mono = mono or desk.clock.mono
        self.gifting, self._households = Gifting(desk), Households(desk.database.read, desk.site)
        self._search, self.finder = search, Finder(search, self._day, self._mono)
        self._editing = ""
        self.line = SearchLine(theme, clock=lambda: self._mono() / 1000)
        self.found, self.today, self.kinds = ResultList(theme), ResultList(theme, 32), ResultList(theme)
        self.give, self.set_up = PrimaryButton(theme), QuietButton(theme)
        self.form = Form(theme, self._mono)
        self._unit, self._names, self._state = label("unit"), label("name", wrap=True), label("quiet", wrap=True)
        self._lay_out()
        self._wire()
        self.retranslate()

    # -- what a person can do ------------------------------------------------------------------------------

    @property
    def unit(self) -> str:
        """The unit in sight, '' for none."""
        return self.finder.choice.shown

    def hand_over(self) -> None:
        """The kind under the cursor to the household in sight."""
        kind, unit = self.kinds.current_key(), self.unit
        if not unit or not kind:
            return
        state: Unit = self._desk.state(f"unit/{unit}")
        visit = state.open_visit(self._day())
        try:
            self.gifting.give([(f"unit/{unit}", visit.id if visit else "")], kind)
        except Refused as no:
            self._say("refused", self._t.say(no))
        except Trouble as trouble:
            self._say("trouble", self._t.say(trouble))
        else:
            left = self.gifting.left(kind)
            self._say("done" if left > 0 else "news", self._t("{unit}: {gift} handed over, {left} left.",
                                                              unit=state.code, gift=kind, left=left))
            self.finder.forget()
            self.finder.choice.acted(unit, self._mono())
            self.line.blockSignals(True)
            self.line.clear()
            self.line.blockSignals(False)
        self._show()
        self.line.setFocus()

    def press(self) -> None:
        """Enter on purpose: choose, then hand over."""
        meant = self.finder.choice.press(self._mono())
        if meant == "act":
            self.hand_over()
        self._show()

    def scanned(self, digits: str) -> bool:
        """A slip was scanned: its household is chosen; whether there is one."""
        code = read_code(digits)
        units = self._households.holders(code.number, code.day) if code is not None and code.number else []
        if code is not None and not units:
            units = list(self._search.by_hash(code.unit_hash))
        self.finder.offer(units)
        self._show()
        self.line.setFocus()
        if not units:  # once the key that ended the scan is done with, since the next key hushes what is said
            QTimer.singleShot(0, self, lambda: self._say(
                "refused", self._t("This code belongs to no unit on this laptop's list.")))
        return bool(units)

    def edit(self, name: str = "") -> None:
        """The form of a kind; of a new one without a name."""
        t, site = self._t, self._desk.state("site")
        kind: GiftKind = site.gifts.get(name, GiftKind())
        self._editing = name
        yes_no = (("", t("no")), ("1", t("yes")))
        lines = (
            Line("stock", t("How many there were in all"), str(kind.stock) if name else ""),
            Line("limit", t("How many for a household (0: any number)"), str(kind.limit)),
            Line("family", t("One for a family with several units"), "1" if kind.family else "", options=yes_no),
            Line("closed", t("No longer given out"), "1" if kind.closed else "", options=yes_no))
        named = () if name else (Line("name", t("Gift"), ""),)
        self.form.open(name or t("A new gift"), t("Every laptop shares this."), (*named, *lines), t("Keep ⏎"),
                       t("Back Esc"))
        self._right.setCurrentWidget(self.form)
        self.form.enter()

    def keep(self) -> None:
        """What stands in the form."""
        values = self.form.values()
        figures = [values[key] or "0" for key in ("stock", "limit")]
        if not all(figure.isdecimal() for figure in figures):
            self.form.complain(self._t("Figures only."))
            return
        kind = GiftKind(stock=int(figures[0]), limit=int(figures[1]), closed=bool(values["closed"]),
                        family=bool(values["family"]))
        try:
            self.gifting.set_kind(self._editing or values["name"], kind)
        except (Refused, Trouble) as said:
            self.form.complain(self._t.say(said))
            return
        self.leave_form()

    def leave_form(self) -> None:
        """Back to the household."""
        self._right.setCurrentWidget(self._card)
        self._show()
        self.line.setFocus()

    # -- showing -------------------------------------------------------------------------------------------

    def _show(self) -> None:
        self._show_left()
        self._show_household()
        self._show_kinds()

    def _show_left(self) -> None:
        t, zone = self._t, self._zone()
        hits = self.finder.hits
        if hits:
            known = {row.unit: row for row in self._households.of([hit.unit for hit in hits], self._day())}
            blocked = self.found.blockSignals(True)
            self.found.set_rows(rows(hits, known, self.unit, zone, t))
            self.found.set_current(self.unit)
            self.found.blockSignals(blocked)
        begin, _ = bounds(self._day(), zone)
        handed = self.gifting.ask.handed(begin)
        self.today.set_rows([
            Row(f"{n}", one.code, f"{one.kind}{f' × {one.qty}' if one.qty > 1 else ''} · {one.by}",
                t("taken back") if one.taken_back else local(one.at, zone).strftime("%H:%M"),
                "off" if one.taken_back else None) for n, one in enumerate(handed)])
        self._heading.setText(t("Households found") if hits else t("Handed out today: {n}", n=sum(
            one.qty for one in handed if not one.taken_back)))
        self._left.setCurrentWidget(self.found if hits else self.today)

    def _show_household(self) -> None:
        t, unit = self._t, self.unit
        if not unit:
            self._unit.setText(t("Who is here?"))
            self._names.setText(t("Type a unit, a name or a phone number, or scan a slip."))
            self._state.setText("")
            return
        state: Unit = self._desk.state(f"unit/{unit}")
        visit = state.open_visit(self._day()) or next(reversed(state.visits.values()), None)
        self._unit.setText(state.code)
        self._names.setText(" · ".join(state.owners) if self.finder.choice.chosen(self._mono())
                            else masked_all(state.owners))
        came = t("Arrived {time}, {no}", time=local(visit.at, self._zone()).strftime("%m-%d %H:%M"),
                 no=" · ".join(visit.numbers)) if visit else ""
        self._state.setText(came or t("Not known to have arrived: look at the slip."))

    def _show_kinds(self) -> None:
        kinds, before = self.gifting.kinds(), self.kinds.current_key()
        self.kinds.set_rows([self._kind(name) for name in kinds])
        state: Unit | None = self._desk.state(f"unit/{self.unit}") if self.unit else None
        due = next((n for n, k in kinds.items() if state and (not k.limit or len(given_of(state, n)) < k.limit)), "")
        self.kinds.set_current(before if before in kinds and not (self.unit and due) else due or next(iter(kinds), ""))
        self._no_kinds.setVisible(not kinds)
        kind = self.kinds.current_key()
        self.give.say(self._t("Hand over {gift} ⏎", gift=kind) if kind else self._t("Hand over ⏎"))
        self.give.setEnabled(bool(self.unit and kind))

    def _kind(self, name: str) -> Row:
        t, left = self._t, self.gifting.left(name)
        state: Unit | None = self._desk.state(f"unit/{self.unit}") if self.unit else None
        given = given_of(state, name) if state else []
        had = " · ".join(t("had {time}, {by}, desk {desk}", time=f"{local(g.at, self._zone()):%m-%d %H:%M}", by=g.by,
                           desk=g.letter) for g in given)
        kind: Kind = "stop" if left <= 0 else "attention" if left < LOW else "ok"
        return Row(name, name, had, t("{n} left", n=left), kind)

    def _day(self) -> str:
        return day_of(self._desk.clock.now(), self._zone())

    def _zone(self) -> str:
        return str(self._desk.state("site").zone)

    # -- the frame -----------------------------------------------------------------------------------------

    def title(self) -> str:
        return self._t("Gifts")

    def retranslate(self) -> None:
        t = self._t
        self.line.name(t("Unit, name, phone or number – or scan"))
        self.found.setAccessibleName(t("Households found"))
        self.today.setAccessibleName(t("Handed out today"))
        self.kinds.setAccessibleName(t("Gifts and what is left"))
        self.set_up.say(t("Set up gifts  Ctrl+K"))
        self._no_kinds.setText(t("No gifts are set up. Ctrl+K adds one."))
        self._show()

    def shown(self) -> None:
        self._show()
        self.line.setFocus()

    def changed(self, subjects: set[str]) -> None:
        self.finder.again()
        self._show()

    def unfinished(self) -> bool:
        return super().unfinished() or self._right.currentWidget() is self.form

    def keys(self) -> Sequence[tuple[str, str]]:
        t = self._t
        return [("⏎", t("Choose, then hand over")), ("Alt+↓ ↑", t("Another gift")),
                ("Ctrl+K", t("A new gift, or the one under the cursor")), ("Esc", t("Clear, step back"))]

    def _asked(self, text: str) -> None:
        self.finder.ask(text)
        self._show()

    def _escape(self) -> None:
        self.finder.forget()
        self.finder.choice.drop()
        self.line.clear()
        self._show()

    def _put(self, unit: str) -> None:
        self.finder.choice.put(unit)
        self._show()

    def _step_kind(self, by: int) -> None:
        names = [row.key for row in self.kinds.rows()]
        if names:
            at = names.index(self.kinds.current_key()) if self.kinds.current_key() in names else 0
            self.kinds.set_current(names[max(0, min(len(names) - 1, at + by))])
            self.give.say(self._t("Hand over {gift} ⏎", gift=self.kinds.current_key()))

    # -- making --------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._heading, self._no_kinds = label("label"), label("quiet", wrap=True)
        self._left, self._right = QStackedWidget(), QStackedWidget()
        left, self._card = Card(1), LongCard()
        self._heading.setContentsMargins(16, 12, 16, 12)
        left.body.setSpacing(0)
        for widget in (self.today, self.found):
            self._left.addWidget(widget)
        left.body.addWidget(self._heading)
        left.body.addWidget(self._left, 1)
        for widget in (self._unit, self._names, self._state, self._no_kinds):
            self._card.body.addWidget(widget)
        self._card.body.addWidget(self.kinds, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.give)
        foot.addStretch(1)
        foot.addWidget(self.set_up)
        self._card.foot.addLayout(foot)
        for widget in (self._card, self.form):
            self._right.addWidget(widget)
        across = QHBoxLayout()
        across.setSpacing(16)
        across.addWidget(left, 6)
        across.addWidget(self._right, 7)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.line)
        column.addLayout(across, 1)

    def _wire(self) -> None:
        self.line.asked.connect(self._asked)
        self.line.entered.connect(self.press)
        self.line.moved.connect(self.found.step)
        self.line.escaped.connect(self._escape)
        self.found.current_changed.connect(self._put)
        self.found.chosen.connect(self._put)
        self.kinds.chosen.connect(lambda name: self._show_kinds())
        self.give.clicked.connect(self.hand_over)
        self.set_up.clicked.connect(lambda: self.edit())
        self.form.entered.connect(self.keep)
        self.form.left.connect(self.leave_form)
        bind(self, {"Alt+Down": lambda: self._step_kind(1), "Alt+Up": lambda: self._step_kind(-1),
                    "Ctrl+K": lambda: self.edit(self.kinds.current_key() if not self.unit else "")})

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.press()
        elif event.text().isprintable() and event.text() and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.line.setFocus()
            QApplication.sendEvent(self.line, event)
        else:
            super().keyPressEvent(event)
