"""Rows of households: what lists, the card, the strip and the line read."""

from __future__ import annotations

from collections.abc import Callable

import parts
import pytest

from app.desk import Desk, Operator
from app.queries.actions import Actions
from app.queries.clearing import Clearing
from app.queries.coming import coming, papers_asked
from app.queries.households import Households
from app.queries.line import Line, pace
from app.queries.masked import masked, masked_all, masked_phone
from app.stations.arrival import AmendVisit, CheckIn, Leave, MoveVisit, TakeVisit
from app.stations.eligibility import Allow, ClearReason, SeePaper, SetReason
from app.stations.notes import AddProvisional, LinkProvisional
from app.stations.paper import Reprint
from app.stations.roster import ListUnit

TODAY = "2026-06-20"


@pytest.fixture
def households(desk: Desk) -> Households:
    return Households(desk.database.read, desk.site)


@pytest.fixture
def line(desk: Desk) -> Line:
    return Line(desk.database.read, desk.site)


def come(desk: Desk, *codes: str, **said: object) -> str:
    """The units check in as one family; the visit."""
    return desk.do(*(CheckIn(on=f"unit/{code}", **said) for code in codes)).id  # type: ignore[arg-type]


def test_rows_come_in_the_order_asked_for_and_unknown_units_have_none(desk: Desk, households: Households) -> None:
    parts.listed(desk, "1-1-101", "1-1-102")
    assert [row.code for row in households.of(["1-1-102", "9-9-999", "1-1-101"], TODAY)] == ["1-1-102", "1-1-101"]


def test_a_row_has_the_open_visit_of_today(desk: Desk, households: Households) -> None:
    parts.listed(desk, "1-1-101")
    visit = come(desk, "1-1-101")
    row = households.of(["1-1-101"], TODAY)[0]
    assert row.here is not None and (row.here.id, row.here.numbers) == (visit, ("A001",))


def test_of_several_visits_a_row_has_the_one_that_is_open(desk: Desk, households: Households) -> None:
    parts.listed(desk, "1-1-101")
    first = come(desk, "1-1-101")
    desk.do(Leave(on="unit/1-1-101", visit=first))
    second = come(desk, "1-1-101")
    row = households.of(["1-1-101"], TODAY)[0]
    assert row.visit is not None and row.visit.id == second


def test_a_visit_that_has_ended_is_shown_and_is_not_here(desk: Desk, households: Households) -> None:
    parts.listed(desk, "1-1-101")
    visit = come(desk, "1-1-101")
    desk.do(Leave(on="unit/1-1-101", visit=visit))
    row = households.of(["1-1-101"], TODAY)[0]
    assert row.visit is not None and row.visit.ended == "left" and row.here is None


def test_a_visit_of_yesterday_is_not_todays(desk: Desk, households: Households, clock: parts.TestClock) -> None:
    parts.listed(desk, "1-1-101")
    come(desk, "1-1-101")
    clock.forward(days=1)
    assert households.of(["1-1-101"], "2026-06-21")[0].visit is None


def test_a_visit_that_was_moved_away_is_no_visit_of_the_wrong_unit(desk: Desk, households: Households) -> None:
    wrong, right = parts.listed(desk, "1-1-101", "1-2-101")
    come(desk, "1-1-101")
    visit = desk.state(wrong).open_visit(TODAY)
    desk.do(MoveVisit(on=wrong, visit=visit.id, to=right), TakeVisit(on=right, visit=visit, came_from=wrong))
    rows = households.of(["1-1-101", "1-2-101"], TODAY)
    assert [row.visit is None for row in rows] == [True, False]


def test_who_was_let_go_on_has_no_step_any_more(desk: Desk, households: Households) -> None:
    parts.listed(desk, "1-1-101", reasons=("E01",))
    visit = come(desk, "1-1-101")
    assert households.of(["1-1-101"], TODAY)[0].step == "finance"
    desk.do(Allow(on="unit/1-1-101", visit=visit, who="Site lead", why="paid at the bank"))
    assert households.of(["1-1-101"], TODAY)[0].step == ""


def test_the_same_id_number_makes_a_family_whatever_the_names(desk: Desk, households: Households) -> None:
    parts.listed(desk, "1-1-101", owners=("陈静雯",), phones=("1",), ids=("hash:0011",))
    parts.listed(desk, "1-1-102", owners=("陳靜雯",), phones=("2",), ids=("hash:0011",))
    assert [(kin.household.code, kin.sure) for kin in households.kin("1-1-101", TODAY)] == [("1-1-102", True)]


