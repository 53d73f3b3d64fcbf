"""After a check-in: the slip again, gifts, a wrong unit, undo."""

from __future__ import annotations

import pytest
from counter import ALT, CTRL, SHIFT, Counter, Key

from app.desk import Operator
from app.stations.arrival import AmendVisit, CheckIn

# slip, gift


@pytest.mark.parametrize(("key", "held"), [(Key.Key_F9, None), (Key.Key_P, CTRL)])
def test_the_slip_is_printed_again_and_counted(at: Counter, key: Key, held: object) -> None:
    at.find("1-1-101")
    at.enter()
    at.press(key, held) if held else at.press(key)  # type: ignore[arg-type]
    assert at.visit("1-1-101").reprints == 1
    assert at.said() == "A001: the slip is printed again."


def test_there_is_no_slip_of_who_is_not_here(at: Counter) -> None:
    at.find("1-1-101")
    at.press(Key.Key_F9)
    assert "no slip yet" in at.said()


@pytest.mark.parametrize(("key", "held"), [(Key.Key_F2, None), (Key.Key_G, CTRL)])
def test_gifts_are_not_set_up_and_that_is_said(at: Counter, key: Key, held: object) -> None:
    at.find("1-1-101")
    at.press(key, held) if held else at.press(key)  # type: ignore[arg-type]
    assert at.said() == "No gifts are set up." and at.visit("1-1-101") is None


def test_shift_enter_checks_in_and_says_that_there_is_no_gift(at: Counter) -> None:
    at.find("1-1-101")
    at.press(Key.Key_Return, SHIFT)
    assert at.number("1-1-101") == "A001" and at.said() == "No gifts are set up."


# wrong unit


def test_a_wrong_unit_is_moved_with_number_and_time(at: Counter) -> None:
    at.find("1-1-104")
    at.enter()
    arrived = at.visit("1-1-104").at
    at.clock.forward(minutes=3)
    at.press(Key.Key_M, CTRL)
    assert at.line() == "" and "A001 1-1-104" in at.reception.panes.ask.text()
    at.find("1-1-101")
    assert at.button() == "Move A001 here"
    at.enter()
    visit = at.visit("1-1-101")
    assert (visit.numbers, visit.at) == (("A001",), arrived) and at.visit("1-1-104") is None
    assert at.shown() == "1-1-101"


def test_a_visit_is_not_moved_to_a_household_that_is_here(at: Counter) -> None:
    at.desk.do(CheckIn(on="unit/1-1-101"))
    at.find("1-1-104")
    at.enter()
    at.press(Key.Key_M, CTRL)
    at.find("1-1-101")
    at.wait(400)
    at.enter()
    assert at.number("1-1-104") == "A002" and "Arrived 09:00" in at.said()


def test_escape_gives_the_move_up(at: Counter) -> None:
    at.find("1-1-104")
    at.enter()
    at.press(Key.Key_M, CTRL)
    at.press(Key.Key_Escape)
    at.find("1-1-101")
    assert at.button() == "Check in"


def test_without_a_visit_there_is_nothing_to_move(at: Counter) -> None:
    at.find("1-1-101")
    at.press(Key.Key_M, CTRL)
    assert "must be here" in at.said() and at.line() == "1-1-101"


# undo


def test_undo_names_the_last_action_and_asks(at: Counter) -> None:
    at.find("1-1-101")
    at.enter()
    at.wait(500)
    at.press(Key.Key_Z, CTRL)
    assert at.reception.panes.ask.text() == "Undo A001 1-1-101? Take back the slip."
    assert at.visit("1-1-101") is not None
    at.enter()
    assert at.visit("1-1-101") is None and at.unit("1-1-101").spent


def test_the_number_of_an_undone_check_in_is_never_used_again(at: Counter) -> None:
    at.find("1-1-101")
    at.enter()
    at.wait(500)
    at.press(Key.Key_Z, CTRL)
    at.enter()
    at.find("1-1-101")
    at.enter()
    assert at.number("1-1-101") == "A002"


@pytest.mark.parametrize("answer", ["escape", "typing"])
def test_escape_and_typing_on_keep_what_was_done(at: Counter, answer: str) -> None:
    at.find("1-1-101")
    at.enter()
    at.wait(500)
    at.press(Key.Key_Z, CTRL)
    if answer == "escape":
        at.press(Key.Key_Escape)
    else:
        at.type("2-1-2")
    at.wait(500)
    at.enter()
    assert at.number("1-1-101") == "A001"


def test_in_a_text_ctrl_z_edits_the_text(at: Counter) -> None:
    at.find("1-1-101")
    at.enter()
    at.type("2-1")
    at.press(Key.Key_Z, CTRL)
    at.wait(500)
    assert at.reception.session.undoing is None and at.number("1-1-101") == "A001"


def test_nothing_of_ones_own_is_said(at: Counter) -> None:
    at.press(Key.Key_Z, CTRL)
    assert "nothing of yours to undo" in at.said()


def test_a_family_is_taken_back_as_a_whole(at: Counter) -> None:
    at.find("2-1-201")
    at.enter()
    at.wait(500)
    at.press(Key.Key_Z, CTRL)
    at.enter()
    assert [at.visit(f"2-1-20{n}") for n in (1, 2, 3)] == [None] * 3


def test_what_somebody_else_has_gone_on_from_is_the_leads_to_take_back(at: Counter) -> None:
    at.find("1-1-101")
    at.enter()
    mine = at.desk.operator
    at.desk.operator = Operator("escort", "escort")
    at.desk.do(AmendVisit(on="unit/1-1-101", visit=at.visit("1-1-101").id, party=2))
    at.desk.operator = mine
    at.wait(500)
    at.press(Key.Key_Z, CTRL)
    at.enter()
    assert "site lead" in at.said() and at.number("1-1-101") == "A001"
    at.desk.operator = Operator("Lead", "lead")
    at.find("1-1-101")
    at.press(Key.Key_B, ALT)
    at.type("wrong slip")
    at.enter()
    assert at.visit("1-1-101") is None
