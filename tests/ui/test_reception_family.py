"""Families: one action, one number, one slip; and one unit at several desks."""

from __future__ import annotations

from collections.abc import Callable

import parts
from counter import ALT, Counter, Key

from app.desk import Desk
from app.stations.arrival import CheckIn
from app.stations.eligibility import SeePaper

# families


def test_a_family_is_checked_in_with_one_number(at: Counter) -> None:
    parts.listed(at.desk, "3-1-301", "3-1-302", "3-1-303", version="list2", owners=("吴昊",), phones=("1361",))
    at.find("3-1-301")
    assert at.button() == "Check in 3 units"
    at.enter()
    assert [at.number(f"3-1-30{n}") for n in (1, 2, 3)] == ["A001"] * 3
    entry = at.desk.history("unit/3-1-301")[-1]
    assert [type(op).__name__ for op in entry.ops] == ["CheckIn"] * 3


def test_a_mixed_family_is_one_press(at: Counter) -> None:
    at.find("2-1-201")
    assert at.button() == "Check in 2, register 1"
    at.enter()
    assert [at.number(f"2-1-20{n}") for n in (1, 2, 3)] == ["A001"] * 3
    assert [at.unit(f"2-1-20{n}").step() for n in (1, 2, 3)] == ["", "", "finance"]
    assert at.visit("2-1-204") is None


def test_alt_u_goes_round_all_alone_and_same_name(at: Counter) -> None:
    at.find("2-1-201")
    said = [at.button()]
    for _ in range(3):
        at.press(Key.Key_U, ALT)
        said.append(at.button())
    assert said == ["Check in 2, register 1", "Check in", "Check in 3, register 1", "Check in 2, register 1"]


def test_one_unit_of_the_family_can_be_left_out(at: Counter) -> None:
    at.find("2-1-201")
    ticks = {row.tick.text(): row.tick for row in at.reception.panes.card.kin.rows()}
    ticks["2-1-203"].click()
    at.enter()
    assert at.number("2-1-202") == "A001" and at.visit("2-1-203") is None


def test_a_unit_that_is_here_already_is_not_taken_along(at: Counter) -> None:
    at.desk.do(CheckIn(on="unit/2-1-202"))
    at.find("2-1-201")
    assert at.button() == "Check in 1, register 1"
    at.enter()
    assert (at.number("2-1-202"), at.number("2-1-201")) == ("A001", "A002")


def test_an_idle_visit_of_another_unit_is_not_ended_by_the_family(at: Counter) -> None:
    visit = at.desk.do(CheckIn(on="unit/2-1-202")).id
    at.clock.forward(minutes=90)
    at.find("2-1-201")
    at.enter()
    assert at.visit("2-1-202").id == visit


def test_one_slip_stands_for_the_family_also_when_printed_again(at: Counter) -> None:
    at.find("2-1-201")
    at.enter()
    at.press(Key.Key_F9)
    entry = at.desk.history("unit/2-1-201")[-1]
    assert sorted(op.on for op in entry.ops) == ["unit/2-1-201", "unit/2-1-202", "unit/2-1-203"]


# several desks


def test_two_check_ins_of_one_unit_are_one_visit_with_two_numbers_and_news(
        at: Counter, make_desk: Callable[..., Desk]) -> None:
    other = make_desk("B")
    other.receive(at.desk.after({}))
    other.do(CheckIn(on="unit/1-1-101"))
    at.find("1-1-101")
    at.enter()
    at.desk.receive(other.after(at.desk.vector()))
    assert at.said() == "1-1-101 was checked in twice; both numbers are good: B001 · A001"
    assert len(at.unit("1-1-101").visits) == 1


def test_a_refusal_by_what_another_desk_did_is_said(at: Counter, make_desk: Callable[..., Desk]) -> None:
    at.find("1-1-103")
    at.reception.session.busy = True  # the change is on its way and not yet shown
    at.desk.do(SeePaper(on="unit/1-1-103", reason="E09", seen="copy"), CheckIn(on="unit/1-1-103"))
    at.reception.session.busy = False
    at.enter()
    assert at.tones == 1 and "A001" in at.notices()