def test_the_same_name_and_phone_make_a_family(desk: Desk, households: Households) -> None:
    parts.listed(desk, "1-1-101", "1-1-102")
    assert [(kin.household.code, kin.sure) for kin in households.kin("1-1-101", TODAY)] == [("1-1-102", True)]


def test_the_same_name_alone_is_something_to_ask(desk: Desk, households: Households) -> None:
    parts.listed(desk, "1-1-101", phones=("13800001111",))
    parts.listed(desk, "1-1-102", phones=("13900002222",))
    assert [(kin.household.code, kin.sure) for kin in households.kin("1-1-101", TODAY)] == [("1-1-102", False)]


def test_the_sure_units_of_a_family_come_first(desk: Desk, households: Households) -> None:
    parts.listed(desk, "1-1-101", "1-1-103", phones=("13800001111",))
    parts.listed(desk, "1-1-102", phones=("13900002222",))
    kin = households.kin("1-1-101", TODAY)
    assert [(one.household.code, one.sure) for one in kin] == [("1-1-103", True), ("1-1-102", False)]


def test_a_unit_whose_contract_has_ended_is_none_of_the_family(desk: Desk, households: Households) -> None:
    parts.listed(desk, "1-1-101", "1-1-102")
    with desk.database.write() as sql:
        sql.exec_driver_sql("UPDATE household SET withdrawn=1 WHERE unit='1-1-102'")
    assert households.kin("1-1-101", TODAY) == []


def test_a_number_names_all_units_of_the_family_that_holds_it(desk: Desk, households: Households) -> None:
    parts.listed(desk, "1-1-101", "1-1-102", "1-1-103")
    come(desk, "1-1-103")
    come(desk, "1-1-101", "1-1-102")
    assert households.holders("A002", TODAY) == ["1-1-101", "1-1-102"]


def test_a_number_is_not_found_in_a_longer_one(desk: Desk, households: Households) -> None:
    parts.listed(desk, "1-1-101")
    come(desk, "1-1-101")
    assert households.holders("A00", TODAY) == [] and households.holders("001", TODAY) == []


def test_a_moved_number_is_found_at_the_right_unit(desk: Desk, households: Households) -> None:
    wrong, right = parts.listed(desk, "1-1-101", "1-2-101")
    come(desk, "1-1-101")
    visit = desk.state(wrong).open_visit(TODAY)
    desk.do(MoveVisit(on=wrong, visit=visit.id, to=right), TakeVisit(on=right, visit=visit, came_from=wrong))
    assert households.holders("A001", TODAY) == ["1-2-101"]


def test_the_last_arrivals_of_a_desk_are_its_own_and_the_newest_first(
        make_desk: Callable[..., Desk], clock: parts.TestClock) -> None:
    desk, other = make_desk("A", bare=False), make_desk("B")
    parts.listed(desk, "1-1-101", "1-1-102", "1-1-103", "1-1-104")
    other.receive(desk.after({}))
    come(other, "1-1-104")
    for code in ("1-1-101", "1-1-102"):
        come(desk, code)
        clock.forward(minutes=1)
    desk.receive(other.after(desk.vector()))
    found = Households(desk.database.read, desk.site).arrivals("A", TODAY)
    assert [(one.number, one.code) for one in found] == [("A002", "1-1-102"), ("A001", "1-1-101")]


def test_a_family_is_one_arrival(desk: Desk, households: Households) -> None:
    parts.listed(desk, "1-1-101", "1-1-102", "1-1-103")
    come(desk, "1-1-101", "1-1-102", "1-1-103")
    found = households.arrivals("A", TODAY)
    assert [(one.number, one.more) for one in found] == [("A001", 2)]


def test_a_check_in_that_was_taken_back_is_no_arrival(desk: Desk, households: Households) -> None:
    parts.listed(desk, "1-1-101")
    desk.void(come(desk, "1-1-101"))
    assert households.arrivals("A", TODAY) == []


def test_who_is_here_and_may_not_go_on_is_held_up_until_cleared(desk: Desk, households: Households) -> None:
    parts.listed(desk, "1-1-101", "1-1-102", reasons=("E01",))
    come(desk, "1-1-101")
    assert households.held_up(TODAY) == {"1-1-101": "1-1-101"}
    desk.do(ClearReason(on="unit/1-1-101"))
    assert households.held_up(TODAY) == {}


