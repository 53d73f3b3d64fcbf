"""The walk through a home: who goes out, three keys for a defect, what is asked, what stays."""

from __future__ import annotations

from collections.abc import Iterator

import parts
import pytest
from counter import ALT, CTRL, Key
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from walker import Walker, walking

from app.desk import Desk, Operator
from app.settings import Settings
from app.stations.arrival import CheckIn
from app.stations.results import RecordResult
from app.stations.site import Configure
from app.tickets.code import slip_code
from ui.inspection.screen import InspectionScreen


@pytest.fixture
def at(qtbot: QtBot, qapp: QApplication, desk: Desk, clock: parts.TestClock) -> Iterator[Walker]:
    with walking(qtbot, qapp, desk, clock) as walker:
        yield walker


def titles(at: Walker) -> list[str]:
    return [row.title for row in at.screen.waiting.list.rows()]


# -- who goes out ----------------------------------------------------------------------------------------------


def test_who_is_here_stands_in_the_list_by_arrival_and_enter_begins(at: Walker) -> None:
    assert titles(at) == ["1-1-101", "1-1-102", "1-1-103"]
    at.enter()
    assert at.unit("1-1-101").state("2026-06-20") == "inspecting"
    assert next(iter(at.unit("1-1-101").inspections.values())).escort == "Ho"
    assert at.said() == "1-1-101: the inspection has begun, with Ho."
    assert QApplication.focusWidget() is at.screen.entry.line


def test_who_is_out_already_stands_first_and_is_only_opened(at: Walker) -> None:
    at.press(Key.Key_Down)
    at.enter()
    at.wait(500)
    at.press(Key.Key_Escape)
    assert titles(at)[0] == "1-1-102"
    at.screen.waiting.list.set_current("1-1-102")
    at.enter()
    assert at.screen.session.name == "1-1-102" and len(at.unit("1-1-102").inspections) == 1


def test_a_household_is_looked_for_by_name_or_number(at: Walker) -> None:
    at.type("zl")
    assert titles(at) == ["1-1-103"]
    at.press(Key.Key_Escape)
    at.type("a002")
    assert titles(at) == ["1-1-102"]


def test_who_may_not_go_on_is_not_taken_out_by_an_escort(at: Walker) -> None:
    at.type("103")
    at.enter()
    assert "not eligible yet" in at.said() and at.screen.session.name == ""
    assert not at.unit("1-1-103").inspections


def test_the_lead_may_let_them_go_on_with_a_reason(at: Walker) -> None:
    at.desk.operator = Operator("Yu", "lead")
    at.type("103")
    at.enter()
    assert at.screen.form.isVisible()
    at.enter()
    assert at.screen.form.complaint.isVisible() and not at.unit("1-1-103").inspections
    at.type("paid in cash")
    at.enter()
    assert at.screen.session.name == "1-1-103" and len(at.unit("1-1-103").inspections) == 1
    allowed = at.visit("1-1-103").allowed
    assert (allowed.who, allowed.why) == ("Yu", "paid in cash")
    at.press(Key.Key_Return, CTRL)
    at.type("1")
    at.enter()
    assert at.unit("1-1-103").outcome().code == "A0"


# -- three keys for a defect -----------------------------------------------------------------------------------


def test_a_defect_in_the_chosen_room_is_three_keys(at: Walker) -> None:
    at.out()
    at.type("kg")
    at.enter()
    assert at.keys == 3
    defect = at.standing()[0]
    assert (defect.code, defect.room, defect.severity, defect.trade, defect.due) == (
        "WAL01", "LIV", 3, "CIV", "2026-07-05")
    assert defect.visit == at.visit("1-1-101").id and at.screen.entry.line.text() == ""


def test_a_new_room_in_front_is_three_keys_more_and_stays(at: Walker) -> None:
    at.out()
    at.type("cf kg")
    at.enter()
    assert at.keys == 6 and at.standing()[0].room == "KIT"
    at.type("xlf")
    at.enter()
    assert at.standing()[1].room == "KIT"


