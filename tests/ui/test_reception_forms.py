"""The small forms at the counter: on no list, allowed, by telephone, earlier, notes, reasons, left."""

from __future__ import annotations

import parts
import pytest
from counter import ALT, CTRL, TODAY, Counter, Key

from app.desk import Operator


def test_somebody_on_no_list_is_registered_with_what_was_typed_for_a_name(at: Counter) -> None:
    at.find("Wei Li")
    at.press(Key.Key_N, CTRL)
    at.enter()
    unit = at.unit("NEW-A1")
    assert (unit.owners, unit.provisional) == (("Wei Li",), "Has the contract, is on no list")
    assert at.number("NEW-A1") == "A001" and at.shown() == "NEW-A1" and at.cursor_in_line()


@pytest.mark.parametrize(("typed", "key"), [("13877776666", "phone"), ("9-9-901", "claims"), ("Wei", "name")])
def test_what_was_typed_goes_where_it_belongs(at: Counter, typed: str, key: str) -> None:
    at.find(typed)
    at.press(Key.Key_N, CTRL)
    assert at.reception.panes.form.values()[key] == typed


def test_a_name_is_needed_and_the_form_stays(at: Counter) -> None:
    at.press(Key.Key_N, CTRL)
    at.enter()
    assert at.reception.panes.form.complaint.text() == "A name is needed."
    assert at.unit("NEW-A1").known is False


def test_escape_leaves_the_form_for_the_line(at: Counter) -> None:
    at.press(Key.Key_N, CTRL)
    at.press(Key.Key_Escape)
    assert at.cursor_in_line() and at.reception.panes.in_front(at.reception.panes.empty)


def test_a_household_on_no_list_is_linked_to_its_unit_later(at: Counter) -> None:
    at.find("Wei Li")
    at.press(Key.Key_N, CTRL)
    at.enter()
    at.wait(500)
    at.press(Key.Key_M, CTRL)
    at.find("1-1-101")
    at.enter()
    assert at.number("1-1-101") == "A001" and at.unit("NEW-A1").linked_to == "unit/1-1-101"
    at.find("Wei Li")
    assert at.rows() == []


def test_an_override_names_who_allowed_it_and_why(at: Counter) -> None:
    at.find("1-1-102")
    at.enter()
    at.wait(500)
    at.press(Key.Key_O, ALT)
    at.type("Mr Tan")
    at.press(Key.Key_Tab)
    at.type("paid at the bank")
    at.enter()
    allowed = at.visit("1-1-102").allowed
    assert (allowed.who, allowed.why) == ("Mr Tan", "paid at the bank")
    assert at.unit("1-1-102").open_reasons() == ("E01",)
    assert any("Mr Tan" in tag for tag in at.reception.panes.card.tags())


def test_an_override_without_a_reason_is_none(at: Counter) -> None:
    at.find("1-1-102")
    at.press(Key.Key_O, ALT)
    at.type("Mr Tan")
    at.enter()
    assert at.visit("1-1-102") is None
    assert at.reception.panes.form.complaint.text() == "Who allows it, and why? It stays on record."


def test_who_is_not_here_yet_is_checked_in_by_an_override(at: Counter) -> None:
    at.find("1-1-102")
    at.press(Key.Key_O, ALT)
    at.type("Mr Tan")
    at.press(Key.Key_Tab)
    at.type("paid at the bank")
    at.enter()
    assert at.number("1-1-102") == "A001" and at.visit("1-1-102").allowed is not None
    assert [type(op).__name__ for op in at.desk.history("unit/1-1-102")[-1].ops] == ["CheckIn", "Allow"]
    assert [type(op).__name__ for op in at.desk.history("unit/1-1-102")[-1].ops] == ["CheckIn", "Allow"]


def test_a_telephone_call_clears_and_says_whose(at: Counter) -> None:
    at.find("1-1-102")
    at.enter()
    at.wait(500)
    at.press(Key.Key_T, ALT)
    at.type("Ms Fang")
    at.enter()
    reason = next(iter(at.unit("1-1-102").reasons.values()))
    assert reason.cleared_note == "Ms Fang" and at.unit("1-1-102").step() == ""


