"""The left column: who is here, and once somebody is chosen the rooms of the home."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.log.here import local
from app.queries.masked import masked_all
from app.queries.walks import Walk
from app.words import Words
from ui.inspection.session import Session
from ui.theme import Theme
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.painted import label
from ui.widgets.result_list import ResultList
from ui.widgets.row import Row
from ui.widgets.search_line import SearchLine

FINGER = 56  # px of a row


def padded(*widgets: QWidget, across: bool = False) -> QWidget:
    """Widgets with air around them, at the edge of a list that has none."""
    box = QWidget()
    row = QHBoxLayout(box) if across else QVBoxLayout(box)
    row.setContentsMargins(16, 12, 16, 12)
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget)
    return box


class WaitingPane(Card):
    """Today's open visits with the line that looks for one of them."""

    def __init__(self, theme: Theme, t: Words, session: Session, mono: Callable[[], int]) -> None:
        super().__init__(1)
        self._t, self._session = t, session
        self._waiting: list[Walk] = []
        self.line = SearchLine(theme, clock=lambda: mono() / 1000)
        self.list = ResultList(theme, FINGER)
        self.start = PrimaryButton(theme)
        self._heading = label("label")
        self.body.setSpacing(0)
        self.body.addWidget(padded(self.line, self._heading))
        self.body.addWidget(self.list, 1)
        self.body.addWidget(padded(self.start))
        self.line.moved.connect(self.list.step)
        self.list.current_changed.connect(lambda unit: self._say_start())

    def retranslate(self) -> None:
        """In the language of now."""
        self.line.name(self._t("Unit, name or number"))
        self.list.setAccessibleName(self._t("Households that are here"))

    def show_waiting(self) -> None:
        """Who is here now."""
        t = self._t
        self._waiting = self._session.waiting()
        zone = str(self._session.desk.state("site").zone)
        self.list.set_rows([self._row(walk, zone) for walk in self._waiting])
        if self._waiting and not self.list.current_key():
            self.list.set_current(self._waiting[0].unit)
        if self._waiting:
            heading = t("Here today: {n}", n=len(self._waiting))
        elif self._session.looked_for.strip():
            heading = t("Nobody who is here is called that.")
        else:
            heading = t("Nobody is here yet.")
        self._heading.setText(heading)
        self._say_start()

    def _row(self, walk: Walk, zone: str) -> Row:
        time = local(walk.at, zone).strftime("%H:%M")
        row = Row(walk.unit, walk.code, masked_all(walk.owners), walk.number, None, time, masked=True)
        if walk.escort:
            return Row(row.key, row.title, row.subtitle, walk.escort, "news", time, masked=True)
        return row if walk.may else Row(row.key, row.title, row.subtitle, self._t("One step first"), "attention", time,
                                        masked=True)

    def _say_start(self) -> None:
        out = any(walk.escort for walk in self._waiting if walk.unit == self.list.current_key())
        self.start.say(self._t("Go on ⏎") if out else self._t("Start ⏎"))
        self.start.setEnabled(bool(self._waiting))


class RoomsPane(Card):
    """The household and its rooms, each with its number, its defects, and whether it is done."""

    def __init__(self, theme: Theme, t: Words, session: Session) -> None:
        super().__init__(1)
        self._t, self._session = t, session
        self.list = ResultList(theme, FINGER)
        self.done, self.other = QuietButton(theme), QuietButton(theme)
        self._unit, self._about = label("unit"), label("quiet", wrap=True)
        self.body.setSpacing(0)
        self.body.addWidget(padded(self._unit, self._about))
        self.body.addWidget(self.list, 1)
        self.body.addWidget(padded(self.done, self.other))

    def retranslate(self) -> None:
        """In the language of now."""
        t = self._t
        self.list.setAccessibleName(t("Rooms"))
        self.done.say(t("Room done Ctrl+T"))
        self.other.say(t("Another household Esc"))

    def show_rooms(self) -> None:
        """As they are now."""
        session = self._session
        unit, visit, draft = session.unit, session.visit, session.draft
        self._unit.setText(unit.code)
        number = visit.numbers[0] if visit is not None else ""
        self._about.setText(" · ".join(filter(None, (number, masked_all(unit.owners)))))
        found = [defect.room for defect in unit.standing()]
        rows = []
        for code in session.catalogue.rooms:
            count, done = found.count(code), code in draft.ticked
            rows.append(Row(code, str(session.typed.number(code)), session.sayings.room(code),
                            str(count) if count or done else "", "ok" if done else None))
        self.list.set_rows(rows)
        self.list.set_current(draft.room)
        if self.list.currentIndex().isValid():
            self.list.scrollTo(self.list.currentIndex())
