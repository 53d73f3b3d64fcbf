"""Numbers that people hold on paper: dealt once, in order, and never again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import parts
import pytest

from app.desk import Desk, Operator
from app.errors import Refused
from app.log.operation import Entry, Operation
from app.site import open_site
from app.stations.arrival import AmendVisit, CheckIn, Leave, MoveVisit, TakeVisit
from app.stations.eligibility import Allow
from app.stations.notes import AddProvisional, LinkProvisional
from app.stations.paper import Reprint
from app.sync.swap import swap

Make = Callable[..., Desk]


def numbers(entry: Entry) -> list[tuple[str, str]]:
    return [(op.number, op.draw) for op in entry.ops if isinstance(op, CheckIn)]


def comes(desk: Desk, *units: str, **more: Any) -> list[tuple[str, str]]:
    return numbers(desk.do(*(CheckIn(on=unit) for unit in units), **more))


def move(desk: Desk, wrong: str, right: str) -> Entry:
    visit = next(v for v in desk.state(wrong).visits.values() if not v.ended)
    return desk.do(MoveVisit(on=wrong, visit=visit.id, to=right), TakeVisit(on=right, visit=visit, came_from=wrong))


def slips(desk: Desk) -> list[tuple[str, int]]:
    with desk.database.read() as sql:
        return [tuple(row) for row in sql.exec_driver_sql("SELECT entry, copy FROM slip ORDER BY at, entry")]


def test_numbers_are_letter_and_figures_and_begin_at_one(desk: Desk) -> None:
    one, two = parts.listed(desk, "1", "2")

    assert [comes(desk, one), comes(desk, two)] == [[("A001", "A0001")], [("A002", "A0002")]]


def test_a_family_has_one_number_and_a_draw_number_for_each_unit(desk: Desk) -> None:
    one, two, three, four = parts.listed(desk, "1", "2", "3", "4")

    assert comes(desk, one, two, three) == [("A001", "A0001"), ("A001", "A0002"), ("A001", "A0003")]
    assert comes(desk, four) == [("A002", "A0004")]


def test_two_desks_give_numbers_of_their_own_letters(make_desk: Make) -> None:
    a, b = make_desk("A", bare=False), make_desk("B")
    one, two = parts.listed(a, "1", "2")
    swap(a, b)

    assert comes(a, one) + comes(b, two) == [("A001", "A0001"), ("B001", "B0001")]


def test_queue_numbers_begin_anew_at_the_site_s_midnight_and_draw_numbers_go_on(
    desk: Desk, clock: parts.TestClock
) -> None:
    one, two, three = parts.listed(desk, "1", "2", "3")
    clock.set("2026-06-20 23:59")
    before = comes(desk, one)
    clock.forward(minutes=1)
    at_midnight = comes(desk, two)
    clock.forward(hours=8)  # midnight UTC is no midnight here
    in_the_morning = comes(desk, three)

    assert [before, at_midnight, in_the_morning] == [
        [("A001", "A0001")],
        [("A001", "A0002")],
        [("A002", "A0003")],
    ]


def test_a_number_is_not_given_again_when_the_check_in_was_taken_back(desk: Desk) -> None:
    one, two = parts.listed(desk, "1", "2")
    last = desk.do(CheckIn(on=one))
    undo = desk.void(last.id)

    assert comes(desk, one) == [("A002", "A0002")]
    desk.void(undo.id)
    assert comes(desk, two) == [("A003", "A0003")]


def test_a_unit_keeps_its_first_draw_number(desk: Desk) -> None:
    (one,) = parts.listed(desk, "1")
    first = desk.do(CheckIn(on=one))
    desk.do(Leave(on=one, visit=first.id))

    assert comes(desk, one) == [("A002", "")]
    assert desk.state(one).draw == "A0001"


def test_a_check_in_that_is_refused_uses_no_number(desk: Desk) -> None:
    one, two = parts.listed(desk, "1", "2")
    comes(desk, one)
    with pytest.raises(Refused):
        comes(desk, two, one)

    assert comes(desk, two) == [("A002", "A0002")]


def test_what_was_written_on_paper_yesterday_takes_yesterday_s_next_number(desk: Desk, clock: parts.TestClock) -> None:
    one, two, three = parts.listed(desk, "1", "2", "3")
    comes(desk, one)
    clock.forward(days=1)
    comes(desk, two)

    late = desk.do(CheckIn(on=three), when=parts.at_ms("2026-06-20 17:00"))

    assert numbers(late) == [("A002", "A0003")]
    visit = desk.state(three).visits[late.id]
    assert (visit.day, visit.at, visit.written) == (
        "2026-06-20",
        parts.at_ms("2026-06-20 17:00"),
        clock.now(),
    )


def test_after_999_comes_1000(desk: Desk) -> None:
    (one,) = parts.listed(desk, "1")
    desk.receive([parts.Pen().write(CheckIn(on=one, number="A998", day="2026-06-20", draw="A9998"))])

    given = [numbers(desk.do(CheckIn(on=one, again=True)))[0][0] for _ in range(3)]

    assert given == ["A999", "A1000", "A1001"]


def test_numbers_go_on_after_a_restart_and_a_rebuild(make_desk: Make, tmp_path: Path, clock: parts.TestClock) -> None:
    desk = make_desk("A", bare=False)
    one, two, three = parts.listed(desk, "1", "2", "3")
    comes(desk, one)
    desk.rebuild()
    assert comes(desk, two) == [("A002", "A0002")]
    desk.database.close()

    again = open_site(tmp_path / "A", clock)

    assert comes(again, three) == [("A003", "A0003")]
    again.database.close()


def test_numbers_that_come_back_to_their_letter_are_not_given_again_even_before_all_is_settled(
    make_desk: Make, tmp_path: Path, clock: parts.TestClock
) -> None:
    lost, hub = make_desk("A", bare=False), make_desk("H")
    one, two = parts.listed(lost, "1", "2")
    comes(lost, one)
    swap(lost, hub)

    anew = parts.desk(tmp_path / "anew", "A", name="another laptop", clock=clock)
    anew.receive(hub.after(anew.vector()), settle=False)

    assert comes(anew, two) == [("A002", "A0002")]
    anew.database.close()


def test_another_way_of_writing_numbers_stops_nobody(desk: Desk) -> None:
    (one,) = parts.listed(desk, "1")
    pen = parts.Pen()
    for number in ("", "A", "12", "a-7/3", "²", "A" + "9" * 30, "甲001"):
        pen.write(CheckIn(on=one, number=number, day="2026-06-20", draw=number))

    desk.receive(pen.lines)

    assert len(desk.state(one).visits) == 1
    assert numbers(desk.do(CheckIn(on=one, again=True))) == [("A001", "")]


def test_a_visit_at_the_wrong_unit_moves_with_its_number_and_its_time(desk: Desk, clock: parts.TestClock) -> None:
    wrong, right = parts.listed(desk, "1", "2")
    came = desk.do(CheckIn(on=wrong, party=3))
    clock.forward(minutes=7)

    moved = move(desk, wrong, right)

    left, here = desk.state(wrong).visits[came.id], desk.state(right).visits[came.id]
    assert (left.ended, left.moved_to, here.came_from) == ("moved", right, wrong)
    assert (here.numbers, here.at, here.party, here.ended) == (("A001",), came.at, 3, "")
    assert (desk.state(wrong).draw, desk.state(right).draw) == ("A0001", "A0002")
    assert comes(desk, wrong) == [("A002", "")]
    assert (moved.id, 0) in slips(desk), "printed again as corrected"


def test_a_move_that_is_taken_back_leaves_the_visit_where_it_was(desk: Desk) -> None:
    wrong, right = parts.listed(desk, "1", "2")
    came = desk.do(CheckIn(on=wrong))

    desk.void(move(desk, wrong, right).id)

    assert desk.state(wrong).visits[came.id].ended == ""
    assert desk.state(right).visits == {}
    assert [s.number for s in desk.state(right).spent.values()] == ["A0002"]


def test_a_move_is_taken_back_by_the_lead_only_once_somebody_went_on_at_the_right_unit(desk: Desk) -> None:
    wrong, right = parts.listed(desk, "1", "2")
    came = desk.do(CheckIn(on=wrong))
    desk.operator = Operator("Chan")
    desk.do(AmendVisit(on=wrong, visit=came.id, party=3))  # before the move: it stands in nobody's way
    desk.operator = Operator("Lam")
    moved = move(desk, wrong, right)
    desk.operator = Operator("Chan")
    desk.do(AmendVisit(on=right, visit=came.id, party=4))
    desk.operator = Operator("Lam")

    with pytest.raises(Refused, match="built_on"):
        desk.void(moved.id)
    desk.void(move(desk, right, wrong).id)
    desk.void(moved.id, override=parts.LEAD)

    assert desk.state(wrong).visits[came.id].party == 3 and desk.state(right).visits == {}


def test_a_visit_may_come_back_to_the_unit_it_left(desk: Desk) -> None:
    one, two = parts.listed(desk, "1", "2")
    came = desk.do(CheckIn(on=one))
    move(desk, one, two)
    move(desk, two, one)

    assert desk.state(one).visits[came.id].ended == "" and desk.state(two).visits[came.id].ended == "moved"


def test_somebody_on_no_list_is_registered_and_linked_to_a_unit_later(desk: Desk) -> None:
    (unit,) = parts.listed(desk, "2")
    own = "unit/P-1"
    desk.do(AddProvisional(on=own, code="P-1", owners=("某某",), reason="not on the list", claims="XH28-0007"))
    came = desk.do(CheckIn(on=own))
    visit = desk.state(own).visits[came.id]

    desk.do(
        LinkProvisional(on=own, to=unit, to_code="2"),
        MoveVisit(on=own, visit=visit.id, to=unit),
        TakeVisit(on=unit, visit=visit, came_from=own),
    )

    assert desk.state(unit).visits[came.id].numbers == ("A001",)
    assert desk.state(own).linked_to == unit
    with pytest.raises(Refused, match="linked"):
        desk.do(CheckIn(on=own))
    found = parts.rows(desk, "search_key", "same_owner")
    assert own.removeprefix("unit/") not in {row[-1] for rows in found.values() for row in rows}, "found there now"


def test_copies_of_a_slip_are_counted_wherever_they_were_printed(make_desk: Make) -> None:
    a, b = make_desk("A", bare=False), make_desk("B")
    (one,) = parts.listed(a, "1")
    came = a.do(CheckIn(on=one))

    def copy(desk: Desk) -> int:
        op: Operation = desk.do(Reprint(on=one, visit=came.id)).ops[0]
        assert isinstance(op, Reprint)
        return op.copy_no

    assert [copy(a), copy(a)] == [1, 2]
    swap(a, b)
    assert copy(b) == 3
    undone = b.do(Reprint(on=one, visit=came.id))
    b.void(undone.id)
    assert copy(b) == 5, "it is on paper"
    assert sorted(copy for _, copy in slips(a)) == [0, 1, 2]
    assert sorted(copy for _, copy in slips(b)) == [3, 4, 5]


def test_two_check_ins_that_knew_nothing_of_each_other_are_one_visit_with_two_numbers(
    make_desk: Make, clock: parts.TestClock
) -> None:
    a, b = make_desk("A", bare=False), make_desk("B")
    (one,) = parts.listed(a, "1")
    swap(a, b)
    first = a.do(CheckIn(on=one, party=2))
    clock.forward(minutes=3)
    second = b.do(CheckIn(on=one, who=("妈妈",)))
    swap(a, b)

    for desk in (a, b):
        unit = desk.state(one)
        (visit,) = unit.visits.values()
        assert (visit.id, visit.merged, visit.numbers) == (first.id, (second.id,), ("A001", "B001"))
        assert (visit.at, visit.party, visit.who) == (first.at, 2, ("妈妈",))
        assert unit.clashes == {} and unit.draw == "A0001"


def test_what_was_done_to_either_of_two_check_ins_is_done_to_the_one_visit(
    make_desk: Make, clock: parts.TestClock
) -> None:
    a, b = make_desk("A", bare=False), make_desk("B")
    (one,) = parts.listed(a, "1", reasons=("E01",))
    swap(a, b)
    a.do(CheckIn(on=one))
    clock.forward(minutes=3)
    second = b.do(CheckIn(on=one))
    b.do(AmendVisit(on=one, visit=second.id, party=4))
    b.do(Allow(on=one, visit=second.id, who="Lead", why="bank slip seen"))
    b.do(Reprint(on=one, visit=second.id))
    clock.forward(minutes=3)
    swap(a, b)

    (visit,) = a.state(one).visits.values()
    assert (visit.party, visit.allowed.why, visit.reprints) == (4, "bank slip seen", 1)
    b.do(Leave(on=one, visit=visit.id))
    swap(a, b)
    (visit,) = a.state(one).visits.values()
    assert visit.ended == "left"


@pytest.mark.parametrize("mistaken", ["A", "B"])
def test_moving_one_household_to_its_unit_leaves_the_other_that_is_really_here(
    make_desk: Make, clock: parts.TestClock, mistaken: str
) -> None:
    a, b = make_desk("A", bare=False), make_desk("B")
    one, two = parts.listed(a, "1", "2")
    swap(a, b)
    a.do(CheckIn(on=one))
    clock.forward(minutes=3)
    b.do(CheckIn(on=one))
    clock.forward(minutes=3)
    move(a if mistaken == "A" else b, one, two)
    swap(a, b)

    for desk in (a, b):
        (here,), (there,) = desk.state(one).visits.values(), desk.state(two).visits.values()
        stays = "B001" if mistaken == "A" else "A001"
        assert (here.numbers, here.ended) == ((stays,), "")
        assert (there.numbers, there.ended) == ((f"{mistaken}001",), "")


def test_of_two_check_ins_the_earliest_arrival_counts_also_when_it_was_written_last(
    make_desk: Make, clock: parts.TestClock
) -> None:
    a, b = make_desk("A", bare=False), make_desk("B")
    (one,) = parts.listed(a, "1")
    swap(a, b)
    a.do(CheckIn(on=one))
    clock.forward(minutes=30)
    b.do(CheckIn(on=one), when=parts.at_ms("2026-06-20 08:45"))  # from paper
    swap(a, b)

    (visit,) = a.state(one).visits.values()
    assert (visit.numbers, visit.at) == (("A001", "B001"), parts.at_ms("2026-06-20 08:45"))


def test_moving_a_visit_that_was_known_to_be_two_check_ins_moves_both(make_desk: Make, clock: parts.TestClock) -> None:
    a, b = make_desk("A", bare=False), make_desk("B")
    one, two = parts.listed(a, "1", "2")
    swap(a, b)
    a.do(CheckIn(on=one))
    clock.forward(minutes=3)
    b.do(CheckIn(on=one))
    swap(a, b)

    move(b, one, two)

    (left,), (there,) = b.state(one).visits.values(), b.state(two).visits.values()
    assert (left.ended, there.numbers) == ("moved", ("A001", "B001"))