def test_the_arrows_take_another_of_those_found(at: Walker) -> None:
    at.out()
    at.type("kg")
    at.press(Key.Key_Down)
    at.enter()
    assert at.standing()[0].code != "WAL01" and at.standing()[0].code.endswith("01")


def test_two_touches_log_a_defect_and_the_room_stays(at: Walker) -> None:
    at.out()
    for code in ("WAL01", "WAL02"):
        at.tap(at.screen.entry.components.button("WAL"))
        offers = at.screen.entry.faults.offers()
        at.tap(at.screen.entry.faults.button(next(o.key for o in offers if o.number == f"1 {int(code[3:])}")))
    assert [(d.code, d.room) for d in at.standing()] == [("WAL01", "LIV"), ("WAL02", "LIV")]


def test_severity_wall_and_note_are_said_before_enter(at: Walker) -> None:
    at.out()
    at.type("kg")
    at.press(Key.Key_2, ALT)
    at.press(Key.Key_B, ALT)
    at.press(Key.Key_N, ALT)
    at.type("left of the window")
    at.enter()
    defect = at.standing()[0]
    assert (defect.severity, defect.wall, defect.text) == (2, "B", "left of the window")
    at.type("gtlf")
    at.enter()
    assert (at.standing()[1].wall, at.standing()[1].text, at.standing()[1].severity) == ("", "", 1)


def test_what_is_in_no_catalogue_is_a_note(at: Walker) -> None:
    at.out()
    at.type("qqqq")
    at.enter()
    assert not at.standing() and "Nothing in the catalogue" in at.said()
    at.press(Key.Key_Escape)
    at.press(Key.Key_N, ALT)
    at.type("smells of paint")
    at.enter()
    assert (at.standing()[0].code, at.standing()[0].text) == ("", "smells of paint")


def test_without_a_room_nothing_is_logged(at: Walker) -> None:
    at.out(room="")
    at.type("kg")
    at.enter()
    assert not at.standing() and at.said() == "Which room? Choose it, or type it in front: kt kg."


def test_the_same_in_the_same_room_is_asked(at: Walker) -> None:
    at.out()
    for _ in range(2):
        at.type("kg")
        at.enter()
    assert len(at.standing()) == 1 and "logged already" in at.screen.band.text()
    at.press(Key.Key_Escape)
    assert not at.screen.band.isVisible() and at.screen.entry.line.text() == "kg"
    at.enter()
    at.enter()
    assert len(at.standing()) == 2 and not at.screen.band.isVisible()


def test_ctrl_d_repeats_the_last_defect_in_the_room_of_now(at: Walker) -> None:
    at.out()
    at.type("kg")
    at.press(Key.Key_4, ALT)
    at.enter()
    at.press(Key.Key_PageDown, ALT)
    at.keys = 0
    at.press(Key.Key_D, CTRL)
    assert at.keys == 1
    assert [(d.code, d.room, d.severity) for d in at.standing()] == [("WAL01", "LIV", 4), ("WAL01", "DIN", 4)]


# -- putting right -----------------------------------------------------------------------------------------------


def test_a_defect_is_put_right(at: Walker) -> None:
    at.out()
    at.type("kg")
    at.enter()
    at.press(Key.Key_Down, ALT)
    at.press(Key.Key_F4)
    assert at.screen.entry.line.text() == "WAL01"
    at.press(Key.Key_1, ALT)
    at.enter()
    assert [(d.code, d.severity) for d in at.standing()] == [("WAL01", 1)]


def test_a_defect_is_void_with_a_reason_and_stays_struck_through(at: Walker) -> None:
    at.out()
    at.type("kg")
    at.enter()
    at.press(Key.Key_Down, ALT)
    at.press(Key.Key_Delete)
    at.enter()
    assert at.screen.form.complaint.isVisible() and len(at.standing()) == 1
    at.type("wrong home")
    at.enter()
    row = at.screen.defects.list.rows()[0]
    assert not at.standing() and row.masked and row.hint == "Living room · Void: wrong home"
    assert QApplication.focusWidget() is at.screen.entry.line


