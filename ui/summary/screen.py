"""The evening's figures with their definitions, and the page on which the day is finished (SCREENS.md, Summary)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSlider,
    QComboBox,
    QHBoxLayout,
    QPlainTextEdit,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.desk import Desk
from app.errors import Refused, Trouble
from app.evening import Finished, finish
from app.log.here import day_of, local
from app.photos import Photos
from app.queries.evening import Evening
from app.stations.day import Revision
from app.stations.paper import PrintTotals
from app.stations.slips import TotalsSlip
from app.summary.figures import Figures
from app.summary.report import DayReport, day_report
from app.summary.words import MEANINGS, long_date, shown
from app.words import Words
from ui.bridge import Bridge
from ui.reception.keys import bind
from ui.reception.session import Say
from ui.screen import Screen
from ui.summary.figure import CardRows, FigureCard
from ui.summary.finish import FinishPage
from ui.theme import Theme
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.card import Card, Scrolled
from ui.widgets.chip import Chip
from ui.widgets.elided import Elided
from ui.widgets.painted import label
from ui.widgets.result_list import ResultList
from ui.widgets.row import Row

FIVE = ("accepted_today", "rate_eligible", "defects_per_unit_today", "refused_today", "not_taken_over")
PAGES = {Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
         Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub}
SHORTEST = 72  # pixels of the list of buildings and of the text


class SummaryScreen(Screen):
    """Five figures large, the check-sum, rows by building, the text for the group. `Enter` goes on to finish the
    day. Figures are counted in the background: what stands here is always of one moment, which is said."""

    def __init__(self, desk: Desk, t: Words, theme: Theme, say: Say, bridge: Bridge) -> None:
        super().__init__("summary", "summary")
        self._desk, self._t, self._theme, self._say, self._bridge = desk, t, theme, say, bridge
        self._counting, self._again = False, False
        self._days = 0  # back from today
        self.report: DayReport | None = None
        self.cards = [FigureCard() for _ in FIVE]
        self.check = Chip(theme, "off", large=True)
        self.buildings = ResultList(theme, row_height=32)
        self.text = QPlainTextEdit(readOnly=True)
        for long in (self.buildings, self.text):  # they scroll by themselves; the page does so only in large type
            long.setMinimumHeight(theme.px(SHORTEST))
            long.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.revision = QComboBox()
        self.earlier, self.later = QuietButton(theme), QuietButton(theme)
        self.copy, self.go_on = QuietButton(theme, icon="copy"), PrimaryButton(theme)
        self.finishing = FinishPage(theme, t, Evening(desk.database.read, desk.site),
                                    Photos(desk.home.path.parent), desk.clock.mono)
        self._date, self._until = label("title"), Elided("quiet")
        self._lay_out()
        self._wire()
        self.retranslate()

    # -- what a person can do ------------------------------------------------------------------------------

    @property
    def day(self) -> str:
        """The day that is looked at (ISO)."""
        today = day_of(self._desk.clock.now(), self._desk.state("site").zone)
        return (date.fromisoformat(today) - timedelta(days=self._days)).isoformat()

    def step(self, days: int) -> None:
        """So many days earlier (1) or later (-1), not past today."""
        self._days = max(0, self._days + days)
        self.report = None
        self._count()

    def copy_text(self) -> None:
        """The text for the group, on the clipboard."""
        if self.text.toPlainText():
            QGuiApplication.clipboard().setText(self.text.toPlainText())
            self._say("done", self._t("The text is on the clipboard."))

    def print_totals(self) -> None:
        """The day's figures on a slip, as they stand here."""
        found = self._shown_figures()
        if found is None:
            return
        try:
            self._desk.do(PrintTotals(on=f"report/{found.day}", figures=found.plain(), as_known=found.as_known))
        except (Refused, Trouble) as said:
            self._say("refused" if isinstance(said, Refused) else "trouble", self._t.say(said))
        else:
            self._say("done", self._t("Printing: {slip}", slip=self._t("Figures of the day")))

    def look_at_totals(self) -> None:
        """The same slip, only looked at."""
        found = self._shown_figures()
        if found is None:
            return
        from ui.slip_sheet import look_at

        desk = self._desk
        slip = TotalsSlip(found.day, found.plain(), found.as_known, desk.clock.now(), desk.letter, desk.operator.name)
        try:
            look_at(desk, slip, desk.state(f"report/{found.day}").printed, self._theme, self._t, self)
        except Trouble as trouble:
            self._say("trouble", self._t.say(trouble))

    def to_finish(self) -> None:
        """On to what is still open."""
        if self.report is not None and not self._issued_shown():
            self.finishing.show_report(self.report)
            self._pages.setCurrentWidget(self.finishing)
            self.finishing.setFocus()

    def back(self) -> None:
        """Back to the figures."""
        self._pages.setCurrentWidget(self._figures)
        self.setFocus()

    def issue(self, provisional: str = "") -> None:
        """Freeze the figures, then write what goes out and put the text on the clipboard."""
        report = self.report
        if report is None:
            return
        try:
            done = finish(self._desk, report, self._t, provisional=provisional)
        except Refused as no:
            self._say("refused", self._t.say(no))
        except Trouble as trouble:
            self._say("trouble", self._t.say(trouble))
        else:
            self._out(done)

    def _out(self, done: Finished) -> None:
        QGuiApplication.clipboard().setText(done.text)
        self._say("done", self._t("Issued. Workbook and text are in {folder}; the text is on the clipboard.",
                                  folder=str(done.folder)))
        self.finishing.why.clear()
        self.back()
        self._count()

    # -- counting ------------------------------------------------------------------------------------------

    def _count(self) -> None:
        """Have the day counted, once more if something changes meanwhile: never two counts side by side."""
        self._show()
        self._again = self._counting
        if not self._counting:
            self._counting, day = True, self.day
            self._bridge.run(lambda: day_report(self._desk, day), self._counted)

    def _counted(self, made: DayReport | Refused | Trouble) -> None:
        self._counting = False
        if isinstance(made, Refused | Trouble):
            self._say("trouble", self._t.say(made))
        elif made.found.day == self.day:
            self.report = made
            self._fill_revisions()
            self._show()
        if self._again:
            self._count()

    def _revisions(self) -> list[Revision]:
        return [*self._desk.state(f"report/{self.day}").revisions.values()]

    def _fill_revisions(self) -> None:
        t, zone = self._t, self._desk.state("site").zone
        at = self.revision.currentIndex()
        self.revision.blockSignals(True)
        self.revision.clear()
        self.revision.addItem(t("As known now"))
        for n, one in enumerate(self._revisions()):
            self.revision.addItem(t("Issued {time}, revision {n}", n=n, time=f"{local(one.at, zone):%m-%d %H:%M}"))
        self.revision.setCurrentIndex(at if 0 <= at < self.revision.count() else 0)
        self.revision.setVisible(self.revision.count() > 1)
        self.revision.blockSignals(False)

    def _issued_shown(self) -> bool:
        return self.revision.currentIndex() > 0

    def _shown_figures(self) -> Figures | None:
        """Those of now, or with the values that went out in the chosen revision."""
        if self.report is None or not self._issued_shown():
            return self.report.found if self.report else None
        out = self._revisions()[self.revision.currentIndex() - 1]
        return msgspec.structs.replace(self.report.found, as_known=out.as_known, **out.figures)

    # -- showing -------------------------------------------------------------------------------------------

    def _show(self) -> None:
        t, zone = self._t, self._desk.state("site").zone
        found = self._shown_figures()
        self._date.setText(long_date(self.day, t))
        self.later.setEnabled(self._days > 0)
        self.go_on.setEnabled(found is not None and not self._issued_shown())
        self._until.say(t("Figures until {time}", time=local(found.as_known, zone).strftime("%Y-%m-%d %H:%M"))
                        if found else t("Counting …"))
        for card, name in zip(self.cards, FIVE, strict=True):
            card.say(t(MEANINGS[name][0]), shown(found, name, t) if found else "…",
                     self._parts(found)[name] if found else "", t(MEANINGS[name][1]))
        self._show_check(found)
        self.buildings.set_rows(self._building_rows(found) if found else [])
        self.text.setPlainText(self.report.text(t) if self.report else "")

    def _show_check(self, found: Figures | None) -> None:
        report, t = self.report, self._t
        if found is None or report is None:
            self.check.say("off", t("Counting …"))
        elif report.found.check.holds:
            self.check.say("ok", report.check(t))
        else:
            self.check.say("stop", report.wrong(t))

    def _parts(self, f: Figures) -> dict[str, str]:
        t = self._t
        return {
            "accepted_today": t("{n} in all", n=f.accepted_cumulative),
            "rate_eligible": t("{n} of {of} eligible; {rate} of all {due}", n=f.accepted_cumulative, of=f.due_eligible,
                               rate=shown(f, "rate_all", t), due=f.due_all),
            "defects_per_unit_today": t("{n} today in {homes} homes; {average} in all", n=shown(f, "defects_today", t),
                                        homes=shown(f, "inspected_today", t),
                                        average=shown(f, "defects_per_unit_cumulative", t)),
            "refused_today": t("{now} standing, {repair} of them after repair; {n} recovered", now=f.refused_now,
                               repair=f.after_repair_now, n=shown(f, "recovered_today", t)),
            "not_taken_over": t("{never} never came, {refused} refused, {viewed} viewed only, {none} without result",
                                never=f.never_came, refused=f.refused_now, viewed=f.viewed_only_now,
                                none=f.came_without_result),
        }

    def _building_rows(self, found: Figures) -> list[Row]:
        t = self._t
        return [Row(b.name, b.name or "—", t("{n} of {due} handed over · {refused} refused · {defects} defects",
                                             n=b.accepted, due=b.due, refused=b.refused, defects=b.defects),
                    "—" if b.rate is None else f"{b.rate:.1f}%", None) for b in found.buildings]

    # -- the frame -----------------------------------------------------------------------------------------

    def title(self) -> str:
        return self._t("Summary")

    def retranslate(self) -> None:
        t = self._t
        self.earlier.say("◀", "Alt+←")
        self.later.say("▶", "Alt+→")
        self.earlier.setAccessibleName(t("The day before"))
        self.later.setAccessibleName(t("The day after"))
        self.copy.say(t("Copy the text  Ctrl+C"))
        self.go_on.say(t("Finish the day ⏎"))
        self.revision.setAccessibleName(t("As known now, or as it was issued"))
        self._by_building.setText(t("By building"))
        self._for_group.setText(t("Text for the group"))
        self.buildings.setAccessibleName(t("By building"))
        self.text.setAccessibleName(t("Text for the group"))
        self.finishing.retranslate()
        self._fill_revisions()
        self._show()

    def shown(self) -> None:
        self.back()
        self._count()

    def changed(self, subjects: set[str]) -> None:
        self._count()

    def keys(self) -> Sequence[tuple[str, str]]:
        t = self._t
        return [("⏎", t("Finish the day, then issue it")), ("Alt+← / →", t("The day before, the day after")),
                ("Ctrl+C", t("Copy the text for the group")), ("Ctrl+P", t("The figures on a slip")),
                ("Alt+S", t("Look at that slip first")),
                ("PgDn / PgUp", t("Further down, further up")),
                ("↓ ↑", t("What is still open, line by line")),
                ("Esc", t("Back to the figures"))]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        finishing = self._pages.currentWidget() is self.finishing
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                (self.finishing.press if finishing else self.to_finish)()
        elif key == Qt.Key.Key_Escape and finishing:
            self.back()
        elif finishing and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.finishing.list.step(1 if key == Qt.Key.Key_Down else -1)
        elif key in PAGES and not finishing:
            self._figures.verticalScrollBar().triggerAction(PAGES[key])
        else:
            super().keyPressEvent(event)

    # -- making --------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._by_building, self._for_group = label("label"), label("label")
        top = QHBoxLayout()
        top.setSpacing(12)
        when = QVBoxLayout()
        when.setSpacing(0)
        for words in (self._date, self._until):
            when.addWidget(words)
        top.addWidget(self.earlier)
        top.addLayout(when)
        for widget in (self.later, self.revision):
            top.addWidget(widget)
        top.addStretch(1)
        top.addWidget(self.copy)
        top.addWidget(self.go_on)
        left, right = Card(1), Card(16)
        self._by_building.setContentsMargins(16, 12, 16, 8)
        left.body.setSpacing(0)
        left.body.addWidget(self._by_building)
        left.body.addWidget(self.buildings, 1)
        right.body.setSpacing(8)
        right.body.addWidget(self._for_group)
        right.body.addWidget(self.text, 1)
        below = QHBoxLayout()
        below.setSpacing(12)
        below.addWidget(left, 1)
        below.addWidget(right, 1)
        figures, self._pages = QWidget(), QStackedWidget()
        self._figures = Scrolled(figures)
        column = QVBoxLayout(figures)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(CardRows(self._theme, self.cards), 5)
        column.addWidget(self.check)
        column.addLayout(below, 4)
        for page in (self._figures, self.finishing):
            self._pages.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)

    def _wire(self) -> None:
        self.earlier.clicked.connect(lambda: self.step(1))
        self.later.clicked.connect(lambda: self.step(-1))
        self.copy.clicked.connect(self.copy_text)
        self.go_on.clicked.connect(self.to_finish)
        self.revision.currentIndexChanged.connect(lambda at: self._show())
        self.finishing.issued.connect(self.issue)
        self.finishing.left.connect(self.back)
        bind(self, {"Alt+Left": lambda: self.step(1), "Alt+Right": lambda: self.step(-1), "Ctrl+C": self.copy_text,
                    "Ctrl+P": self.print_totals, "Alt+S": self.look_at_totals})