def test_two_desks_numbers_of_one_visit_are_both_named(make_desk: Callable[..., Desk]) -> None:
    desk, other = make_desk("A", bare=False), make_desk("B")
    parts.listed(desk, "1-1-101")
    other.receive(desk.after({}))
    come(desk, "1-1-101")
    come(other, "1-1-101")
    desk.receive(other.after(desk.vector()))
    assert Households(desk.database.read, desk.site).doubled(TODAY) == {"1-1-101": "A001 · B001"}


def test_codes_of_households_on_no_list_are_never_used_again(desk: Desk, households: Households) -> None:
    assert households.next_code("A") == "NEW-A1"
    entry = desk.do(AddProvisional(on="unit/NEW-A1", code="NEW-A1", owners=("Wei Li",), reason="not listed"))
    assert households.next_code("A") == "NEW-A2"
    desk.void(entry.id)
    assert households.next_code("A") == "NEW-A2"
    assert households.of(["NEW-A1"], TODAY) == []


def test_a_linked_household_is_shown_at_its_unit_alone(desk: Desk, households: Households) -> None:
    parts.listed(desk, "1-1-101")
    desk.do(AddProvisional(on="unit/NEW-A1", code="NEW-A1", owners=("Wei Li",), reason="not listed"),
            CheckIn(on="unit/NEW-A1"))
    visit = desk.state("unit/NEW-A1").open_visit(TODAY)
    desk.do(LinkProvisional(on="unit/NEW-A1", to="unit/1-1-101", to_code="1-1-101"),
            TakeVisit(on="unit/1-1-101", visit=visit, came_from="unit/NEW-A1"))
    assert [row.code for row in households.of(["NEW-A1", "1-1-101"], TODAY)] == ["1-1-101"]
    assert households.holders("A001", TODAY) == ["1-1-101"]
    assert [one.code for one in households.arrivals("A", TODAY)] == ["1-1-101"]


# the line


def test_the_line_is_by_slot_then_by_arrival(desk: Desk, line: Line, clock: parts.TestClock) -> None:
    parts.listed(desk, "1-1-101", appointment="09:00-10:00")
    parts.listed(desk, "1-1-102", appointment="09:00-10:00")
    parts.listed(desk, "1-1-103")
    clock.forward(minutes=5)
    for code in ("1-1-103", "1-1-102", "1-1-101"):
        come(desk, code)
        clock.forward(minutes=5)
    assert [place.unit for place in line.places(TODAY, parts.ZONE)] == ["1-1-102", "1-1-101", "1-1-103"]


def test_who_comes_before_the_slot_stands_at_the_slot(desk: Desk, line: Line, clock: parts.TestClock) -> None:
    parts.listed(desk, "1-1-101", appointment="10:00-11:00")
    parts.listed(desk, "1-1-102")
    come(desk, "1-1-101")
    clock.forward(minutes=30)
    come(desk, "1-1-102")
    assert [place.unit for place in line.places(TODAY, parts.ZONE)] == ["1-1-102", "1-1-101"]


def test_who_comes_too_late_stands_where_a_walk_in_would(desk: Desk, line: Line, clock: parts.TestClock) -> None:
    parts.listed(desk, "1-1-101", appointment="08:00-08:15")
    parts.listed(desk, "1-1-102")
    come(desk, "1-1-102")
    clock.forward(minutes=10)
    come(desk, "1-1-101")
    assert [place.unit for place in line.places(TODAY, parts.ZONE)] == ["1-1-102", "1-1-101"]


def test_who_may_not_go_on_is_not_in_line_and_joins_at_the_arrival_time(
        desk: Desk, line: Line, clock: parts.TestClock) -> None:
    parts.listed(desk, "1-1-101", reasons=("E01",))
    parts.listed(desk, "1-1-102")
    come(desk, "1-1-101")
    clock.forward(minutes=10)
    come(desk, "1-1-102")
    assert [place.unit for place in line.places(TODAY, parts.ZONE)] == ["1-1-102"]
    desk.do(ClearReason(on="unit/1-1-101"))
    assert [place.unit for place in line.places(TODAY, parts.ZONE)] == ["1-1-101", "1-1-102"]


def test_a_family_stands_in_line_once(desk: Desk, line: Line) -> None:
    parts.listed(desk, "1-1-101", "1-1-102")
    come(desk, "1-1-101", "1-1-102")
    assert [place.numbers for place in line.places(TODAY, parts.ZONE)] == [("A001",)]