def test_ctrl_z_names_the_last_action_and_enter_takes_it_back(at: Walker) -> None:
    at.out()
    at.type("kg")
    at.enter()
    at.press(Key.Key_Z, CTRL)
    assert at.screen.band.text() == "Undo 1-1-101 · Living room: Wall · Hollow plaster?"
    at.enter()
    assert not at.standing() and at.said().startswith("Taken back: 1-1-101")


# -- rooms -------------------------------------------------------------------------------------------------------


def test_a_room_that_is_done_is_ticked_and_the_next_is_chosen(at: Walker) -> None:
    at.out("ENT")
    assert "room ticks: 14" in at.screen.missing.text()
    at.press(Key.Key_T, CTRL)
    assert at.screen.session.draft.room == "LIV" and at.screen.rooms.list.rows()[0].kind == "ok"
    assert "room ticks: 13" in at.screen.missing.text()


def test_what_is_half_written_stays_with_its_household(at: Walker) -> None:
    at.out()
    at.type("kg")
    at.press(Key.Key_2, ALT)
    again = InspectionScreen(at.desk, Settings(at.desk.database, at.desk.site), at.search, at.words, at.theme,
                             at.window.say)
    assert again.session.name == "1-1-101" and again.entry.line.text() == "kg"
    assert (again.session.draft.room, again.session.draft.severity) == ("LIV", 2)
    again.deleteLater()


# -- how it ends -------------------------------------------------------------------------------------------------


def end(at: Walker) -> None:
    at.out()
    at.press(Key.Key_Return, CTRL)


def test_accepted_with_the_usual_keys_is_three_keys_and_ends_the_visit(at: Walker) -> None:
    end(at)
    at.type("1")
    assert at.screen.ending.title.text() == "Accepted, no defect"
    at.enter()
    assert at.keys == 3
    unit = at.unit("1-1-101")
    result, keys = next(iter(unit.results.values())), next(iter(unit.keys.values()))
    assert (result.code, unit.open_visit("2026-06-20")) == ("A0", None)
    assert (keys.sets, keys.left) == ({"entrance": 5, "mailbox": 2}, 0)
    assert at.said() == "1-1-101: Accepted, no defect" and titles(at) == ["1-1-102", "1-1-103"]


def test_with_defects_it_is_a1_and_with_keys_left_a2_until_a_day(at: Walker) -> None:
    end(at)
    at.press(Key.Key_Escape)
    at.type("kg")
    at.enter()
    at.press(Key.Key_Return, CTRL)
    at.type("1")
    assert at.screen.ending.title.text() == "Accepted with defects"
    at.screen.ending.kept.setChecked(True)
    at.screen.ending.left_here.setValue(2)
    at.screen.ending.until.setText("2026-07-01")
    at.screen.ending.form.setText("F-77")
    at.screen.ending.setFocus()
    at.enter()
    unit = at.unit("1-1-101")
    result, keys = next(iter(unit.results.values())), next(iter(unit.keys.values()))
    assert (result.code, result.form, keys.left, keys.until) == ("A2", "F-77", 2, "2026-07-01")


def test_more_keys_left_than_there_are_record_nothing(at: Walker) -> None:
    end(at)
    at.type("1")
    at.screen.ending.left_here.setValue(9)
    at.screen.ending.setFocus()
    at.enter()
    unit = at.unit("1-1-101")
    assert not unit.results and not unit.keys and "How many keys?" in at.said()
    assert at.screen.ending.isVisible()


@pytest.mark.parametrize(
    ("keys", "code"),
    [("3", "V1"), ("41", "R1"), ("42", "R2"), ("43", "R3"), ("44", "R4"), ("45", "R5"), ("46", "R6"), ("6", "N2")],
)
def test_every_other_result_has_its_figures(at: Walker, keys: str, code: str) -> None:
    end(at)
    at.type(keys)
    at.enter()
    unit = at.unit("1-1-101")
    assert [r.code for r in unit.results.values()] == [code] and not unit.keys


def test_will_accept_after_repair_has_a_promised_day(at: Walker) -> None:
    end(at)
    at.type("2")
    at.type("2026-07-09")
    at.enter()
    result = next(iter(at.unit("1-1-101").results.values()))
    assert (result.code, result.promised) == ("C1", "2026-07-09")


