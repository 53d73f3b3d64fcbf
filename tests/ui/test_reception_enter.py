"""The Enter rule at the counter (USERS.md 4.1, 4.2): keys pressed in the real window, the desk's state looked at."""

from __future__ import annotations

from collections.abc import Iterator

import parts
import pytest
from counter import CTRL, TODAY, Counter, Key
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desk import Desk
from app.stations.arrival import CheckIn, Leave
from app.tickets.code import notice_code, slip_code


@pytest.fixture
def at(qtbot: QtBot, qapp: QApplication, desk: Desk, clock: parts.TestClock) -> Iterator[Counter]:
    parts.listed(desk, "3-2-1702", owners=("陈静雯", "李强"), phones=("13800002214", "13900005555"))
    parts.listed(desk, "3-2-1703", owners=("陈敬文",), phones=("13800003333",))
    parts.listed(desk, "5-1-0902", owners=("陈景",), phones=("13800004444",))
    counter = Counter(qtbot, qapp, desk, clock)
    yield counter
    counter.close()


# what is chosen


def test_a_whole_unit_code_is_chosen_at_once(at: Counter) -> None:
    at.type("3-2-1702")
    at.enter()
    assert at.number("3-2-1702") == "A001"


def test_a_whole_phone_is_chosen_at_once(at: Counter) -> None:
    at.type("13800004444")
    at.enter()
    assert at.number("5-1-0902") == "A001"


def test_a_queue_number_is_chosen_at_once(at: Counter) -> None:
    at.desk.do(CheckIn(on="unit/5-1-0902"))
    at.type("A001")
    assert at.shown() == "5-1-0902"
    at.enter()
    assert at.tones == 1


def test_one_match_is_chosen_only_once_it_has_stood(at: Counter) -> None:
    at.type("1702")
    at.wait(249)
    at.enter()
    assert at.visit("3-2-1702") is None
    at.enter()
    assert at.number("3-2-1702") == "A001"


def test_one_match_that_has_stood_is_checked_in_by_one_enter(at: Counter) -> None:
    at.type("1702")
    at.wait(250)
    at.enter()
    assert at.number("3-2-1702") == "A001"


def test_the_same_match_goes_on_standing_while_more_of_it_is_typed(at: Counter) -> None:
    at.type("0")
    at.type("9")
    at.wait(250)
    at.type("02")
    at.enter()
    assert at.number("5-1-0902") == "A001"


def test_of_several_the_first_enter_chooses_and_the_second_acts(at: Counter) -> None:
    at.find("3-2")
    assert (at.rows(), at.shown()) == (["3-2-1702", "3-2-1703"], "")
    at.enter()
    assert at.shown() == "3-2-1702" and at.visit("3-2-1702") is None
    at.enter()
    assert at.number("3-2-1702") == "A001"


def test_the_row_on_which_the_cursor_was_put_is_chosen(at: Counter) -> None:
    at.find("3-2")
    at.press(Key.Key_Down)
    at.press(Key.Key_Down)
    assert at.shown() == "3-2-1703"
    at.enter()
    assert at.number("3-2-1703") == "A001"


def test_typing_on_takes_the_cursor_off_its_row(at: Counter) -> None:
    at.find("3-2")
    at.press(Key.Key_Down)
    at.type("-170")
    at.enter()
    assert at.visit("3-2-1702") is None and at.visit("3-2-1703") is None


def test_a_match_with_a_slip_of_the_finger_is_chosen_first_and_acted_on_second(at: Counter) -> None:
    at.type("chenjingwem")
    at.reception._look_further()
    at.wait()
    assert "3-2-1702" in at.rows()
    at.enter()
    assert at.shown() and at.visit(at.shown()) is None


def test_with_nothing_found_enter_does_nothing(at: Counter) -> None:
    at.find("9999")
    at.enter()
    assert (at.rows(), at.shown(), at.tones) == ([], "", 0)


def test_nothing_is_listed_before_something_is_typed(at: Counter) -> None:
    assert (at.rows(), at.shown()) == ([], "")
    at.type(" ")
    assert at.rows() == []