def test_ahead_counts_those_before(desk: Desk, line: Line, clock: parts.TestClock) -> None:
    parts.listed(desk, "1-1-101", "1-1-102", "1-1-103")
    visits = []
    for code in ("1-1-101", "1-1-102", "1-1-103"):
        visits.append(come(desk, code))
        clock.forward(minutes=1)
    assert line.ahead(visits[2], TODAY, parts.ZONE) == 2
    assert line.ahead("nothing", TODAY, parts.ZONE) is None


def test_the_wait_is_told_once_households_go_on(desk: Desk, line: Line, clock: parts.TestClock) -> None:
    codes = [f"1-1-1{n:02d}" for n in range(8)]
    parts.listed(desk, *codes)
    visits = [come(desk, code) for code in codes]
    assert line.wait(visits[-1], TODAY, parts.ZONE, clock.now()) is None
    for code, visit in list(zip(codes, visits, strict=True))[:5]:
        clock.forward(minutes=6)
        desk.do(Leave(on=f"unit/{code}", visit=visit))
    assert line.wait(visits[-1], TODAY, parts.ZONE, clock.now()) == (2, 12)


def test_the_pace_is_known_only_while_enough_households_go_on() -> None:
    every_four = [n * 4 * parts.MINUTE for n in range(6)]
    now = every_four[-1] + parts.MINUTE
    assert pace(every_four, now) == 4
    assert pace(every_four[:4], now) is None
    assert pace(every_four, now + 60 * parts.MINUTE) is None


# what can be done


@pytest.mark.parametrize(("reasons", "can", "step"), [
    ((), "check_in", ""), (("E01",), "register", "finance"), (("E04",), "register", "signing"),
    (("E06",), "register", "colleague"), (("E09",), "register", "papers"), (("W01",), "check_in", "")])
def test_what_enter_does_hangs_on_the_open_reasons(
        desk: Desk, clock: parts.TestClock, reasons: tuple[str, ...], can: str, step: str) -> None:
    parts.listed(desk, "1-1-101", reasons=reasons)
    found = coming(desk.state("unit/1-1-101"), TODAY, clock.now())
    assert (found.can, found.step) == (can, step)


def test_papers_that_were_seen_no_longer_stand_before_the_escort(desk: Desk, clock: parts.TestClock) -> None:
    parts.listed(desk, "1-1-101", reasons=("E09",))
    unit = desk.state("unit/1-1-101")
    assert papers_asked(unit) == ("E09",)
    assert coming(unit, TODAY, clock.now(), {"E09"}).can == "check_in"
    assert unit.open_reasons() == ("E09",)


def test_came_back_is_offered_an_hour_after_the_last_activity(desk: Desk, clock: parts.TestClock) -> None:
    parts.listed(desk, "1-1-101")
    visit = come(desk, "1-1-101")
    clock.forward(minutes=40)
    desk.do(AmendVisit(on="unit/1-1-101", visit=visit, party=2))
    clock.forward(minutes=60)
    assert coming(desk.state("unit/1-1-101"), TODAY, clock.now()).can == "here"
    clock.forward(ms=1)
    assert coming(desk.state("unit/1-1-101"), TODAY, clock.now()).can == "came_back"


def test_who_left_may_come_back_at_once(desk: Desk, clock: parts.TestClock) -> None:
    parts.listed(desk, "1-1-101")
    desk.do(Leave(on="unit/1-1-101", visit=come(desk, "1-1-101")))
    assert coming(desk.state("unit/1-1-101"), TODAY, clock.now()).can == "came_back"


def test_a_unit_nobody_knows_can_nothing(desk: Desk, clock: parts.TestClock) -> None:
    assert coming(desk.state("unit/9-9-999"), TODAY, clock.now()).can == "nothing"


# one's own last action


def test_the_last_action_is_ones_own(desk: Desk, clock: parts.TestClock) -> None:
    parts.listed(desk, "1-1-101", "1-1-102")
    visit = come(desk, "1-1-101")
    mine = desk.operator
    desk.operator = Operator("somebody else")
    come(desk, "1-1-102")
    found = Actions(desk.database.read, desk.site).last(desk.id, mine.name, clock.now())
    assert found is not None and found.id == visit


def test_what_was_taken_back_is_not_taken_back_again(desk: Desk, clock: parts.TestClock) -> None:
    parts.listed(desk, "1-1-101", "1-1-102")
    first, second = come(desk, "1-1-101"), come(desk, "1-1-102")
    desk.void(second)
    found = Actions(desk.database.read, desk.site).last(desk.id, desk.operator.name, clock.now())
    assert found is not None and found.id == first