def test_another_reason_must_be_written_down(at: Walker) -> None:
    end(at)
    at.type("49")
    at.enter()
    assert not at.unit("1-1-101").results and at.said() == "Why did they refuse? Write it down."
    at.type("feng shui")
    at.enter()
    assert next(iter(at.unit("1-1-101").results.values())).note == "feng shui"


def test_a_contract_that_ended_is_for_finance_or_the_lead(at: Walker) -> None:
    end(at)
    at.type("7")
    at.enter()
    assert not at.unit("1-1-101").withdrawn and at.said()
    at.desk.operator = Operator("Yu", "lead")
    at.enter()
    assert at.unit("1-1-101").withdrawn


def test_escape_goes_from_the_reasons_to_the_results_to_the_defects(at: Walker) -> None:
    end(at)
    at.type("4")
    at.press(Key.Key_Escape)
    assert at.screen.ending.grid.offers()[0].key == "A"
    at.press(Key.Key_Escape)
    assert QApplication.focusWidget() is at.screen.entry.line and not at.unit("1-1-101").results


def test_a_result_is_taken_back_with_its_keys(at: Walker) -> None:
    end(at)
    at.type("1")
    at.enter()
    at.press(Key.Key_Z, CTRL)
    assert at.screen.band.text() == "Undo 1-1-101 · Accepted, no defect?"
    at.enter()
    unit = at.unit("1-1-101")
    assert not unit.results and not unit.keys and unit.open_visit("2026-06-20") is not None


def test_an_enter_right_after_a_result_begins_with_nobody(at: Walker) -> None:
    end(at)
    at.type("1")
    at.enter()
    at.enter()
    assert at.screen.session.name == "" and not at.unit("1-1-102").inspections
    at.wait(500)
    at.enter()
    assert at.screen.session.name == "1-1-102"


def test_a_tap_on_a_household_begins_nothing_until_start(at: Walker) -> None:
    at.screen.waiting.list.chosen.emit("1-1-102")
    at.screen.waiting.list.set_current("1-1-102")
    assert not at.unit("1-1-102").inspections
    at.tap(at.screen.waiting.start)
    assert at.screen.session.name == "1-1-102"


def test_everything_that_is_touched_is_56_pixels_high(at: Walker) -> None:
    at.out()
    assert at.screen.entry.components.button("WAL").height() >= 56
    at.tap(at.screen.entry.components.button("WAL"))
    assert at.screen.entry.faults.button("0").height() >= 56
    assert at.screen.rooms.list.visualRect(at.screen.rooms.list.currentIndex()).height() >= 56


def test_a_scan_leaves_what_is_open_for_another_household(at: Walker) -> None:
    at.out()
    at.type("kg")
    at.enter()
    at.press(Key.Key_Down, ALT)
    at.press(Key.Key_Delete)
    assert at.screen.form.isVisible()
    visit = at.visit("1-1-102")
    at.screen.scanned(slip_code(visit.day, visit.numbers[0], "1-1-102"))
    assert at.screen.session.name == "1-1-102" and not at.screen.form.isVisible()
    assert QApplication.focusWidget() is at.screen.entry.line
    at.tap(at.screen.rooms.other)
    assert at.screen.session.name == "" and QApplication.focusWidget() is at.screen.waiting.line


def test_a_scan_of_somebody_who_is_not_here_says_so(at: Walker) -> None:
    at.screen.scanned(slip_code("2026-06-20", "A099", "9-9-999"))
    at.bot.waitUntil(lambda: at.said() == "No household of this slip is here today.")
    assert at.screen.session.name == ""


def test_the_keys_of_a_site_are_its_own_and_a_form_number_goes_along(at: Walker) -> None:
    at.desk.do(Configure(on="site", key_set={"entrance": 3, "card": 4}), override=parts.LEAD)
    end(at)
    at.type("1")
    assert list(at.screen.ending.counts) == ["entrance", "card"]
    at.screen.ending.counts["card"].setValue(2)
    at.screen.ending.setFocus()
    at.enter()
    assert next(iter(at.unit("1-1-101").keys.values())).sets == {"entrance": 3, "card": 2}


