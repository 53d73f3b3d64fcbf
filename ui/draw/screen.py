"""The draw from the laptop: close the list, draw, pass over who does not answer; the proof is one key away."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from app.desk import Desk
from app.drawing import Drawing, differences
from app.errors import Refused, Trouble
from app.log.here import day_of, local
from app.queries.masked import masked_all
from app.stations.draw import Draw, Pick
from app.words import Words
from ui.draw.stage import ROLLS, Stage
from ui.reception.form import Form, Line
from ui.reception.keys import bind
from ui.reception.session import Say
from ui.screen import Screen
from ui.theme import Theme
from ui.tokens import Kind
from ui.widgets.big_number import BigNumber
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.card import Card, LongCard
from ui.widgets.painted import label
from ui.widgets.result_list import ResultList
from ui.widgets.row import Row

FIND_MOST = 12  # characters of a number that is looked for


class DrawScreen(Screen):
    """Draws at the left, the chosen one at the right: `Enter` draws, `A` nobody answers, `P` the proof, `S` the stage,
    `/` finds a number. What was drawn is never undone: who does not answer is passed over, and both stay on record."""

    def __init__(self, desk: Desk, t: Words, theme: Theme, say: Say) -> None:
        super().__init__("draw", "draw")
        self._desk, self._t, self._say = desk, t, say
        self.drawing = Drawing(desk)
        self._draws: dict[str, Draw] = {}
        self._proof = False
        self.list, self.picks = ResultList(theme), ResultList(theme)
        self.form, self.stage = Form(theme, desk.clock.mono), Stage(theme, t)
        self.destroyed.connect(self.stage.deleteLater)
        self.draw, self.new = PrimaryButton(theme), QuietButton(theme, icon="plus")
        self.absent, self.proof, self.show_stage = (QuietButton(theme) for _ in range(3))
        self._name, self._about, self.number = label("title", wrap=True), label("quiet", wrap=True), BigNumber()
        self._whose, self._words = label("name", wrap=True), label("body", wrap=True)
        self._submit: Callable[[], None] = lambda: None
        self._lay_out()
        self._wire()
        self.retranslate()

    # -- what a person can do ------------------------------------------------------------------------------

    def begin(self) -> None:
        """A new draw: first what it is for, and who would be in now."""
        t = self._t
        day = day_of(self._desk.clock.now(), self._zone())
        everybody, today = self.drawing.entries(), self.drawing.entries(day)
        heard = "\n".join(t("Desk {desk}: {n} arrivals, last record {time}", desk=one.letter, n=one.arrivals,
                            time=f"{local(one.at, self._zone()):%m-%d %H:%M}") for one in self.drawing.ask.sources())
        about = "\n".join(filter(None, (t("In are those who really came and have not won yet."), heard)))
        options = ((day, t("Who came today: {n}", n=len(today))), ("", t("Who came at all: {n}", n=len(everybody))))
        self._ask(t("A new draw"), about, (Line("name", t("Name of the draw or the prize")),
                                           Line("day", t("Who is in"), day, options=options)),
                  t("Close the list ⏎"), self._freeze)

    def pick(self) -> None:
        """The next number."""
        id = self.list.current_key()
        if not id:
            self.begin()
            return
        done = self._attempt(lambda: self.drawing.pick(id))
        self._show()
        if done:
            draw: Draw = self._desk.state(f"draw/{id}")
            number, whose = self._shown()
            others = [n for n in draw.entries if n != number]
            self.stage.roll(random.sample(others, min(ROLLS, len(others))), number, whose)

    def nobody(self) -> None:
        """Nobody answers to the number of now."""
        if self._attempt(lambda: self.drawing.absent(self.list.current_key(), self._t("did not answer"))):
            self.stage.clear()
        self._show()

    def find(self) -> None:
        """Whether a number is in."""
        t = self._t

        def look() -> None:
            number = self.form.values()["number"].upper()[:FIND_MOST]
            draw = self._draws.get(self.list.current_key())
            found = draw is not None and number in draw.entries
            words = t("{number} is in.", number=number) if found else t("{number} is not in.", number=number)
            self._leave()
            self._say("done" if found else "refused", words)
            if self.stage.isVisible():
                self.stage.show_number(number, words)

        self._ask(t("Is a number in?"), "", (Line("number", t("Draw number, as A0187")),), t("Look ⏎"), look)

    def toggle_proof(self) -> None:
        """The list's hash and the seed, or the winners."""
        self._proof = not self._proof
        self._show()

    def toggle_stage(self) -> None:
        """The window for the hall."""
        if self.stage.isVisible():
            self.stage.close()
            return
        draw = self._draws.get(self.list.current_key())
        self.stage.open(draw.name if draw else self._t("Draw"), self._rules(draw))
        self.stage.show_number(*self._shown())
        self.window().activateWindow()

    def no_undo(self) -> None:
        """What was drawn stands."""
        self._say("refused", self._t("What was drawn stands on record. A passes over who does not answer."))

    def _freeze(self) -> None:
        values = self.form.values()
        try:
            id = self.drawing.freeze(values["name"], values["day"])
        except (Refused, Trouble) as said:
            self.form.complain(self._t.say(said))
            return
        self._leave()
        self.list.set_current(id)
        self._show()

    def _attempt(self, act: Callable[[], object]) -> bool:
        try:
            act()
        except Refused as no:
            self._say("refused", self._t.say(no))
        except Trouble as trouble:
            self._say("trouble", self._t.say(trouble))
        else:
            return True
        return False

    # -- showing -------------------------------------------------------------------------------------------

    def _show(self) -> None:
        t = self._t
        self._draws = dict(self.drawing.draws())
        self.list.set_rows([Row(id, draw.name, f"{local(draw.at, self._zone()):%m-%d %H:%M}",
                                t("{n} in", n=len(draw.entries))) for id, draw in self._draws.items()])
        if self._draws and not self.list.current_key():
            self.list.set_current(next(iter(self._draws)))
        draw = self._draws.get(self.list.current_key())
        self._name.setText(draw.name if draw else t("No draw yet"))
        self._about.setText(self._rules(draw))
        number, whose = self._shown()
        self.number.show_number(number)
        self._whose.setText(whose)
        self.picks.setVisible(draw is not None and not self._proof)
        self._words.setVisible(draw is not None and self._proof)
        self._words.setText(self._proved(draw) if draw else "")
        if draw is not None:
            self.picks.set_rows([self._row(n, pick) for n, pick in reversed([*enumerate(draw.picks.values(), 1)])])
        self.draw.say(t("Draw ⏎") if draw else t("New draw ⏎"))
        standing = self._standing(draw)
        for button in (self.absent, self.proof, self.show_stage):
            button.setEnabled(draw is not None)
        self.absent.setEnabled(standing is not None)

    def _standing(self, draw: Draw | None) -> Pick | None:
        last = next(reversed(draw.picks.values()), None) if draw else None
        return last if last is not None and not last.absent else None

    def _shown(self) -> tuple[str, str]:
        """The number of now, and whose it is: masked, since the hall reads along."""
        pick = self._standing(self._draws.get(self.list.current_key()) and self._desk.state(
            f"draw/{self.list.current_key()}"))
        if pick is None:
            return "", ""
        return pick.number, self._holder(pick.number)

    def _holder(self, number: str) -> str:
        holder = self.drawing.ask.holder(number)
        if not holder.came:
            return self._t("{unit}: their arrival was taken back, it does not count", unit=holder.code or number)
        return f"{holder.code}  {masked_all(holder.owners)}"

    def _row(self, n: int, pick: Pick) -> Row:
        t, holder = self._t, self.drawing.ask.holder(pick.number)
        kind: Kind = "off" if pick.absent else "ok" if holder.came else "stop"
        state = pick.absent or (t("won") if holder.came else t("does not count"))
        return Row(f"{n}", pick.number, f"{holder.code} {masked_all(holder.owners)}", state, kind)

    def _rules(self, draw: Draw | None) -> str:
        if draw is None:
            return self._t("In are those who really came and have not won yet.")
        return self._t("{n} numbers are in: households that really came. Nobody wins twice.", n=len(draw.entries))

    def _proved(self, draw: Draw) -> str:
        t, wrong = self._t, differences(draw)
        return "\n".join((
            t("SHA-256 of the list (sorted, one number a line): {digest}", digest=draw.digest),
            t("Seed: {seed}", seed=draw.seed),
            t("The order is that of SHA-256 of seed:number."),
            t("Worked out again: it comes out.") if not wrong else
            t("Worked out again: it does not come out ({what}).", what=", ".join(wrong))))

    def _zone(self) -> str:
        return str(self._desk.state("site").zone)

    # -- the frame -----------------------------------------------------------------------------------------

    def title(self) -> str:
        return self._t("Draw")

    def retranslate(self) -> None:
        t = self._t
        self.list.setAccessibleName(t("Draws"))
        self.picks.setAccessibleName(t("What was drawn"))
        self.new.say(t("New draw  Ctrl+N"))
        self.absent.say(t("Nobody answers"), "A")
        self.proof.say(t("Proof"), "P")
        self.show_stage.say(t("Stage"), "S")
        self._show()

    def shown(self) -> None:
        self._show()
        self.setFocus()

    def changed(self, subjects: set[str]) -> None:
        self._show()

    def unfinished(self) -> bool:
        return super().unfinished() or self._right.currentWidget() is self.form

    def keys(self) -> Sequence[tuple[str, str]]:
        t = self._t
        return [("⏎", t("Draw the next number")), ("A", t("Nobody answers: on to the next")), ("P", t("Proof")),
                ("S", t("Stage for the projector")), ("/", t("Is a number in?")), ("Ctrl+N", t("A new draw")),
                ("↓ ↑", t("Another draw"))]

    def _ask(self, title: str, about: str, lines: Sequence[Line], verb: str, submit: Callable[[], None]) -> None:
        self._submit = submit
        self.form.open(title, about, tuple(lines), verb, self._t("Back Esc"))
        self._right.setCurrentWidget(self.form)
        self.form.enter()

    def _leave(self) -> None:
        self._right.setCurrentWidget(self._card)
        self._show()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        acts: dict[str, Callable[[], object]] = {"a": self.nobody, "p": self.toggle_proof, "s": self.toggle_stage,
                                                 "/": self.find}
        if event.isAutoRepeat():
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.pick()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.list.step(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.text().casefold() in acts and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            acts[event.text().casefold()]()
        else:
            super().keyPressEvent(event)

    # -- making --------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._right, left, self._card = QStackedWidget(), Card(1), LongCard()
        left.body.setSpacing(0)
        left.body.addWidget(self.list, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 12, 16, 12)
        foot.addWidget(self.new)
        foot.addStretch(1)
        left.body.addLayout(foot)
        for widget in (self._name, self._about, self.number, self._whose):
            self._card.body.addWidget(widget)
        self._card.body.addWidget(self.picks, 1)
        self._card.body.addWidget(self._words, 1, Qt.AlignmentFlag.AlignTop)
        buttons = QHBoxLayout()
        buttons.addWidget(self.draw)
        buttons.addWidget(self.absent)
        buttons.addStretch(1)
        buttons.addWidget(self.proof)
        buttons.addWidget(self.show_stage)
        self._card.foot.addLayout(buttons)
        for widget in (self._card, self.form):
            self._right.addWidget(widget)
        across = QHBoxLayout()
        across.setSpacing(16)
        across.addWidget(left, 4)
        across.addWidget(self._right, 9)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(across)

    def _wire(self) -> None:
        self.list.current_changed.connect(lambda id: self._show())
        self.draw.clicked.connect(self.pick)
        self.new.clicked.connect(self.begin)
        self.absent.clicked.connect(self.nobody)
        self.proof.clicked.connect(self.toggle_proof)
        self.show_stage.clicked.connect(self.toggle_stage)
        self.form.entered.connect(lambda: self._submit())
        self.form.left.connect(self._leave)
        bind(self, {"Ctrl+N": self.begin, "Ctrl+Z": self.no_undo})
