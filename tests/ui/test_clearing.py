"""Finance's list: who waits, oldest first, and the one key that clears."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import parts
import pytest
from counter import ALT, CTRL, Counter, Key
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desk import Desk, Operator
from app.stations.arrival import CheckIn, Leave
from app.stations.eligibility import ClearReason


@pytest.fixture
def at(qtbot: QtBot, qapp: QApplication, desk: Desk, clock: parts.TestClock) -> Iterator[Counter]:
    parts.listed(desk, "1-1-101", owners=("陈静雯",), reasons=("E01",), reason_text="88,000")
    parts.listed(desk, "1-1-102", owners=("李强",), phones=("1",), reasons=("E01", "E03"))
    parts.listed(desk, "1-1-103", owners=("周丽",), phones=("2",), reasons=("E02",))
    parts.listed(desk, "1-1-104", owners=("王敏",), phones=("3",), reasons=("E09",))
    for code in ("1-1-102", "1-1-101", "1-1-104"):
        desk.do(CheckIn(on=f"unit/{code}"))
        clock.forward(minutes=10)
    desk.operator = Operator("Ms Fang", "finance")
    counter = Counter(qtbot, qapp, desk, clock)
    counter.press(Key.Key_2, CTRL)
    yield counter
    counter.close()


def titles(at: Counter) -> list[str]:
    return [f"{row.title} {row.subtitle[:3]}" for row in at.clearing.list.rows()]


def test_the_oldest_stands_first_and_under_the_cursor(at: Counter) -> None:
    assert titles(at) == ["1-1-102 E01", "1-1-102 E03", "1-1-101 E01"]
    assert at.clearing.list.current_key().startswith("1-1-102:")


def test_a_row_says_unit_reason_number_and_since_when(at: Counter) -> None:
    row = at.clearing.list.rows()[2]
    assert (row.title, row.subtitle, row.right, row.hint) == (
        "1-1-101", "E01 Balance not paid", "A002 · since 09:10 · 20 min", "88,000")


def test_enter_clears_and_the_visit_joins_the_line_by_itself(at: Counter) -> None:
    at.press(Key.Key_Down)
    at.press(Key.Key_Down)
    at.enter()
    unit = at.unit("1-1-101")
    assert unit.step() == "" and at.number("1-1-101") == "A002"
    reason = next(iter(unit.reasons.values()))
    assert (reason.cleared_by, reason.cleared_at > 0) == ("Ms Fang", True)
    assert at.said() == "1-1-101 is cleared and back in the queue with arrival 09:10."


def test_of_several_reasons_one_is_cleared_at_a_time(at: Counter) -> None:
    at.enter()
    assert at.unit("1-1-102").open_reasons() == ("E03",)
    assert at.said() == "1-1-102: Balance not paid is cleared, 1 still open."
    assert titles(at)[0] == "1-1-102 E03"


def test_a_held_or_second_enter_clears_no_other(at: Counter) -> None:
    at.enter()
    at.repeat(Key.Key_Return)
    at.enter()
    assert len(titles(at)) == 2
    at.wait(400)
    at.enter()
    assert len(titles(at)) == 1


def test_the_note_goes_along(at: Counter) -> None:
    at.press(Key.Key_N, ALT)
    at.type("slip 77")
    at.enter()
    reason = next(r for r in at.unit("1-1-102").reasons.values() if r.code == "E01")
    assert reason.cleared_note == "slip 77" and at.clearing.note.text() == ""


def test_by_telephone_it_says_who_said_it(at: Counter) -> None:
    at.press(Key.Key_T, ALT)
    at.type("Mr Tan")
    at.enter()
    reason = next(r for r in at.unit("1-1-102").reasons.values() if r.code == "E01")
    assert reason.cleared_note == "Mr Tan"


def test_the_row_under_the_cursor_stays_when_others_come_and_go(at: Counter) -> None:
    at.press(Key.Key_Down)
    at.press(Key.Key_Down)
    at.desk.do(Leave(on="unit/1-1-102", visit=at.visit("1-1-102").id))
    assert at.clearing.list.current_key().startswith("1-1-101:")
    at.desk.do(CheckIn(on="unit/1-1-103"))
    assert titles(at) == ["1-1-101 E01", "1-1-103 E02"]
    assert at.clearing.list.current_key().startswith("1-1-101:")


def test_who_has_not_come_can_be_looked_for_and_cleared(at: Counter) -> None:
    at.type("103")
    assert titles(at) == ["1-1-103 E02"]
    at.enter()
    assert at.unit("1-1-103").open_reasons() == () and at.clearing.line.text() == ""


def test_the_history_says_who_set_and_who_cleared(at: Counter) -> None:
    at.enter()
    history = at.clearing.history()
    assert "E01 Balance not paid" in history and "set by owner list" in history
    assert "cleared by Ms Fang, 06-20 09:30" in history


def test_an_empty_list_says_so(at: Counter) -> None:
    for _ in range(3):
        at.enter()
        at.wait(500)
    assert titles(at) == [] and at.clearing.empty_words() == "Nobody waits for clearing."


def test_a_clearing_on_another_laptop_takes_the_row_away(at: Counter, make_desk: Callable[..., Desk]) -> None:
    other = make_desk("B", operator="Mr Wu", role="finance")
    other.receive(at.desk.after({}))
    other.do(ClearReason(on="unit/1-1-101"))
    at.desk.receive(other.after(at.desk.vector()))
    at.window.changed({"unit/1-1-101"})
    assert titles(at) == ["1-1-102 E01", "1-1-102 E03"]


def test_escape_empties_the_line(at: Counter) -> None:
    at.type("103")
    at.press(Key.Key_Escape)
    assert at.clearing.line.text() == "" and len(titles(at)) == 3