def test_a_result_from_another_laptop_is_seen(at: Walker) -> None:
    at.out()
    visit = at.visit("1-1-101")
    at.desk.do(RecordResult(on="unit/1-1-101", visit=visit.id, code="V1"))
    at.window.changed({"unit/1-1-101"})
    assert at.screen.missing.text().startswith("Missing: room ticks: 1")


def test_an_input_method_finds_while_the_word_is_unfinished(at: Walker) -> None:
    at.out()
    at.compose("空鼓")
    assert at.screen.entry.faults.offers()[0].words == "Wall · Hollow plaster"
    at.enter()  # the one that ends the composition
    at.compose("", "空鼓")
    assert not at.standing() and at.screen.entry.line.text() == "空鼓"
    at.wait(100)
    at.enter()
    assert [d.code for d in at.standing()] == ["WAL01"]


def test_a_repetition_that_is_not_wanted_leaves_nothing_behind(at: Walker) -> None:
    at.out()
    at.type("kg")
    at.press(Key.Key_1, ALT)
    at.enter()
    at.press(Key.Key_D, CTRL)
    assert at.screen.band.isVisible()
    at.press(Key.Key_Escape)
    at.type("xlf")
    at.enter()
    assert [(d.code, d.severity) for d in at.standing()] == [("WAL01", 1), ("WAL02", 4)]


def test_one_of_two_alike_is_put_right_without_a_question(at: Walker) -> None:
    at.out()
    for _ in range(2):
        at.type("kg")
        at.enter()
        if at.screen.band.isVisible():
            at.enter()
    at.press(Key.Key_Down, ALT)
    at.press(Key.Key_F4)
    at.press(Key.Key_2, ALT)
    at.enter()
    assert sorted(d.severity for d in at.standing()) == [2, 3] and not at.screen.band.isVisible()


def test_the_newest_defect_stands_first_and_is_the_one_repeated(at: Walker) -> None:
    at.out()
    for typed in ("kg", "xlf"):
        at.type(typed)
        at.enter()
    assert [row.title for row in at.screen.defects.list.rows()] == ["Wall · Crack (hairline)", "Wall · Hollow plaster"]
    at.press(Key.Key_PageDown, ALT)
    at.press(Key.Key_D, CTRL)
    assert at.standing()[-1].code == "WAL02" and at.screen.defects.list.rows()[0].hint.startswith("Dining area")


def test_what_enter_takes_is_seen_also_below_a_component(at: Walker) -> None:
    at.out()
    at.tap(at.screen.entry.components.button("WAL"))
    at.press(Key.Key_Down)
    first = next(offer for offer in at.screen.entry.faults.offers() if offer.first)
    assert first.number == "1 2" and at.screen.entry.faults.button(first.key).isChecked()
    at.enter()
    assert [d.code for d in at.standing()] == ["WAL02"]


def test_the_question_is_about_the_one_under_the_cursor(at: Walker) -> None:
    at.out()
    for _ in range(2):
        at.type("kg")
        at.press(Key.Key_Down)
        at.enter()
    code = at.standing()[0].code
    assert code != "WAL01" and at.screen.entry.at == 1
    at.enter()
    assert [d.code for d in at.standing()] == [code, code]


def test_a_slips_number_names_its_household_alone_and_of_several_the_first_enter_only_chooses(at: Walker) -> None:
    parts.listed(at.desk, *(f"9-1-{n}01" for n in range(2, 8)), owners=("王敏",), phones=("3",))
    at.desk.do(*(CheckIn(on=f"unit/9-1-{n}01") for n in range(2, 8)))  # A004 for all, draw numbers A0004 to A0009
    at.desk.do(CheckIn(on="unit/9-1-201", again=True))
    at.type("a004")
    assert titles(at) == [f"9-1-{n}01" for n in range(3, 8)]
    at.enter()
    assert at.said() == "Type on, or ↓ and ⏎ choose one." and not at.unit("9-1-301").inspections
    at.enter()
    assert at.screen.session.name == "9-1-301"
