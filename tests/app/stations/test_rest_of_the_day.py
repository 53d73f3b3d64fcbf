"""Gifts, inspection, defects, results, keys, draws and the issued day: what the rules say, and what two desks make."""

from __future__ import annotations

from collections.abc import Callable

import parts
import pytest

from app.desk import Desk, Operator
from app.errors import Refused
from app.log.here import local
from app.log.operation import Operation, Override
from app.records import Deemed
from app.stations.arrival import CheckIn
from app.stations.day import IssueDay
from app.stations.draw import FreezeDraw, PickWinner, WinnerAbsent, digest, order
from app.stations.eligibility import Allow, SetReason
from app.stations.gifts import GiveGift
from app.stations.inspection import ChangeDefect, DropDefect, LogDefect, StartInspection
from app.stations.results import Deem, GiveKeys, RecordResult, Withdraw
from app.stations.site import Configure, GiftKind
from app.sync.swap import swap
from app.unit import Unit
from app.verify import verify

ON = "unit/1-1-201"
LEAD = Override(who="Lead", why="asked", role="lead")


@pytest.fixture
def desk(make_desk: Callable[..., Desk]) -> Desk:
    """One household on the list, and umbrellas: one each, rice: two each."""
    desk = make_desk("A")
    parts.listed(desk, "1-1-201", "1-1-202", reasons=())
    desk.do(Configure(on="site", gifts={"umbrella": GiftKind(stock=10), "rice": GiftKind(stock=5, limit=2),
                                        "cake": GiftKind(limit=0), "gone": GiftKind(closed=True)}))
    return desk


def here(desk: Desk) -> str:
    """The household comes; its visit."""
    return desk.do(CheckIn(on=ON)).id


def no(desk: Desk, op: Operation) -> Refused:
    with pytest.raises(Refused) as said:
        desk.do(op)
    return said.value


def unit(desk: Desk) -> Unit:
    state = desk.state(ON)
    assert isinstance(state, Unit)
    return state


# -- gifts ---------------------------------------------------------------------------------------------------


def test_a_gift_is_given_once_and_the_second_claim_says_who_when_and_where(desk: Desk) -> None:
    visit = here(desk)
    given = desk.do(GiveGift(on=ON, kind="umbrella", visit=visit))
    time = local(unit(desk).gifts[given.id].at, desk.state("site").zone)
    said = no(desk, GiveGift(on=ON, kind="umbrella", visit=visit))
    assert said == Refused("gift_given", may="lead", gift="umbrella", by=desk.operator.name,
                           desk=desk.letter, time=time.strftime("%H:%M"))
    assert desk.do(GiveGift(on=ON, kind="umbrella"), override=LEAD)
    desk.do(GiveGift(on=ON, kind="rice"))
    desk.do(GiveGift(on=ON, kind="rice"))
    assert no(desk, GiveGift(on=ON, kind="rice")).key == "gift_given"
    for _ in range(3):
        desk.do(GiveGift(on=ON, kind="cake"))
    for kind, key in (("gone", "gift_unknown"), ("car", "gift_unknown")):
        assert no(desk, GiveGift(on=ON, kind=kind)).key == key
    assert no(desk, GiveGift(on=ON, kind="cake", qty=0)).key == "gift_count"


def test_a_gift_taken_back_may_be_given_again_and_says_whether_the_thing_came_back(desk: Desk) -> None:
    for came_back in (True, False):
        given = desk.do(GiveGift(on=ON, kind="umbrella"))
        desk.void(given.id, came_back=came_back)
        gift = unit(desk).gifts[given.id]
        assert gift.taken_back and gift.returned is came_back
    assert verify(desk).clean


def test_a_gift_at_two_desks_is_to_be_settled(desk: Desk, make_desk: Callable[..., Desk]) -> None:
    other = make_desk("B")
    swap(desk, other)
    for one in (desk, other):
        one.do(GiveGift(on=ON, kind="umbrella"))
    desk.do(GiveGift(on=ON, kind="cake"))
    other.do(GiveGift(on=ON, kind="cake"))
    swap(desk, other)
    assert [clash.what for clash in unit(desk).clashes.values()] == ["gift:umbrella"]
    assert unit(desk) == unit(other)


