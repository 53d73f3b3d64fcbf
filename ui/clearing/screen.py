"""Waiting for clearing, oldest first: one key lets a household join the line at its arrival time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout

from app.desk import Desk
from app.errors import Refused, Trouble
from app.log.here import day_of
from app.queries.clearing import Clearing, Open
from app.queries.masked import masked_all
from app.stations.eligibility import ClearReason
from app.words import Words
from ui.reception.keys import bind
from ui.reception.line import FormLine
from ui.reception.sayings import REASONS, Sayings
from ui.reception.session import Say
from ui.screen import Screen
from ui.settings.field import Field
from ui.theme import Theme
from ui.widgets.buttons import PrimaryButton
from ui.widgets.card import LongCard
from ui.widgets.list_card import ListCard
from ui.widgets.painted import label
from ui.widgets.row import Row
from ui.widgets.search_line import SearchLine

TICK_MS = 30_000  # how often the minutes of waiting are said anew
QUIET_MS = 400  # after a clearing, within which Enter means nothing


class ClearingScreen(Screen):
    """The list at the left, the reason with its history at the right. `Enter` clears the one under the cursor."""

    def __init__(self, desk: Desk, t: Words, theme: Theme, say: Say, *, mono: Callable[[], int] | None = None) -> None:
        super().__init__("clearing", "finance")
        self._desk, self._t, self._say = desk, t, say
        self._mono = mono or desk.clock.mono
        self._query, self._sayings = Clearing(desk.database.read, desk.site), Sayings(t)
        self._rows: dict[str, Open] = {}
        self._cleared_at: int | None = None
        self.line = SearchLine(theme, clock=lambda: self._mono() / 1000)
        self._left = ListCard(theme)
        self.list = self._left.list
        self.note, self.who = FormLine(self._mono), FormLine(self._mono)
        self._fields = [Field(theme, self.note), Field(theme, self.who)]
        self.button = PrimaryButton(theme)
        self._unit, self._names = label("unit"), label("name", wrap=True)
        self._reason, self._history = label("strong", wrap=True), label("quiet", wrap=True)
        self._tick = QTimer(self, interval=TICK_MS)
        self._lay_out()
        self._wire()
        self.retranslate()

    def clear_current(self) -> None:
        """Clear the reason under the cursor; what stands in note and telephone goes along."""
        row = self._rows.get(self.list.current_key())
        if row is None or self._quiet():
            return
        try:
            self._desk.do(ClearReason(on=f"unit/{row.unit}", reason=row.reason, note=self.note.text().strip(),
                                      said_by=self.who.text().strip()))
        except Refused as no:
            self._say("refused", self._t.say(no))
        except Trouble as trouble:
            self._say("trouble", self._t.say(trouble))
        else:
            self._cleared_at = self._mono()
            self._say("done", self._done(row))
            self.note.clear()
            self.who.clear()
            self.line.clear()
        self._show()
        self.line.setFocus()

    def history(self) -> str:
        """What was set and cleared of the unit under the cursor, by whom and when."""
        return self._history.text()

    def empty_words(self) -> str:
        """What stands in the place of an empty list."""
        return self._left.nothing.text()

    def _quiet(self) -> bool:
        return self._cleared_at is not None and self._mono() - self._cleared_at < QUIET_MS

    def _done(self, row: Open) -> str:
        reason = self._t(REASONS.get(row.reason, row.reason))
        if not row.since:
            return self._t("{unit}: {reason} is cleared.", unit=row.code, reason=reason)
        left = self._desk.state(f"unit/{row.unit}").open_reasons()
        if left:
            return self._t("{unit}: {reason} is cleared, {n} still open.", unit=row.code, reason=reason, n=len(left))
        return self._t("{unit} is cleared and back in the queue with arrival {time}.", unit=row.code,
                       time=self._sayings.clock(row.since, self._zone()))

    # -- showing -------------------------------------------------------------------------------------------

    def _show(self) -> None:
        day = day_of(self._desk.clock.now(), self._zone())
        found = self._query.waiting(day, self.line.seen())
        self._rows = {f"{one.unit}:{one.key}": one for one in found}
        self._left.put([self._row(key, one) for key, one in self._rows.items()])
        self._show_current()

    def _row(self, key: str, one: Open) -> Row:
        t = self._t
        reason = f"{one.reason} {t(REASONS.get(one.reason, one.reason))}"
        if not one.since:
            return Row(key, one.code, reason, t("not here yet"), None, one.note)
        since = self._sayings.clock(one.since, self._zone())
        waited = max(0, (self._desk.clock.now() - one.since) // 60_000)
        return Row(key, one.code, reason, t("{no} · since {time} · {m} min", no=one.number, time=since, m=waited),
                   "attention", one.note)

    def _show_current(self) -> None:
        row = self._rows.get(self.list.current_key())
        self._card.setVisible(row is not None)
        self._left.nothing.setText(self._t("Nobody waits for clearing.") if not self.line.seen().strip()
                                   else self._t("No open reason for this unit or name."))
        if row is None:
            return
        unit, zone = self._desk.state(f"unit/{row.unit}"), self._zone()
        self._unit.setText(row.code)
        self._names.setText(masked_all(row.owners))
        self._reason.setText(" · ".join(filter(None, (self._t(REASONS.get(row.reason, row.reason)), row.note))))
        known = sorted(unit.reasons.values(), key=lambda reason: reason.set_at)
        self._history.setText("\n".join(f"{self._sayings.reason(r)} · {self._sayings.history(r, zone)}" for r in known))

    def _zone(self) -> str:
        return str(self._desk.state("site").zone)

    # -- the frame -----------------------------------------------------------------------------------------

    def title(self) -> str:
        return self._t("Clearing")

    def retranslate(self) -> None:
        t = self._t
        self.line.name(t("Unit or name, also of one that is not here"))
        self._left.name(t("Waiting for clearing, oldest first"))
        self._fields[0].say(t("Note"))
        self._fields[1].say(t("By telephone: who said it"))
        self.button.say(t("Clear ⏎"))
        self._show()

    def shown(self) -> None:
        self._show()
        self.line.setFocus()

    def changed(self, subjects: set[str]) -> None:
        self._show()

    def keys(self) -> Sequence[tuple[str, str]]:
        t = self._t
        return [("⏎", t("Clear the one under the cursor")), ("↓ ↑", t("Another one")), ("Alt+N", t("Note")),
                ("Alt+T", t("By telephone: who said it")), ("Esc", t("Clear, step back"))]

    def _escape(self) -> None:
        self.line.clear()
        self.line.setFocus()

    # -- making --------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._card = LongCard()
        for words in (self._unit, self._names, self._reason, self._history):
            self._card.body.addWidget(words)
        self._card.body.addStretch(1)
        for field in self._fields:
            self._card.foot.addWidget(field)
        self._card.foot.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        across = QHBoxLayout()
        across.setSpacing(16)
        across.addWidget(self._left, 8)
        across.addWidget(self._card, 5)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.line)
        column.addLayout(across, 1)

    def _wire(self) -> None:
        self.line.asked.connect(lambda text: self._show())
        self.line.entered.connect(self.clear_current)
        self.line.moved.connect(self.list.step)
        self.line.escaped.connect(self._escape)
        self.list.current_changed.connect(lambda key: self._show_current())
        self.list.chosen.connect(lambda key: self._show_current())
        self.button.clicked.connect(self.clear_current)
        for field in (self.note, self.who):
            field.entered.connect(self.clear_current)
            field.escaped.connect(self._escape)
        self._tick.timeout.connect(lambda: self._show() if self.isVisible() else None)
        self._tick.start()
        bind(self, {"Alt+N": self.note.setFocus, "Alt+T": self.who.setFocus})

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.clear_current()
        elif event.text().isprintable() and event.text() and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.line.setFocus()
            QApplication.sendEvent(self.line, event)
        else:
            super().keyPressEvent(event)
