"""The evening at the window: the figures, what is still open, and the day that is issued."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import parts
import pytest
from e2e.opened import Opened
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.stations.arrival import CheckIn
from app.stations.results import RecordResult
from ui.slip_sheet import SlipSheet
from ui.summary.screen import SummaryScreen

DAY = "2026-06-20"


class Evening:
    """A site of four units, the summary in front."""

    def __init__(self, opened: Opened) -> None:
        self.opened, self.desk, self.bot = opened, opened.desk, opened.bot
        parts.listed(self.desk, *(f"1-1-{n}01" for n in range(2, 6)), building="1", reasons=())
        self.desk.do(RecordResult(on="unit/1-1-201", visit=self.come("1-1-201"), code="A"))
        self.come("1-1-301")
        opened.show("summary")
        screen = opened.window.current()
        assert isinstance(screen, SummaryScreen)
        self.screen = screen
        self.counted()

    def come(self, unit: str) -> str:
        return self.desk.do(CheckIn(on=f"unit/{unit}")).id

    def counted(self) -> None:
        self.bot.waitUntil(lambda: self.screen.report is not None and not self.screen._counting, timeout=10_000)

    def large(self) -> list[str]:
        return [card.figure() for card in self.screen.cards]

    def press(self, *keys: str) -> None:
        self.opened.hands.press(*keys)

    @property
    def reports(self) -> Path:
        return self.opened.folder / "reports"


@pytest.fixture
def evening(tmp_path: Path, qtbot: QtBot, qapp: QApplication, clock: parts.TestClock) -> Iterator[Evening]:
    opened = Opened(tmp_path / "A", qtbot, qapp, clock)
    yield Evening(opened)
    opened.close()


def test_the_five_figures_stand_large_and_follow_what_happens(evening: Evening) -> None:
    assert evening.large() == ["1", "25.0%", "not recorded", "0", "3"]
    evening.desk.do(RecordResult(on="unit/1-1-401", code="R1"))
    evening.bot.waitUntil(lambda: evening.large()[3] == "1", timeout=10_000)
    said = evening.screen.check.text()
    assert said == "4 due = 1 accepted + 1 refused + 0 viewed only + 1 without result + 1 never came"


def test_in_large_type_the_figures_stand_in_two_rows_and_the_page_is_turned_by_keys(evening: Evening) -> None:
    evening.opened.window.resize(1366, 768)
    tops = [len({card.y() for card in evening.screen.cards})]
    evening.opened.theme.change(scale=1.5)
    bar = evening.screen._figures.verticalScrollBar()
    evening.bot.waitUntil(lambda: bar.maximum() > 0)
    tops.append(len({card.y() for card in evening.screen.cards}))
    assert tops == [1, 2]
    evening.press("PageDown")
    assert bar.value() > 0
    evening.press("PageUp")
    assert bar.value() == 0


def test_two_presses_issue_the_day_and_what_went_out_stays(evening: Evening) -> None:
    evening.press("Return")
    assert evening.screen.finishing.lines()[0] == "Visits without a result: 1"
    assert "1-1-301" in evening.screen.finishing.behind()
    evening.press("Return")
    assert evening.opened.window.said()[0] == "done"
    [book] = (evening.reports / DAY).glob("*.xlsx")
    [text] = (evening.reports / DAY).glob("*.txt")
    assert load_workbook(book).worksheets[0].cell(7, 1).value == 1
    assert QGuiApplication.clipboard().text() == text.read_text("utf-8").rstrip("\n")
    evening.counted()

    evening.desk.do(RecordResult(on="unit/1-1-301", code="A"))
    evening.bot.waitUntil(lambda: evening.large()[0] == "2", timeout=10_000)
    evening.screen.revision.setCurrentIndex(1)
    assert evening.large()[0] == "1"
    evening.press("Return")  # what went out already is not issued again
    assert not evening.screen.finishing.isVisible()
    evening.screen.revision.setCurrentIndex(0)
    evening.press("Return", "Return")
    [again] = (evening.reports / f"{DAY} rev 1").glob("*.txt")
    assert "Revision 1" in again.read_text("utf-8")
    assert [r.figures["accepted_today"] for r in evening.desk.state(f"report/{DAY}").revisions.values()] == [1, 2]


def test_a_sum_that_does_not_come_out_goes_out_only_with_a_reason(evening: Evening) -> None:
    with evening.desk.database.write() as sql:
        sql.exec_driver_sql("UPDATE result SET code='Z9'")
    evening.screen.shown()
    evening.bot.waitUntil(lambda: "1-1-201" in evening.screen.check.text(), timeout=10_000)
    evening.press("Return")
    assert "Check-sum: does not come out" in evening.screen.finishing.lines()
    evening.press("Return")
    assert not evening.desk.state(f"report/{DAY}").revisions
    evening.opened.hands.type("one form is missing")
    evening.press("Return")
    [out] = evening.desk.state(f"report/{DAY}").revisions.values()
    assert out.provisional == "one form is missing"
    [text] = (evening.reports / DAY).glob("*.txt")
    assert "NOT BALANCED, PROVISIONAL" in text.read_text("utf-8")


def test_an_earlier_day_is_one_key_away_and_the_text_is_copied(evening: Evening) -> None:
    evening.press("alt+Left")
    nothing = ["not recorded", "0.0%", "not recorded", "not recorded", "4"]
    evening.bot.waitUntil(lambda: evening.large() == nothing, timeout=10_000)
    assert evening.screen.day == "2026-06-19"
    evening.press("alt+Right")
    evening.bot.waitUntil(lambda: evening.large()[0] == "1", timeout=10_000)
    evening.press("ctrl+c")
    assert QGuiApplication.clipboard().text().splitlines()[1] == "Due 4 (eligible 4)"


def test_files_that_cannot_be_written_are_said_and_the_day_stands_issued(evening: Evening) -> None:
    evening.reports.write_text("in the way")
    evening.press("Return", "Return")
    assert evening.opened.window.said()[0] == "trouble" and "reports" in evening.opened.window.said()[1]
    assert len(evening.desk.state(f"report/{DAY}").revisions) == 1


@pytest.mark.parametrize("language", ["zh_Hans", "zh_Hant"])
def test_it_speaks_another_language_at_once(evening: Evening, language: str) -> None:
    name: Callable[[], str] = evening.screen.cards[0].accessibleName
    evening.opened.words.switch(language)
    evening.screen.retranslate()
    assert name() in ("当天交付户数: 1", "當天交付戶數: 1")


def test_the_slip_with_the_figures_can_be_looked_at_and_nothing_is_printed(evening: Evening) -> None:
    evening.press("alt+s")
    evening.bot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), SlipSheet))
    sheet = QApplication.activeModalWidget()
    assert sheet is not None and DAY in sheet.windowTitle()
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert evening.desk.state(f"report/{DAY}").printed == 0