# -- the walk ------------------------------------------------------------------------------------------------


def test_an_escort_goes_out_once_a_visit_and_only_with_who_may_go_on(desk: Desk) -> None:
    assert no(desk, StartInspection(on=ON, visit="nobody")).key == "visit_unknown"
    assert no(desk, StartInspection(on="unit/9-9-999")).key == "unit_unknown"
    visit = here(desk)
    desk.do(SetReason(on=ON, reason="E01"))
    assert no(desk, StartInspection(on=ON, visit=visit)).key == "not_eligible"
    desk.do(Allow(on=ON, visit=visit, who="Lead", why="paid just now"))
    desk.do(StartInspection(on=ON, visit=visit, escort="Ho"))
    assert unit(desk).state(unit(desk).visits[visit].day) == "inspecting"
    assert no(desk, StartInspection(on=ON, visit=visit)).key == "inspection_started"


@pytest.mark.parametrize(
    ("op", "key"),
    [
        (LogDefect(on=ON), "text_empty"),
        (LogDefect(on=ON, text="x", severity=5), "severity_unknown"),
        (LogDefect(on=ON, text="x", wall="E"), "wall_unknown"),
        (LogDefect(on=ON, text="x", due="tomorrow"), "date_unreadable"),
        (ChangeDefect(on=ON, defect="nothing", text="x"), "defect_unknown"),
        (DropDefect(on=ON, defect="nothing", why="x"), "defect_unknown"),
    ],
)
def test_a_defect_needs_something_that_can_be_read(desk: Desk, op: Operation, key: str) -> None:
    assert no(desk, op).key == key


def test_a_defect_is_logged_changed_and_dropped(desk: Desk) -> None:
    two = desk.do(LogDefect(on=ON, code="WAL01", room="KIT"), LogDefect(on=ON, part=1, text="scratch", room="LIV"))
    first, second = unit(desk).standing()
    assert (first.id, second.id) == (two.id, f"{two.id}:1")
    assert no(desk, ChangeDefect(on=ON, defect=second.id, text=" ")).key == "text_empty"
    assert no(desk, ChangeDefect(on=ON, defect=second.id, severity=0)).key == "severity_unknown"
    desk.do(ChangeDefect(on=ON, defect=second.id, text="long scratch", severity=4))
    assert [(d.text, d.severity, d.room) for d in unit(desk).standing()] == [("", 3, "KIT"), ("long scratch", 4, "LIV")]
    assert no(desk, DropDefect(on=ON, defect=second.id, why="")).key == "reason_empty"
    desk.do(DropDefect(on=ON, defect=second.id, why="twice"))
    assert no(desk, ChangeDefect(on=ON, defect=second.id, text="x")).key == "defect_unknown"
    assert [d.id for d in unit(desk).standing()] == [first.id] and unit(desk).defects[second.id].dropped == "twice"
    with desk.database.read() as sql:
        assert sql.exec_driver_sql("SELECT defects FROM household WHERE unit='1-1-201'").scalar_one() == 1


# -- results and keys ----------------------------------------------------------------------------------------


def test_accepted_says_by_itself_whether_with_defects_and_ends_the_visit(desk: Desk) -> None:
    visit = here(desk)
    defect = desk.do(LogDefect(on=ON, visit=visit, code="WAL01"))
    desk.do(RecordResult(on=ON, visit=visit, code="A"))
    result = unit(desk).outcome()
    assert result is not None and (result.code, result.counts_as) == ("A1", "accepted")
    assert unit(desk).visits[visit].ended == "result"
    desk.void(defect.id, override=LEAD)
    assert no(desk, RecordResult(on=ON, code="A")).key == "accepted_already"
    desk.do(RecordResult(on=ON, code="A"), override=LEAD)
    assert unit(desk).outcome().code == "A0"