def test_lists_settings_and_reprints_are_not_undone_at_the_counter(desk: Desk, clock: parts.TestClock) -> None:
    parts.listed(desk, "1-1-101")
    visit = come(desk, "1-1-101")
    desk.do(Reprint(on="unit/1-1-101", visit=visit))
    desk.do(ListUnit(on="unit/1-1-101", version="list2", layout="B"))
    found = Actions(desk.database.read, desk.site).last(desk.id, desk.operator.name, clock.now())
    assert found is not None and found.id == visit


def test_after_ten_minutes_nothing_is_ones_last_action(desk: Desk, clock: parts.TestClock) -> None:
    parts.listed(desk, "1-1-101")
    come(desk, "1-1-101")
    clock.forward(minutes=10, ms=1)
    assert Actions(desk.database.read, desk.site).last(desk.id, desk.operator.name, clock.now()) is None


# waiting for clearing


def test_who_waits_for_clearing_stands_by_arrival_oldest_first(desk: Desk, clock: parts.TestClock) -> None:
    parts.listed(desk, "1-1-101", "1-1-102", "1-1-103", reasons=("E01",))
    for code in ("1-1-102", "1-1-101"):
        come(desk, code)
        clock.forward(minutes=1)
    waiting = Clearing(desk.database.read, desk.site).waiting(TODAY)
    assert [(one.code, one.number) for one in waiting] == [("1-1-102", "A001"), ("1-1-101", "A002")]


def test_papers_fees_and_who_was_allowed_do_not_wait_for_finance(desk: Desk) -> None:
    parts.listed(desk, "1-1-101", reasons=("E09", "W01"))
    parts.listed(desk, "1-1-102", reasons=("E01",))
    come(desk, "1-1-101")
    desk.do(Allow(on="unit/1-1-102", visit=come(desk, "1-1-102"), who="Lead", why="paid"))
    assert Clearing(desk.database.read, desk.site).waiting(TODAY) == []


def test_each_open_reason_is_a_row_of_its_own(desk: Desk) -> None:
    parts.listed(desk, "1-1-101", reasons=("E01", "E03"))
    come(desk, "1-1-101")
    assert [one.reason for one in Clearing(desk.database.read, desk.site).waiting(TODAY)] == ["E01", "E03"]


def test_a_household_that_has_not_come_is_found_when_it_is_looked_for(desk: Desk) -> None:
    parts.listed(desk, "1-1-101", "1-1-102", reasons=("E01",))
    come(desk, "1-1-102")
    rows = Clearing(desk.database.read, desk.site).waiting(TODAY, "1-1-1")
    assert [(one.code, one.since > 0) for one in rows] == [("1-1-102", True), ("1-1-101", False)]


def test_a_paper_seen_or_a_reason_set_on_site_shows_at_once(desk: Desk) -> None:
    parts.listed(desk, "1-1-101")
    come(desk, "1-1-101")
    desk.do(SetReason(on="unit/1-1-101", reason="E05", note="12 days"))
    rows = Clearing(desk.database.read, desk.site).waiting(TODAY)
    assert [(one.reason, one.note) for one in rows] == [("E05", "12 days")]
    desk.do(SetReason(on="unit/1-1-101", reason="E08"), SeePaper(on="unit/1-1-101", reason="E08", seen="copy"))
    assert len(Clearing(desk.database.read, desk.site).waiting(TODAY)) == 1


# masks


@pytest.mark.parametrize(("name", "shown"), [
    ("陈静雯", "陈**"), ("李强", "李**"), ("欧阳娜", "欧阳**"), ("Wei Li", "W**"), ("", ""), (" 陳 ", "陳**")])
def test_a_masked_name_is_its_surname(name: str, shown: str) -> None:
    assert masked(name) == shown


def test_several_names_are_masked_one_by_one() -> None:
    assert masked_all(("陈静雯", "", "李强")) == "陈** · 李**"


@pytest.mark.parametrize(("phone", "shown"), [
    ("13800002214", "138 **** 2214"), ("9123 4567", "**** 4567"), ("2214", "****"), ("", ""),
    ("+852 9123 4567", "852 **** 4567")])
def test_a_masked_phone_keeps_its_last_four(phone: str, shown: str) -> None:
    assert masked_phone(phone) == shown
