"""A whole day of a hundred households at the real window, and the next morning: arrivals, gifts, walks, every result,
the draw, the evening. Then everything is counted anew from the bare records, and the same day played from a file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import parts
import pytest
from counted import Count
from e2e.afternoon import RECEPTION, RESULT_KEYS, Afternoon
from e2e.as_script import script
from e2e.hands import QtHands
from e2e.morning import Came, Morning
from e2e.opened import Opened
from e2e.plan import hundred
from e2e.test_morning import Site
from fakeprinter import FakePrinter
from openpyxl import load_workbook
from parts import TestClock
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.cli import main
from app.stations.site import Configure, GiftKind
from app.summary.figures import figures
from app.verify import verify
from ui.summary.screen import SummaryScreen

DAY, NEXT, ZONE = "2026-06-20", "2026-06-21", "Asia/Shanghai"


class Day:
    """The site, its window, and hands at it."""

    def __init__(self, folder: Path, qtbot: QtBot, app: QApplication, printer: FakePrinter) -> None:
        self.clock = TestClock(f"{DAY} 08:40")
        self.site = Site(folder, self.clock, ZONE, printer)
        self.opened = Opened(folder / "A", qtbot, app, self.clock, printer=printer)
        self.desk = self.opened.desk
        self.desk.do(Configure(on="site", gifts={"umbrella": GiftKind(stock=400)}), override=parts.LEAD)
        self.opened.show()
        self.hands = QtHands(qtbot, self.opened.window, self.desk, self.clock, printer, self.site.other)
        self.morning, self.after = Morning(self.hands, DAY), Afternoon(self.hands)

    def waiting(self) -> list[Came]:
        """Who is here and may go on, by arrival."""
        return [came for came in self.morning.visits() if not came.ended and not came.step]

    def counted(self, day: str) -> dict[str, int | float | None]:
        return Count([line.data for line in self.desk.after({}, 10**6)], day, ZONE).figures()


@pytest.fixture
def day(tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[Day]:
    with FakePrinter() as printer:
        made = Day(tmp_path, qtbot, qapp, printer)
        yield made
        made.opened.close()
        made.site.other.database.close()


@pytest.mark.timeout(600)
def test_a_whole_day_ends_in_figures_that_an_independent_count_has_too(
    day: Day, tmp_path: Path, counts: Callable[[int, int], int], capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in hundred(day.morning, day.site.houses, share=counts(4, 1)):
        day.clock.forward(ms=40_000)
    afternoon(day)
    draw(day)
    evening(day, tmp_path)
    next_morning(day)
    for one in (DAY, NEXT):
        made = figures(day.desk, one)
        assert made.check.holds and made.plain() == day.counted(one)
    assert figures(day.desk, NEXT).recovered_today == 2
    assert verify(day.desk).clean and day.opened.site.problems.sheet() is None
    same_as_script(day, tmp_path, capsys)


def afternoon(day: Day) -> None:
    """Everybody who may go on walks through the home; the results go round."""
    units = day.waiting()
    alone = [came for came in units if sum(one.numbers == came.numbers for one in day.morning.visits()) == 1]
    for at, came in enumerate(alone[:5]):
        day.after.gift(came.numbers[0])
        if at == 1:
            day.after.gift_again(came.numbers[0])
        if at in (2, 3):
            day.hands.press(RECEPTION)
            day.after.gift_undone(came_back=at == 2)
    held = next(came for came in day.morning.visits() if came.step in ("finance", "signing") and not came.ended and sum(
        one.numbers == came.numbers for one in day.morning.visits()) == 1)
    day.after.sent_away(held.numbers[0])
    codes = [code for code in RESULT_KEYS if code != "N1"]
    for at, came in enumerate(alone):
        code = codes[at % len(codes)]
        day.after.walk(came.numbers[0], code, defects=at % 4, note="as they said" if code == "R9" else "")
        day.clock.forward(minutes=1)
    assert set(day.after.done) == set(RESULT_KEYS)
    gifts = [g for came in alone[:5] for g in day.desk.state(f"unit/{came.unit}").gifts.values()]
    assert [g.returned for g in gifts if g.taken_back] == [True, False] and len(gifts) == 5


def draw(day: Day) -> None:
    """One prize; the first number is not there."""
    day.after.draw("kettle")
    with day.desk.database.read() as sql:
        [id] = [row[0] for row in sql.exec_driver_sql("SELECT id FROM draw")]
    state = day.desk.state(f"draw/{id}")
    first, second = state.picks.values()
    assert first.absent and state.winners() == (second.number,) and first.number != second.number


def evening(day: Day, tmp_path: Path) -> None:
    """Three presses; the workbook says the same."""
    day.after.finish()
    screen = day.opened.window.current()
    assert isinstance(screen, SummaryScreen)
    day.opened.bot.waitUntil(lambda: screen.report is not None and not screen._counting, timeout=30_000)
    day.hands.press("Return")
    day.hands.keys("Return")
    expected = day.counted(DAY)
    [book] = (day.opened.folder / "reports" / DAY).glob("*.xlsx")
    first = load_workbook(book).worksheets[0]
    assert [first.cell(7, at).value for at in range(1, 6)] == [
        expected["accepted_today"], pytest.approx((expected["rate_eligible"] or 0) / 100),
        expected["defects_per_unit_today"], expected["refused_today"], expected["not_taken_over"]]
    [revision] = day.desk.state(f"report/{DAY}").revisions.values()
    assert revision.figures == expected


def next_morning(day: Day) -> None:
    """Two who refused come back and accept."""
    refused = [came.unit for came in day.morning.visits()
               if (outcome := day.desk.state(f"unit/{came.unit}").outcome()) and outcome.counts_as == "refused"][:2]
    day.clock.set(f"{NEXT} 09:00")
    day.hands.press(RECEPTION)
    for unit in refused:
        day.hands.type(unit)
        day.hands.enter()
        number = next(reversed(day.desk.state(f"unit/{unit}").visits.values())).numbers[0]
        day.after.walk(number, "A")
        day.hands.press(RECEPTION)


def same_as_script(day: Day, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The day told as a file and played into a new site gives the same figures."""
    file, folder = tmp_path / "day.jsonl", tmp_path / "again"
    lines = script([line.data for line in day.desk.after({}, 10**6)], ZONE)
    file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    assert main(["replay", str(file), "--data", str(folder)]) == 0, capsys.readouterr().err
    for one in (DAY, NEXT):
        capsys.readouterr()
        assert main(["summary", "--data", str(folder), "--day", one, "--json"]) == 0
        said: dict[str, Any] = json.loads(capsys.readouterr().out)
        said.pop("more")
        assert said == figures(day.desk, one).plain()