def test_every_result_has_what_it_needs(desk: Desk) -> None:
    visit = here(desk)
    assert no(desk, RecordResult(on=ON, visit=visit, code="Q7")).key == "result_unknown"
    assert no(desk, RecordResult(on=ON, visit=visit, code="R9")).key == "result_needs_note"
    assert no(desk, RecordResult(on=ON, visit=visit, code="N1")).key == "reason_not_open"
    assert no(desk, RecordResult(on=ON, visit=visit, code="C1", promised="soon")).key == "date_unreadable"
    desk.do(SetReason(on=ON, reason="E02"))
    assert no(desk, RecordResult(on=ON, visit=visit, code="A")).key == "not_eligible"
    sent_away = desk.do(RecordResult(on=ON, visit=visit, code="N1"))
    assert unit(desk).results[sent_away.id].why == "E02" and unit(desk).outcome() is None
    assert no(desk, RecordResult(on=ON, visit=visit, code="V1")).key == "result_already"
    desk.do(RecordResult(on=ON, code="V1"))  # let in to view all the same, without another arrival
    assert unit(desk).outcome().code == "V1"


def test_keys_go_out_after_the_home_is_accepted_or_with_the_leads_word(desk: Desk) -> None:
    visit = here(desk)
    assert no(desk, GiveKeys(on=ON, visit=visit, sets={})).key == "keys_count"
    assert no(desk, GiveKeys(on=ON, visit=visit, sets={"entrance": 2}, left=3)).key == "keys_count"
    assert no(desk, GiveKeys(on=ON, visit=visit, sets={"entrance": 2})).key == "keys_before_accepted"
    desk.do(GiveKeys(on=ON, visit=visit, sets={"entrance": 2}), override=LEAD)
    desk.do(RecordResult(on=ON, visit=visit, code="A"))
    desk.do(GiveKeys(on=ON, visit=visit, sets={"entrance": 5, "mailbox": 1}, left=1, until="2026-07-05"))
    assert [sum(keys.sets.values()) for keys in unit(desk).keys.values()] == [2, 6]


def test_the_end_of_a_contract_takes_the_unit_out_of_the_day(desk: Desk) -> None:
    visit = here(desk)
    desk.operator = Operator("Chan", "desk")
    assert no(desk, Withdraw(on=ON)).key == "withdraw_role"
    desk.operator = Operator("Money", "finance")
    gone = desk.do(Withdraw(on=ON, why="rescinded"))
    assert unit(desk).withdrawn == gone.at and unit(desk).visits[visit].ended == "result"
    for op in (Withdraw(on=ON), CheckIn(on=ON), RecordResult(on=ON, code="A"), GiveGift(on=ON, kind="cake")):
        assert no(desk, op).key == "withdrawn"


def test_deemed_delivered_is_a_flag_that_the_lead_sets_with_its_grounds(desk: Desk) -> None:
    def deem(**more: str) -> Deem:
        return Deem(**{"on": ON, "approved": "Legal, Ho", "since": "2026-07-20", "basis": "third notice", **more})

    parts.listed(desk, "1-1-101", reasons=())
    desk.operator = Operator("Chan", "desk")
    assert no(desk, deem()).key == "lead_only"
    desk.operator = Operator("Ho", "lead")
    assert no(desk, deem(on="unit/9-9-909")).key == "unit_unknown"
    assert no(desk, deem(approved=" ")).key == no(desk, deem(basis="")).key == "deem_incomplete"
    assert no(desk, deem(since="")).key == no(desk, deem(since="soon")).key == "date_unreadable"
    done = desk.do(deem(evidence="file 12"))
    assert unit(desk).deemed == Deemed("Legal, Ho", "2026-07-20", "third notice", "file 12", done.at, "Ho", "A")
    assert unit(desk).outcome() is None and no(desk, deem()).key == "deemed_already"
    desk.void(done.id)
    assert unit(desk).deemed is None
    desk.do(RecordResult(on=ON, visit=desk.do(CheckIn(on=ON)).id, code="A"))
    assert no(desk, deem()).key == "accepted_already"
    desk.do(Withdraw(on=ON))
    assert no(desk, deem()).key == "withdrawn"