def test_an_arrival_can_be_entered_afterwards_and_both_times_are_kept(at: Counter) -> None:
    at.clock.forward(minutes=30)
    at.find("1-1-101")
    at.press(Key.Key_E, ALT)
    at.type("0905")
    at.enter()
    assert any("09:05" in tag for tag in at.reception.panes.card.tags())
    at.enter()
    visit = at.visit("1-1-101")
    assert visit.at == parts.at_ms(f"{TODAY} 09:05") and visit.written > visit.at


@pytest.mark.parametrize("typed", ["2500", "soon", "1200", ""])
def test_a_time_that_cannot_be_is_not_taken(at: Counter, typed: str) -> None:
    at.find("1-1-101")
    at.press(Key.Key_E, ALT)
    at.type(typed)
    at.enter()
    assert at.reception.panes.form.complaint.text() and at.reception.session.draft.when is None


def test_a_need_can_be_noted_at_the_counter(at: Counter) -> None:
    at.find("1-1-101")
    at.press(Key.Key_N, ALT)
    at.type("wheelchair")
    at.enter()
    assert "wheelchair" in at.reception.panes.card.tags() and at.line() == "1-1-101"


def test_a_reason_found_at_the_counter_stands_before_the_escort(at: Counter) -> None:
    at.find("1-1-101")
    at.press(Key.Key_R, ALT)
    at.type("passport expired")
    at.enter()
    assert at.unit("1-1-101").open_reasons() == ("E08",)
    assert "Missing: passport expired. If you have it with you, we go on at once." in at.notices()


def test_a_household_that_leaves_is_not_here_any_more(at: Counter) -> None:
    at.find("1-1-101")
    at.enter()
    at.press(Key.Key_L, ALT)
    assert at.visit("1-1-101") is None and at.said() == "A001 1-1-101 has left."


def test_who_may_not_go_on_and_leaves_was_sent_away(at: Counter) -> None:
    at.find("1-1-102")
    at.enter()
    at.press(Key.Key_L, ALT)
    unit = at.unit("1-1-102")
    (result,) = unit.results.values()
    assert (result.code, result.why) == ("N1", unit.open_reasons()[0]) and at.visit("1-1-102") is None
    at.wait(500)
    at.press(Key.Key_Z, CTRL)
    at.enter()
    assert not at.unit("1-1-102").results and at.visit("1-1-102") is not None


def test_the_end_of_a_contract_is_said_at_the_counter_by_who_may(at: Counter) -> None:
    at.find("1-1-101")
    at.press(Key.Key_X, ALT)
    at.type("rescinded")
    at.enter()
    assert "Only finance or the site lead" in at.reception.panes.form.complaint.text()
    at.desk.operator = Operator("Ho", "lead")
    at.enter()
    assert at.unit("1-1-101").withdrawn
    at.wait(500)
    at.press(Key.Key_Z, CTRL)
    at.enter()
    assert not at.unit("1-1-101").withdrawn


def test_deemed_delivered_is_set_at_the_counter_shown_and_taken_back(at: Counter) -> None:
    at.desk.operator = Operator("Ho", "lead")
    at.find("1-1-101")
    at.press(Key.Key_D, ALT)
    at.type("Legal, Lam")
    at.enter()
    assert at.reception.panes.form.complaint.text() == "Who approved it, and on what ground? It stays on record."
    at.press(Key.Key_Tab)
    at.type("third notice")
    at.enter()
    deemed = at.unit("1-1-101").deemed
    assert deemed is not None and (deemed.approved, deemed.basis, deemed.since) == ("Legal, Lam", "third notice", TODAY)
    assert f"Deemed delivered since {TODAY}, not accepted" in at.reception.panes.card.tags()
    at.wait(500)
    at.press(Key.Key_Z, CTRL)
    at.enter()
    assert at.unit("1-1-101").deemed is None