def test_a_click_on_the_button_acts_on_the_household_beside_it(at: Counter) -> None:
    at.type("1702")
    at.reception.panes.card.primary.click()
    assert at.number("3-2-1702") == "A001"


def test_a_double_click_on_the_button_checks_in_once(at: Counter) -> None:
    at.find("1702")
    for _ in range(2):
        at.reception.panes.card.primary.click()
    assert at.number("3-2-1702") == "A001" and len(at.unit("3-2-1702").visits) == 1


# Enter that means nothing


def test_a_held_enter_acts_once(at: Counter) -> None:
    at.find("3-2")
    at.enter()
    for _ in range(5):
        at.repeat(Key.Key_Return)
    assert at.visit("3-2-1702") is None


def test_enter_within_400_ms_of_a_check_in_does_nothing(at: Counter) -> None:
    at.find("1702")
    at.enter()
    at.type("5-1-0902")
    at.wait(399)
    at.enter()
    assert at.visit("5-1-0902") is None
    at.wait(1)
    at.enter()
    assert at.number("5-1-0902") == "A002"


def test_enter_after_a_check_in_with_the_line_empty_does_not_check_in_again(at: Counter) -> None:
    at.find("1702")
    at.enter()
    at.wait(399)
    at.enter()
    assert at.tones == 0
    at.wait(1000)
    at.enter()
    assert at.tones == 1 and len(at.unit("3-2-1702").visits) == 1


def test_the_card_that_stays_is_not_checked_in_again_after_an_hour(at: Counter) -> None:
    at.find("1702")
    at.enter()
    at.clock.forward(hours=2)
    at.enter()
    assert len(at.unit("3-2-1702").visits) == 1


def test_unfinished_letters_of_an_input_method_find_and_their_enter_does_not_act(at: Counter) -> None:
    for letters in ("l", "lq"):
        at.compose(letters)
    at.wait()
    assert at.shown() == "3-2-1702"
    at.enter()
    assert at.visit("3-2-1702") is None
    at.compose("", "lq")
    at.enter()
    assert at.visit("3-2-1702") is None
    at.wait(60)
    at.enter()
    assert at.number("3-2-1702") == "A001"


def test_a_finished_word_is_found_like_a_typed_one(at: Counter) -> None:
    at.compose("liqiang")
    at.compose("", "李强")
    at.wait()
    at.enter()
    assert at.number("3-2-1702") == "A001"


def test_already_here_is_a_low_tone_and_nothing_else(at: Counter) -> None:
    at.desk.do(CheckIn(on="unit/3-2-1702"))
    at.find("1702")
    assert "Arrived 09:00, A001, desk A. Reprint F9" in at.notices()
    assert at.button() == ""
    at.enter()
    assert at.tones == 1 and len(at.desk.history("unit/3-2-1702")) == 2


# scans


def test_a_scanned_notice_chooses_its_household_and_its_own_enter_does_not_act(at: Counter) -> None:
    at.scan(notice_code("3-2-1702"))
    assert (at.shown(), at.line()) == ("3-2-1702", "")
    assert at.visit("3-2-1702") is None
    at.enter()
    assert at.number("3-2-1702") == "A001"


def test_a_scanned_slip_shows_who_holds_it(at: Counter) -> None:
    at.desk.do(CheckIn(on="unit/5-1-0902"))
    at.scan(slip_code(TODAY, "A001", "5-1-0902"))
    assert at.shown() == "5-1-0902" and "A001" in at.notices()


def test_a_slip_whose_arrival_has_not_come_yet_is_known_by_its_unit(at: Counter) -> None:
    at.scan(slip_code(TODAY, "C007", "5-1-0902"))
    assert at.shown() == "5-1-0902"


def test_the_slip_of_a_moved_visit_shows_the_right_unit(at: Counter) -> None:
    at.desk.do(CheckIn(on="unit/3-2-1703"))
    at.find("1703")
    at.press(Key.Key_M, CTRL)
    at.find("1702")
    at.enter()
    at.scan(slip_code(TODAY, "A001", "3-2-1703"))
    assert at.shown() == "3-2-1702"


