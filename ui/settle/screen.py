"""To settle: what two laptops said differently, side by side, and the keys that say which stands."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from app.desk import Desk
from app.errors import Refused, Trouble
from app.queries.masked import masked_all
from app.settling import Open, choices, open_clashes, settle
from app.stations.settling import NO_ARRIVAL
from app.words import Words
from ui.reception.keys import bind
from ui.reception.line import FormLine
from ui.reception.session import Say
from ui.screen import Screen
from ui.settings.field import Field
from ui.settle.words import fact, source, title
from ui.theme import Theme
from ui.widgets.buttons import QuietButton
from ui.widgets.card import LongCard, rule
from ui.widgets.list_card import ListCard
from ui.widgets.painted import label
from ui.widgets.row import Row

KEYS = {1: "Alt+1", 2: "Alt+2", 0: "Alt+3"}


class Side(QWidget):
    """One of the two: where it comes from, what it says, who said it when."""

    def __init__(self) -> None:
        super().__init__()
        self.name, self.fact, self.source = label("label"), label("name", wrap=True), label("quiet", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.name, self.fact, self.source):
            column.addWidget(part)
        column.addStretch(1)


class SettleScreen(Screen):
    """The list at the left, both facts at the right. Enter means nothing here: what stands is said on purpose."""

    def __init__(self, desk: Desk, t: Words, theme: Theme, say: Say) -> None:
        super().__init__("settle", "settle")
        self._desk, self._t, self._say = desk, t, say
        self._open: dict[str, Open] = {}
        self._left = ListCard(theme)
        self.list = self._left.list
        self.note = FormLine(desk.clock.mono)
        self._field = Field(theme, self.note)
        self.alike = QCheckBox()
        self.buttons = {stands: QuietButton(theme) for stands in KEYS}
        self.sides = Side(), Side()
        self._unit, self._names, self._what = label("unit"), label("body", wrap=True), label("strong", wrap=True)
        self._lay_out()
        self.list.current_changed.connect(lambda key: self._show_current())
        for stands, button in self.buttons.items():
            button.clicked.connect(lambda _=False, stands=stands: self.settle(stands))
        self.note.escaped.connect(self.list.setFocus)
        bind(self, {**{key: lambda stands=stands: self.settle(stands) for stands, key in KEYS.items()},
                    "Alt+N": self.note.setFocus, "Alt+A": self.alike.toggle})
        self.retranslate()

    def settle(self, stands: int) -> None:
        """Say that the first (1), the second (2) or both (0) stand, of the one under the cursor or of all alike."""
        one = self._open.get(self.list.current_key())
        if one is None or stands not in choices(one):
            return
        these = self._alike(one) if self.alike.isChecked() and self.alike.isVisible() else [one]
        try:
            settle(self._desk, these, stands, self.note.text().strip())
        except Refused as no:
            self._say("refused", self._t.say(no))
        except Trouble as trouble:
            self._say("trouble", self._t.say(trouble))
        else:
            self._say("done", self._t("{unit} is settled.", unit=one.code) if len(these) == 1
                      else self._t("{n} are settled.", n=len(these)))
            self.note.clear()
        self.alike.setChecked(False)
        self._show()
        self.list.setFocus()

    def empty_words(self) -> str:
        """What stands in the place of an empty list."""
        return self._left.nothing.text()

    def _alike(self, one: Open) -> list[Open]:
        return [other for other in self._open.values() if (other.key == one.key and other.unit == one.unit)
                or one.alike(other)]

    # -- showing -------------------------------------------------------------------------------------------

    def _show(self) -> None:
        self._open = {f"{one.unit}/{one.key}": one for one in open_clashes(self._desk)}
        self._left.put([Row(key, one.code, title(self._t, one), "", "attention") for key, one in self._open.items()])
        self._show_current()

    def _show_current(self) -> None:
        t, one = self._t, self._open.get(self.list.current_key())
        self._card.setVisible(one is not None)
        if one is None:
            return
        zone = str(self._desk.state("site").zone)
        self._unit.setText(one.code)
        self._names.setText(masked_all(one.owners))
        self._what.setText(title(t, one))
        self.buttons[1].say(t("Take the result back") if one.clash.what == NO_ARRIVAL else t("The left one stands"),
                            KEYS[1])
        self.buttons[0].say(t("The result stands") if one.clash.what == NO_ARRIVAL else t("Both happened"), KEYS[0])
        may, offered = self._desk.operator.role == "lead", choices(one)
        for stands, button in self.buttons.items():
            button.setVisible(stands in offered)
            button.setEnabled(may)
        self._field.setVisible(may)
        self._only.setVisible(not may)
        for side, entry, name in ((self.sides[0], one.first, t("On the left")),
                                  (self.sides[1], one.second, t("On the right"))):
            side.name.setText(name)
            side.fact.setText(fact(t, one, entry))
            side.source.setText(source(t, entry, zone))
        many = len(self._alike(one))
        self.alike.setVisible(may and many > 1)
        self.alike.setText(t("Settle all {n} alike that these two lists say differently", n=many) + "  Alt+A")

    # -- the frame -----------------------------------------------------------------------------------------

    def title(self) -> str:
        return self._t("To settle")

    def retranslate(self) -> None:
        t = self._t
        self._left.name(t("What two laptops said differently"))
        self._left.nothing.setText(t("Nothing is to settle."))
        self._only.setText(t("The site lead says which stands."))
        self._field.say(t("Why it is so") + "  Alt+N", t("It stays on record."))
        self.buttons[2].say(t("The right one stands"), KEYS[2])
        self._show()

    def shown(self) -> None:
        self._show()
        self.list.setFocus()

    def changed(self, subjects: set[str]) -> None:
        self._show()

    def keys(self) -> Sequence[tuple[str, str]]:
        t = self._t
        return [("↓ ↑", t("Another one")), (KEYS[1], t("The left one stands")), (KEYS[2], t("The right one stands")),
                (KEYS[0], t("Both happened")), ("Alt+N", t("Why it is so")),
                ("Alt+A", t("All that the same two lists say differently"))]

    # -- making --------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._card = LongCard()
        both, buttons = QHBoxLayout(), QHBoxLayout()
        both.setSpacing(24)
        for side in self.sides:
            both.addWidget(side, 1)
        for button in self.buttons.values():
            buttons.addWidget(button)
        buttons.addStretch(1)
        for words in (self._unit, self._names, rule(), self._what):
            self._card.body.addWidget(words)
        self._card.body.addLayout(both)
        self._card.body.addStretch(1)
        self._only = label("quiet")
        for part in (self.alike, self._only, self._field):
            self._card.foot.addWidget(part)
        self._card.foot.addLayout(buttons)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(16)
        across.addWidget(self._left, 5)
        across.addWidget(self._card, 8)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.list.step(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)
