"""The page on which the day is finished: what is still open, each line with its list, and the one way out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.log.here import local
from app.photos import Photos
from app.queries.evening import Evening
from app.summary.report import DayReport
from app.words import Words
from ui.reception.keys import bind
from ui.reception.line import FormLine
from ui.settings.field import Field
from ui.theme import Theme
from ui.tokens import Kind
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.card import Card, LongCard
from ui.widgets.painted import label
from ui.widgets.result_list import ResultList
from ui.widgets.row import Row

Found = tuple[str, str, Kind, str, Sequence[str]]  # key, words, kind, state in a word, the list behind it


class FinishPage(QWidget):
    """Five lines that stop nobody and the check-sum, which does: without it the day goes out as provisional, with a
    reason. `issued` carries that reason, '' for none; `settle_asked` when somebody wants to see what is to settle."""

    issued = Signal(str)
    left = Signal()
    settle_asked = Signal()

    def __init__(self, theme: Theme, t: Words, ask: Evening, photos: Photos, mono: Callable[[], int]) -> None:
        super().__init__()
        self._t, self._ask, self._photos = t, ask, photos
        self._report: DayReport | None = None
        self._lists: dict[str, Sequence[str]] = {}
        self.list = ResultList(theme)
        self.why = FormLine(mono)
        self._field = Field(theme, self.why)
        self.issue, self.back = PrimaryButton(theme), QuietButton(theme)
        self.settle = QuietButton(theme)
        self._heading, self._title = label("title"), label("strong", wrap=True)
        self._names = label("body", wrap=True)
        self._lay_out()
        self.list.current_changed.connect(lambda key: self._show_list())
        self.issue.clicked.connect(self.press)
        self.back.clicked.connect(self.left)
        self.settle.clicked.connect(self.settle_asked)
        bind(self, {"Alt+D": self.settle.click})
        self.why.entered.connect(self.press)
        self.why.escaped.connect(self.left)

    def show_report(self, report: DayReport) -> None:
        """The day that is to be finished."""
        self._report = report
        found = self._found(report)
        self._lists = {key: names for key, _, _, _, names in found}
        self.list.set_rows([Row(key, words, "", state, kind) for key, words, kind, state, _ in found])
        first = next((key for key, _, kind, _, _ in found if kind != "ok"), found[0][0])
        self.list.set_current(first)
        self._show_list()
        self._field.setVisible(not report.found.check.holds)
        self.retranslate()

    def press(self) -> None:
        """Enter: issue, with the reason if one is needed."""
        if self._report is None:
            return
        if not self._report.found.check.holds and not self.why.text().strip():
            self._field.complain(self._t("Why does it go out all the same? It stays on record."))
            return
        self.issued.emit("" if self._report.found.check.holds else self.why.text().strip())

    def lines(self) -> list[str]:
        """What stands in the list."""
        return [f"{row.title}: {row.right}" for row in self.list.rows()]

    def behind(self) -> str:
        """The list behind the current line."""
        return self._names.text()

    def retranslate(self) -> None:
        """Say every word again."""
        t = self._t
        holds = self._report is None or self._report.found.check.holds
        self._heading.setText(t("Finish the day"))
        self.list.setAccessibleName(t("Finish the day"))
        self.issue.say(t("Issue ⏎") if holds else t("Issue as provisional ⏎"))
        self.back.say(t("Back  Esc"))
        self.settle.say(t("See and settle"), "Alt+D")
        self._field.say(t("Why does it go out all the same?"))

    def _found(self, report: DayReport) -> list[Found]:
        t, day, zone = self._t, report.found.day, report.site.zone
        visits = self._ask.open_visits(day)
        silent, settle, slips = report.silent, self._ask.to_settle(), self._ask.slips()
        check, away = report.found.check, [code for code, *one in self._ask.photos() if not self._photos.has(*one)]

        def many(n: int) -> tuple[Kind, str]:
            return ("attention", str(n)) if n else ("ok", t("none"))

        heard = [t("Desk {desk}: last record {time}, {n} in all", desk=one.letter or one.desk, n=one.n,
                   time=local(one.at, zone).strftime("%m-%d %H:%M")) for one in self._ask.heard()]
        wrong = [t("Desk {desk}, {time}: {unit}, {n} minutes off", desk=one.letter, unit=one.unit,
                   time=local(one.at, zone).strftime("%H:%M"), n=round(one.off / 60_000)) for one in report.clocks]
        late = [t("Desk {desk}, {time}: {unit}", desk=one.letter, unit=one.unit,
                  time=local(one.at, zone).strftime("%H:%M")) for one in report.late]
        return [
            ("visits", t("Visits without a result"), *many(len(visits)),
             [f"{v.numbers}  {v.code}  {local(v.at, zone):%H:%M}" for v in visits]),
            ("desks", t("Laptops not heard since this morning"), *many(len(silent)), heard),
            ("clocks", t("Records of a laptop whose clock was wrong"), *many(len(wrong)), wrong),
            ("late", t("Records that came after the day was issued"), *many(len(late)), late),
            ("settle", t("To settle"), *many(len(settle)), settle),
            ("slips", t("Slips that did not surely come out"), *many(slips), []),
            ("photos", t("Photos that are still at other laptops"), *many(len(away)), list(dict.fromkeys(away))),
            ("check", t("Check-sum"), "ok" if check.holds else "stop", t("comes out") if check.holds else
             t("does not come out"), [report.check(t), *check.wrong]),
        ]

    def _show_list(self) -> None:
        key = self.list.current_key()
        row = next((row for row in self.list.rows() if row.key == key), None)
        self._title.setText(row.title if row else "")
        names = self._lists.get(key, ())
        self._names.setText("\n".join(names) if names else self._t("Nothing."))
        self.settle.setVisible(key == "settle" and bool(names))

    def _lay_out(self) -> None:
        left, right = Card(1), LongCard()
        self._heading.setContentsMargins(24, 20, 24, 12)
        left.body.setSpacing(0)
        left.body.addWidget(self._heading)
        left.body.addWidget(self.list, 1)
        right.body.addWidget(self._title)
        right.body.addWidget(self._names)
        right.body.addWidget(self.settle, 0, Qt.AlignmentFlag.AlignLeft)
        right.body.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(self.issue)
        foot.addWidget(self.back)
        foot.addStretch(1)
        right.foot.addWidget(self._field)
        right.foot.addLayout(foot)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(16)
        across.addWidget(left, 8)
        across.addWidget(right, 6)