def test_a_scan_works_whatever_has_the_focus(at: Counter) -> None:
    at.press(Key.Key_N, CTRL)
    assert not at.cursor_in_line()
    at.scan(notice_code("3-2-1702"))
    assert at.shown() == "3-2-1702" and at.cursor_in_line()


def test_a_code_of_no_unit_of_ours_is_said(at: Counter) -> None:
    at.scan(notice_code("77-7-7777"))
    assert at.shown() == "" and "no unit" in at.said()


def test_the_next_letter_after_a_scan_asks_anew(at: Counter) -> None:
    at.scan(notice_code("3-2-1702"))
    at.type("5")
    at.enter()
    assert at.visit("3-2-1702") is None and at.line() == "5"


# the card stays


def test_after_a_check_in_the_line_is_empty_and_the_card_stays_until_the_next_letter(at: Counter) -> None:
    at.find("1702")
    at.enter()
    assert (at.line(), at.rows(), at.shown()) == ("", [], "3-2-1702")
    assert at.cursor_in_line()
    assert at.reception.panes.card.head.number.isVisible()
    assert at.reception.panes.card.head.number.accessibleName() == "A001"
    at.type("5-1")
    assert at.shown() == "5-1-0902"


def test_the_number_is_large_only_on_the_card_that_stays(at: Counter) -> None:
    at.find("1702")
    at.enter()
    at.find("1702")
    assert not at.reception.panes.card.head.number.isVisible()


def test_escape_clears_the_text_and_the_card(at: Counter) -> None:
    at.find("1702")
    at.press(Key.Key_Escape)
    assert (at.line(), at.shown()) == ("", "")


def test_a_change_elsewhere_keeps_the_row_and_the_card(at: Counter) -> None:
    at.find("3-2")
    at.press(Key.Key_Down)
    at.press(Key.Key_Down)
    parts.listed(at.desk, "3-2-1704", version="list2", owners=("周丽",), phones=("1",))
    assert at.rows() == ["3-2-1702", "3-2-1703", "3-2-1704"]
    assert at.shown() == "3-2-1703" == at.reception.panes.results.current_key()


def test_a_check_in_elsewhere_shows_on_the_card_at_once(at: Counter) -> None:
    at.find("1702")
    at.desk.do(CheckIn(on="unit/3-2-1702"))
    assert "Arrived" in at.notices() and at.button() == ""


# already here and came back


def test_came_back_is_offered_after_an_hour_and_is_a_new_visit(at: Counter) -> None:
    at.desk.do(CheckIn(on="unit/3-2-1702"))
    at.clock.forward(minutes=61)
    at.find("1702")
    assert at.button() == "Check in, came back"
    assert "Was here 09:00. Same visit F9 · New visit ⏎" in at.notices()
    at.enter()
    assert at.number("3-2-1702") == "A002" and len(at.unit("3-2-1702").visits) == 2


def test_the_same_visit_may_be_reprinted_instead(at: Counter) -> None:
    at.desk.do(CheckIn(on="unit/3-2-1702"))
    at.clock.forward(minutes=61)
    at.find("1702")
    at.press(Key.Key_F9)
    visit = at.visit("3-2-1702")
    assert visit is not None and (visit.numbers, visit.reprints) == (("A001",), 1)


def test_who_has_left_is_checked_in_anew_by_enter(at: Counter) -> None:
    visit = at.desk.do(CheckIn(on="unit/3-2-1702")).id
    at.desk.do(Leave(on="unit/3-2-1702", visit=visit))
    at.find("1702")
    at.enter()
    assert at.number("3-2-1702") == "A002"


def test_a_visit_of_yesterday_needs_no_question(at: Counter) -> None:
    at.desk.do(CheckIn(on="unit/3-2-1702"))
    at.clock.forward(days=1)
    at.find("1702")
    assert at.button() == "Check in"
    at.enter()
    visits = at.unit("3-2-1702").visits.values()
    assert [(visit.day[-2:], visit.ended) for visit in visits] == [("20", "midnight"), ("21", "")]
