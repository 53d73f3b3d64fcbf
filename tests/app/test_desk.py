"""One desk by itself: what is done is on record, what is refused is not, and everybody who asks is told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import parts
import pytest

from app.derive import Derive
from app.desk import Desk, Operator
from app.errors import Refused
from app.log import wire
from app.log.operation import Override, Void
from app.search.chinese import Chinese
from app.stations.arrival import CheckIn, Leave
from app.stations.eligibility import ClearReason, SetReason
from app.stations.notes import AddProvisional, AddRemark, LinkProvisional
from app.stations.roster import ListUnit, RenameUnit
from app.stations.site import Configure, SetPerson
from app.sync.swap import swap
from app.unit import Clash

Make = Callable[..., Desk]
LEAD = Override(who="Ho", why="so", role="lead")


def told(desk: Desk) -> list[set[str]]:
    """What the desk announces from now on."""
    heard: list[set[str]] = []
    desk.on_change.append(heard.append)
    return heard


def test_an_entry_says_who_did_it_when_where_and_what_they_knew(desk: Desk, clock: parts.TestClock) -> None:
    (one,) = parts.listed(desk, "1")
    before = desk.history(one)[-1]
    desk.operator = Operator("Lam Mei", "desk")
    clock.forward(minutes=5)

    entry = desk.do(AddRemark(on=one, text="lift"))

    assert (entry.by, entry.at, entry.tz, entry.desk, entry.letter) == (
        "Lam Mei",
        clock.now(),
        480,
        "laptop-A",
        "A",
    )
    assert (entry.n, entry.boot, entry.mono) == (before.n + 1, clock.boot(), clock.mono())
    assert entry.saw == {one: (before.id,)}
    assert desk.entry(entry.id) == wire.decode(wire.encode(entry))


def test_an_action_is_done_whole_or_not_at_all(desk: Desk) -> None:
    one, two = parts.listed(desk, "1", "2")
    desk.do(CheckIn(on=two))
    before, vector = parts.rows(desk), desk.vector()

    with pytest.raises(Refused, match="already_here"):
        desk.do(CheckIn(on=one), CheckIn(on=two))

    assert (parts.rows(desk), desk.vector()) == (before, vector)
    assert desk.state(one).visits == {}


def test_each_operation_of_an_action_sees_what_those_before_it_did(desk: Desk) -> None:
    (one,) = parts.listed(desk, "1")

    with pytest.raises(Refused, match="reason_open"):
        desk.do(SetReason(on=one, reason="E01"), SetReason(on=one, reason="E01"))
    desk.do(SetReason(on=one, reason="E01"), ClearReason(on=one), CheckIn(on=one))

    assert desk.state(one).open_reasons() == ()


def test_whoever_listens_hears_which_subjects_changed_once_it_is_on_disk(desk: Desk) -> None:
    one, two = parts.listed(desk, "1", "2")
    heard = told(desk)
    seen: list[int] = []
    desk.on_change.append(lambda subjects: seen.append(len(parts.rows(desk, "visit")["visit"])))

    desk.do(CheckIn(on=one), CheckIn(on=two))
    with pytest.raises(Refused):
        desk.do(CheckIn(on=one))

    assert (heard, seen) == ([{one, two}], [2])


def test_an_action_without_operations_is_a_mistake_of_ours(desk: Desk) -> None:
    with pytest.raises(ValueError, match="at least one"):
        desk.do()


@pytest.mark.parametrize("op", [CheckIn(on="person/p"), SetPerson(on="unit/1", name="a", initials="a")])
def test_an_operation_on_another_sort_of_subject_is_a_mistake_of_ours(desk: Desk, op: Any) -> None:
    with pytest.raises(ValueError, match=r"done to"):
        desk.do(op)


def test_the_state_that_somebody_asked_for_does_not_change_under_their_hands(desk: Desk) -> None:
    (one,) = parts.listed(desk, "1")
    before = desk.state(one)

    desk.do(CheckIn(on=one))

    assert before.visits == {} and len(desk.state(one).visits) == 1


def test_what_is_kept_in_memory_is_what_every_other_desk_will_read(desk: Desk) -> None:
    (one,) = parts.listed(desk, "1")
    desk.do(ListUnit(on=one, version="v2", owners=["黄淑贤"]))  # type: ignore[arg-type]
    kept = parts.told(desk.folded(one))

    again = parts.seated(desk.database, "A", clock=desk.clock)

    assert parts.told(again.folded(one)) == kept


def test_a_second_program_on_the_same_folder_sees_at_once_what_the_first_did(make_desk: Make) -> None:
    first, second = make_desk("A", bare=False), make_desk("A")
    (one,) = parts.listed(first, "1")
    assert second.state(one).known
    first.do(CheckIn(on=one))

    with pytest.raises(Refused, match="already_here"):
        second.do(CheckIn(on=one))
    visit = next(iter(second.state(one).visits))
    second.do(Leave(on=one, visit=visit))

    assert first.state(one).visits[visit].ended == "left"
    assert [entry.n for entry in first.history(one)] == [2, 3, 4]


def test_two_programs_on_one_folder_never_give_a_number_twice(make_desk: Make) -> None:
    first, second = make_desk("A", bare=False), make_desk("A")
    units = parts.listed(first, *map(str, range(6)))

    given = [desk.do(CheckIn(on=unit)).ops[0] for unit, desk in zip(units, [first, second] * 3, strict=True)]

    assert [(op.number, op.draw) for op in given] == [(f"A{n:03}", f"A{n:04}") for n in range(1, 7)]


def test_what_another_program_on_the_folder_received_is_settled_by_the_first_who_touches_it(make_desk: Make) -> None:
    first, second = make_desk("A", bare=False), make_desk("A")
    one, two = parts.listed(first, "1", "2")
    first.do(CheckIn(on=one))
    second.receive([parts.Pen().write(ListUnit(on=two, version="v2", owners=("王小明",)))], settle=False)

    first.do(CheckIn(on=two))

    shown = parts.rows(first)
    first.rebuild()
    assert parts.rows(first) == shown


def test_many_threads_at_one_desk_never_give_a_number_twice(desk: Desk) -> None:
    units = parts.listed(desk, *map(str, range(24)))
    numbers: list[str] = []

    def work(mine: list[str]) -> None:
        for unit in mine:
            numbers.append(desk.do(CheckIn(on=unit)).ops[0].number)
            desk.state(unit)

    threads = [threading.Thread(target=work, args=(units[i::4],)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(numbers) == [f"A{n:03}" for n in range(1, 25)]
    assert desk.vector()["laptop-A"][0] == 26


# -- taking back ---------------------------------------------------------------------------------------------


def test_what_is_taken_back_is_taken_back_on_every_subject_that_it_touched(desk: Desk) -> None:
    one, two = parts.listed(desk, "1", "2")
    family = desk.do(CheckIn(on=one), CheckIn(on=two))

    desk.void(family.id, why="mistyped")

    assert desk.state(one).visits == desk.state(two).visits == {}
    assert parts.rows(desk, "visit")["visit"] == []


def test_a_void_can_itself_be_taken_back(desk: Desk) -> None:
    (one,) = parts.listed(desk, "1")
    came = desk.do(CheckIn(on=one))
    undo = desk.void(came.id)
    redo = desk.void(undo.id)
    assert came.id in desk.state(one).visits

    desk.void(redo.id)

    assert desk.state(one).visits == {}


def test_what_is_taken_back_and_said_otherwise_in_one_action_leaves_no_row_behind(desk: Desk) -> None:
    (one,) = parts.listed(desk, "1")
    wrong = desk.do(SetReason(on=one, reason="E01"))

    desk.do(Void(on=one, entry=wrong.id), SetReason(on=one, reason="E02"))

    assert [row[3] for row in parts.rows(desk, "reason")["reason"]] == ["E02"]


def test_nothing_is_taken_back_twice(desk: Desk) -> None:
    (one,) = parts.listed(desk, "1")
    came = desk.do(CheckIn(on=one))
    desk.void(came.id)

    with pytest.raises(Refused, match="already_voided"):
        desk.void(came.id, override=LEAD)


def test_an_entry_that_is_not_here_cannot_be_taken_back(desk: Desk) -> None:
    with pytest.raises(Refused, match="entry_unknown"):
        desk.void("nothing")


def test_an_entry_of_a_newer_program_without_subjects_cannot_be_taken_back(desk: Desk) -> None:
    desk.receive([parts.Pen().write(id="e1", deeds=["in a field of its own"])])

    with pytest.raises(Refused, match="entry_unknown"):
        desk.void("e1", override=LEAD)


@pytest.mark.parametrize(
    ("minutes", "by", "override", "may"),
    [
        (10, "Lam", None, True),
        (11, "Lam", None, False),
        (0, "Chan", None, False),
        (0, "Chan", Override(who="Ho", why="so", role="finance"), False),
        (0, "Chan", Override(who="Ho", why="so", role="king"), False),
        (0, "Chan", LEAD, True),
        (900, "Lam", LEAD, True),
    ],
)
def test_taking_back_is_for_ten_minutes_and_one_s_own_unless_the_lead_allows_it(
    desk: Desk, clock: parts.TestClock, minutes: int, by: str, override: Override | None, may: bool
) -> None:
    (one,) = parts.listed(desk, "1")
    desk.operator = Operator("Lam")
    came = desk.do(CheckIn(on=one))
    clock.forward(minutes=minutes)
    desk.operator = Operator(by)

    if may:
        assert desk.void(came.id, override=override).override == override
    else:
        with pytest.raises(Refused, match="undo_too_late"):
            desk.void(came.id, override=override)


def test_what_somebody_else_went_on_from_is_taken_back_by_the_lead_only(desk: Desk) -> None:
    (one,) = parts.listed(desk, "1")
    desk.operator = Operator("Lam")
    came = desk.do(CheckIn(on=one))
    desk.operator = Operator("Chan")
    desk.do(Leave(on=one, visit=came.id))
    desk.operator = Operator("Lam")

    with pytest.raises(Refused) as no:
        desk.void(came.id)

    assert (no.value.key, no.value.values["by"], no.value.may) == ("built_on", "Chan", "lead")
    assert desk.void(came.id, override=LEAD).override == LEAD


def test_a_person_a_list_and_a_laptop_leave_the_tables_when_their_only_record_is_taken_back(
    desk: Desk,
) -> None:
    entry = desk.do(SetPerson(on="person/p", name="Lam Mei", initials="lm"), override=LEAD)
    assert len(parts.rows(desk, "person")["person"]) == 1

    desk.void(entry.id)
    assert parts.rows(desk, "person")["person"] == []
    desk.rebuild()
    assert parts.rows(desk, "person")["person"] == []


def test_a_setting_that_is_taken_back_is_as_it_was(desk: Desk) -> None:
    entry = desk.do(Configure(on="site", name="Other Court", stations={"finance": "9"}), override=LEAD)

    desk.void(entry.id)

    assert (desk.state("site").name, desk.state("site").stations) == ("Sample Court", {})


# -- two who did not know of each other ----------------------------------------------------------------------


@pytest.fixture
def apart(make_desk: Make) -> tuple[Desk, Desk]:
    """Two desks that know the same: units 1 and 2."""
    a, b = make_desk("A", bare=False), make_desk("B")
    parts.listed(a, "1", "2")
    swap(a, b)
    b.clock.forward(minutes=1)  # type: ignore[attr-defined]
    return a, b


def both(apart: tuple[Desk, Desk], subject: str) -> dict[str, Clash]:
    """What is to settle, which both desks agree on once they have met."""
    swap(*apart)
    a, b = (desk.state(subject).clashes for desk in apart)
    assert a == b
    return a  # type: ignore[no-any-return]


def test_the_same_list_imported_at_two_desks_leaves_nothing_to_settle(apart: tuple[Desk, Desk]) -> None:
    for desk in apart:
        desk.do(ListUnit(on="unit/1", version="l2", owners=("黄淑贤",), phones=("1",), reasons=("E01",), layout="B"))

    assert both(apart, "unit/1") == {}
    assert len(apart[0].state("unit/1").reasons) == 1


def test_two_different_owners_set_apart_are_to_settle(apart: tuple[Desk, Desk]) -> None:
    first = apart[0].do(ListUnit(on="unit/1", version="l2", owners=("黄淑贤",)))
    apart[1].clock.forward(ms=1)  # type: ignore[attr-defined]
    second = apart[1].do(ListUnit(on="unit/1", version="l3", owners=("王小明",)))

    assert list(both(apart, "unit/1").values()) == [Clash("owners", first.id, second.id)]
    with apart[0].database.read() as sql:
        assert sql.exec_driver_sql("SELECT clashes FROM household WHERE unit='1'").scalar_one() == 1


def test_changes_of_different_facts_made_apart_both_stay(apart: tuple[Desk, Desk]) -> None:
    apart[0].do(ListUnit(on="unit/1", version="l2", owners=("黄淑贤",)))
    apart[1].do(ListUnit(on="unit/1", version="l3", phones=("139",)))

    assert both(apart, "unit/1") == {}
    unit = apart[0].state("unit/1")
    assert (unit.owners, unit.fact("phones")) == (("黄淑贤",), ("139",))


def test_a_correction_by_somebody_who_knew_the_first_is_a_history(apart: tuple[Desk, Desk]) -> None:
    apart[0].do(ListUnit(on="unit/1", version="l2", owners=("黄淑贤",)))
    swap(*apart)
    apart[1].do(ListUnit(on="unit/1", version="l3", owners=("王小明",)))

    assert both(apart, "unit/1") == {}
    assert apart[0].state("unit/1").owners == ("王小明",)


def test_two_lists_in_one_action_do_not_collide_with_each_other(desk: Desk) -> None:
    parts.listed(desk, "1")
    desk.do(*(ListUnit(on="unit/1", version=v, owners=(v,)) for v in ("甲", "乙")))

    desk.rebuild()

    assert parts.seated(desk.database, "A").state("unit/1").clashes == desk.state("unit/1").clashes == {}


def test_two_different_new_names_given_apart_are_to_settle(apart: tuple[Desk, Desk]) -> None:
    for desk, to in zip(apart, ("1-1", "1-2"), strict=True):
        desk.do(RenameUnit(on="unit/1", to=to))

    assert [clash.what for clash in both(apart, "unit/1").values()] == ["code"]


def test_a_registration_linked_apart_to_two_units_is_to_settle(apart: tuple[Desk, Desk]) -> None:
    apart[0].do(AddProvisional(on="unit/P", code="P", owners=("某某",), reason="so"))
    swap(*apart)
    for desk, to in zip(apart, ("unit/1", "unit/2"), strict=True):
        desk.do(LinkProvisional(on="unit/P", to=to))

    assert [clash.what for clash in both(apart, "unit/P").values()] == ["linked_to"]


def test_what_finance_cleared_stays_cleared_when_an_older_list_says_the_same_again(desk: Desk) -> None:
    (one,) = parts.listed(desk, "1", reasons=("E01",))
    desk.do(ClearReason(on=one, reason="E01", note="paid"))

    parts.listed(desk, "1", version="list2", reasons=("E01",))
    assert desk.state(one).open_reasons() == ()

    parts.listed(desk, "1", version="list3", reasons=())
    parts.listed(desk, "1", version="list4", reasons=("E01", "E02"))
    assert desk.state(one).open_reasons() == ("E01", "E02"), "the list says it anew"


def test_a_list_that_no_longer_has_a_reason_closes_what_a_list_opened_and_nothing_else(desk: Desk) -> None:
    (one,) = parts.listed(desk, "1", reasons=("E01", "E02"))
    desk.do(SetReason(on=one, reason="E04"))

    parts.listed(desk, "1", version="list2", reasons=("E02",))

    assert desk.state(one).open_reasons() == ("E02", "E04")


def test_the_waiting_visit_goes_on_by_itself_when_the_reason_is_cleared(desk: Desk) -> None:
    (one,) = parts.listed(desk, "1", reasons=("E01",))
    came = desk.do(CheckIn(on=one))
    unit = desk.state(one)
    assert unit.step(unit.visits[came.id]) == "finance"

    desk.do(ClearReason(on=one, said_by="Ms Chan", note="paid"))

    unit = desk.state(one)
    assert unit.step(unit.visits[came.id]) == ""
    (reason,) = unit.reasons.values()
    assert (reason.cleared_note, reason.cleared_by) == ("Ms Chan: paid", "at A")


def test_yesterday_s_visit_is_over_at_midnight_and_today_s_is_another(desk: Desk, clock: parts.TestClock) -> None:
    (one,) = parts.listed(desk, "1")
    first = desk.do(CheckIn(on=one))
    clock.forward(days=1)
    assert desk.state(one).open_visit("2026-06-21") is None
    second = desk.do(CheckIn(on=one))

    visits = desk.state(one).visits
    assert (visits[first.id].ended, visits[second.id].ended) == ("midnight", "")


def test_a_unit_that_is_renamed_keeps_everything_under_its_subject(desk: Desk) -> None:
    (one,) = parts.listed(desk, "1")
    came = desk.do(CheckIn(on=one))

    desk.do(RenameUnit(on=one, to="1-1-101"))

    assert (desk.state(one).code, list(desk.state(one).visits)) == ("1-1-101", [came.id])
    assert parts.rows(desk, "household")["household"][0][1:3] == ("1", "1-1-101")


def test_a_desk_in_2027_has_its_say_and_breaks_no_cause(make_desk: Make) -> None:
    a, c = make_desk("A", bare=False), make_desk("C", clock=parts.TestClock("2027-03-01 08:00"))
    parts.listed(a, "1")
    swap(a, c)
    c.do(SetReason(on="unit/1", reason="E01"))
    swap(a, c)
    a.do(ClearReason(on="unit/1", reason="E01"))  # it is still 2026 here, and yet this was after
    swap(a, c)

    assert a.state("unit/1").open_reasons() == c.state("unit/1").open_reasons() == ()


def test_an_entry_that_came_before_what_it_saw_waits_for_it(make_desk: Make) -> None:
    desk = make_desk("A")
    pen, other = parts.Pen(desk="X"), parts.Pen(desk="Y")
    first = pen.write(ListUnit(on="unit/1", version="v", owners=("甲",)), id="first")
    then = other.write(CheckIn(on="unit/1", number="Y001", day="2026-06-20"), id="then", saw={"unit/1": ["first"]})
    desk.receive([then])
    assert desk.folded("unit/1").waiting == {"first"}

    desk.receive([first])

    assert desk.folded("unit/1").waiting == frozenset()
    assert [entry.id for entry in desk.history("unit/1")] == ["first", "then"]


def test_a_void_by_hand_of_an_entry_that_is_not_here_is_kept_until_it_comes(make_desk: Make) -> None:
    desk = make_desk("A", bare=False)
    (one,) = parts.listed(desk, "1")
    pen, other = parts.Pen(desk="X"), parts.Pen(desk="Y")
    came = pen.write(CheckIn(on=one, number="X001", day="2026-06-20"), id="came")
    void = other.write(Void(on=one, entry="came"), saw={one: ["came"]})

    desk.receive([void])
    desk.do(AddRemark(on=one, text="meanwhile"))
    desk.receive([came])

    assert desk.state(one).visits == {}
    assert [s.number for s in desk.state(one).spent.values()] == ["X001"]


def test_two_sites_in_one_file_know_nothing_of_each_other(make_desk: Make) -> None:
    desk = make_desk("A", bare=False)
    other = parts.configured(parts.seated(desk.database, "A", site="site2", clock=desk.clock))
    parts.listed(desk, "1")
    parts.listed(other, "1", owners=("王小明",))

    desk.do(CheckIn(on="unit/1"))
    other.rebuild()

    assert other.state("unit/1").visits == {} and other.state("unit/1").owners == ("王小明",)
    assert len(parts.rows(desk, "visit")["visit"]) == 1 and parts.rows(other, "visit")["visit"] == []


def test_derive_makes_no_rows_for_what_it_does_not_know(desk: Desk) -> None:
    desk.receive([parts.Pen().write({"do": "Levitate", "on": "crane/1", "height": 3})])

    assert Derive(Chinese()).rows("crane/1", desk.state("crane/1")) == {}