def test_a_result_without_its_arrival_ends_the_visit_when_both_are_known(
    desk: Desk, make_desk: Callable[..., Desk], clock: parts.TestClock
) -> None:
    other = make_desk("B")
    swap(desk, other)
    visit = here(desk)
    clock.forward(minutes=30)
    other.do(StartInspection(on=ON, escort="Ho"))
    other.do(RecordResult(on=ON, code="V1"))
    swap(desk, other)
    assert unit(desk) == unit(other) and unit(desk).visits[visit].ended == "result"
    assert verify(desk).clean and verify(other).clean


def test_two_results_that_differ_are_to_be_settled_and_the_later_stands(
    desk: Desk, make_desk: Callable[..., Desk], clock: parts.TestClock
) -> None:
    other = make_desk("B")
    visit = here(desk)
    swap(desk, other)
    desk.do(RecordResult(on=ON, visit=visit, code="V1"))
    clock.forward(minutes=1)
    other.do(RecordResult(on=ON, visit=visit, code="R1"))
    swap(desk, other)
    assert [c.what for c in unit(desk).clashes.values()] == ["result"] and unit(desk).outcome().code == "R1"


# -- the draw ------------------------------------------------------------------------------------------------


def test_a_draw_can_be_worked_out_again_from_what_is_on_record(desk: Desk) -> None:
    numbers = tuple(f"A{n:04}" for n in range(1, 41))
    assert no(desk, FreezeDraw(on="draw/d", name="x", entries=(), seed="0f")).key == "draw_empty"
    assert no(desk, FreezeDraw(on="draw/d", name=" ", entries=numbers, seed="0f")).key == "name_empty"
    assert no(desk, PickWinner(on="draw/d")).key == "draw_unknown"
    desk.do(FreezeDraw(on="draw/d", name="First day", entries=numbers[::-1], seed="0f3c"))
    assert no(desk, FreezeDraw(on="draw/d", name="again", entries=numbers, seed="00")).key == "draw_frozen"
    first = desk.do(PickWinner(on="draw/d", prize="kettle"))
    desk.do(WinnerAbsent(on="draw/d", pick=first.id))
    desk.do(PickWinner(on="draw/d", prize="kettle", without=(order(numbers, "0f3c")[1],)))
    draw = desk.state("draw/d")
    expected = order(draw.entries, draw.seed)
    assert draw.digest == digest(numbers) and draw.winners() == (expected[2],)
    assert [pick.number for pick in draw.picks.values()] == [expected[0], expected[2]]
    assert sorted(expected) == list(numbers) and expected != list(numbers)
    assert verify(desk).clean


def test_a_draw_ends_when_everybody_was_drawn(desk: Desk) -> None:
    desk.do(FreezeDraw(on="draw/d", name="Small", entries=("A0001",), seed="0f"))
    desk.do(PickWinner(on="draw/d"))
    assert no(desk, PickWinner(on="draw/d")).key == "draw_used_up"
    assert no(desk, WinnerAbsent(on="draw/d", pick="nothing")).key == "draw_unknown"


# -- the issued day ------------------------------------------------------------------------------------------


def test_a_day_is_issued_by_the_lead_and_what_went_out_stays(desk: Desk) -> None:
    day = IssueDay(on="report/2026-06-20", figures={"due_all": 2, "rate_all": None}, as_known=5)
    desk.operator = Operator("Chan", "desk")
    assert no(desk, day).key == "lead_only"
    desk.operator = Operator("Ho", "lead")
    desk.do(day)
    wrong = IssueDay(on=day.on, figures={"due_all": 3}, as_known=6, sums=False)
    assert no(desk, wrong).key == "report_unbalanced"
    desk.do(IssueDay(on=day.on, figures={"due_all": 3}, as_known=6, sums=False, provisional="one is missing"))
    revisions = [*desk.state(day.on).revisions.values()]
    assert [(r.figures["due_all"], r.provisional) for r in revisions] == [(2, ""), (3, "one is missing")]
