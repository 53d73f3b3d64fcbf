"""From entries to a state: what counts, what is taken back, what waits."""

from __future__ import annotations

import msgspec
import parts
import pytest
from hypothesis import given
from hypothesis import strategies as st
from recipes import SUBJECTS, any_operation, few, ids, some, times

from app.errors import Refused
from app.log.fold import UNDO_MS, fold, void_refusal, voided
from app.log.kinds import Blank, blank
from app.log.operation import Entry, Happened, Unknown, Void
from app.log.order import ancestry, in_order
from app.stations.arrival import AmendVisit, CheckIn
from app.stations.notes import AddRemark
from app.unit import Unit

ON = "unit/1"


def arrives(id: str, number: str = "A001", **more: object) -> Entry:
    return parts.entry(id, CheckIn(on=ON, day="2026-06-20", number=number, draw="A0001"), on=ON, **more)


def takes_back(id: str, target: str, **more: object) -> Entry:
    return parts.entry(id, Void(on=ON, entry=target), on=ON, **{"saw": [target], "at": 9, **more})


def unit(*entries: Entry) -> Unit:
    state = fold(entries, ON, blank).state
    assert isinstance(state, Unit)
    return state


def out(*entries: Entry) -> set[str]:
    ordered = in_order(entries, ON)
    return set(voided(ordered, ON, ancestry(ordered, ON)))


def test_a_void_takes_back_what_was_done() -> None:
    assert unit(arrives("e1")).visits.keys() == {"e1"}
    assert unit(arrives("e1"), takes_back("v1", "e1")).visits == {}


def test_numbers_on_paper_stay_spent_when_the_check_in_is_taken_back() -> None:
    spent = unit(arrives("e1"), takes_back("v1", "e1")).spent.values()

    assert {(s.kind, s.number) for s in spent} == {("queue", "A001"), ("draw", "A0001")}


def test_a_void_that_is_voided_does_nothing() -> None:
    undone = (arrives("e1"), takes_back("v1", "e1"))
    redone = (*undone, takes_back("v2", "v1", saw=["v1"]))
    undone_again = (*redone, takes_back("v3", "v2", saw=["v2"]))

    assert unit(*redone).visits.keys() == {"e1"}
    assert unit(*undone_again).visits == {}


def test_two_desks_that_void_the_same_are_one_void_and_taking_one_back_is_not_enough() -> None:
    both = (arrives("e1"), takes_back("v1", "e1"), takes_back("v2", "e1"))

    assert out(*both) == {"e1"}
    assert out(*both, takes_back("v3", "v1", saw=["v1"])) == {"e1", "v1"}


def test_a_void_waits_for_what_it_names() -> None:
    early = fold([takes_back("v1", "e1")], ON, blank)

    assert early.state == Unit("1") and early.waiting == {"e1"}
    assert unit(takes_back("v1", "e1"), arrives("e1")).visits == {}


def test_a_void_waits_for_the_entries_through_which_it_saw_its_target() -> None:
    void = takes_back("v1", "e1", saw=["between"])
    between = parts.entry("between", AddRemark(on=ON, text="x"), on=ON, saw=["e1"])

    assert unit(arrives("e1"), void).visits.keys() == {"e1"}
    assert fold([arrives("e1"), void], ON, blank).waiting == {"between"}
    assert unit(arrives("e1"), void, between).visits == {}


@pytest.mark.parametrize(
    ("void", "why"),
    [
        (takes_back("v1", "v1", saw=["v1"]), "itself"),
        (takes_back("v1", "e1", saw=[]), "what it did not see"),
        (takes_back("v1", "nothing", saw=["nothing"]), "what does not exist"),
        (parts.entry("v1", Void(on="unit/2", entry="e1"), at=9, on=ON, saw=["e1"]), "another subject's"),
    ],
)
def test_a_void_does_nothing_to(void: Entry, why: str) -> None:
    assert unit(arrives("e1"), void).visits.keys() == {"e1"}


def test_a_void_in_the_same_entry_as_other_operations_leaves_those() -> None:
    correction = parts.entry("e2", Void(on=ON, entry="e1"), CheckIn(on=ON, day="d", number="A002"), on=ON, saw=["e1"])

    assert unit(arrives("e1"), correction).visits.keys() == {"e2"}


def test_an_operation_of_a_newer_program_has_no_effect() -> None:
    strange = parts.entry("e2", Unknown(do="Levitate", on=ON), on=ON, saw=["e1"])

    assert unit(arrives("e1"), strange) == unit(arrives("e1"))
    assert fold([arrives("e1"), strange], ON, blank).newest == ("e2",)


@pytest.mark.parametrize("subject", ["crane/7", "person/p1", "site", "roster/v1", "desk/d"])
def test_an_operation_that_a_newer_program_did_to_another_sort_of_subject_has_no_effect(subject: str) -> None:
    remark = parts.entry("e1", AddRemark(on=subject, text="x"), CheckIn(on=subject, number="A001"), on=subject)

    assert fold([remark], subject, blank).state == blank(subject)


def test_a_subject_of_an_unknown_sort_is_blank() -> None:
    assert fold([], "crane/7", blank).state == Blank()


@st.composite
def histories(draw: st.DrawFn) -> list[Entry]:
    """Entries of all kinds on all subjects that saw some of what was before on each, or what is not here; each one's
    clock is anything."""
    made: list[Entry] = []
    touched: dict[str, tuple[str, ...]] = {}
    for n in range(draw(st.integers(1, 10))):
        known = tuple(e.id for e in made)
        ops = draw(st.lists(any_operation(known), min_size=1, max_size=3))
        said = draw(st.dictionaries(some(*SUBJECTS), few(ids(known)), max_size=4))
        saw = {on: tuple(id for id in seen if on in touched.get(id, (on,))) for on, seen in said.items()}
        made.append(Entry(id=f"e{n:02}", desk=draw(some("A", "B")), n=n, at=draw(times), saw=saw, ops=tuple(ops)))
        touched[made[-1].id] = made[-1].subjects
    return made


@given(histories(), st.data())
def test_equal_sets_of_entries_give_equal_states(history: list[Entry], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(history))

    for subject in SUBJECTS:
        assert parts.told(fold(shuffled, subject, blank)) == parts.told(fold(history, subject, blank))


@given(histories(), st.data())
def test_an_entry_that_saw_everything_can_be_applied_to_the_state_as_it_is(
    history: list[Entry], data: st.DataObject
) -> None:
    """This is what lets a desk act at once, however much has happened to a unit."""
    for subject in SUBJECTS:
        before = fold([e for e in history if subject in e.subjects], subject, blank)
        known = tuple(e.id for e in history)
        made = data.draw(st.lists(any_operation(known).filter(lambda op: not isinstance(op, Void)), max_size=2))
        ops = tuple(msgspec.structs.replace(op, on=subject) for op in made if op.of == subject.partition("/")[0])
        entry = Entry(id="last", desk="A", n=99, at=0, saw={subject: before.newest}, ops=ops)

        applied = before.copy()
        for op in ops:
            op.apply(applied.state, Happened(entry, lambda id: True))

        assert repr(applied.state) == repr(fold([*history, entry], subject, blank).state)
        assert repr(before.state) == repr(fold(history, subject, blank).state), "a copy shares what is changed"


def undo(*entries: Entry, now: int = 0, by: str = "somebody") -> Refused | None:
    return void_refusal(in_order(entries, ON), ON, entries[0], now=now, by=by)


def test_one_s_own_entry_can_be_taken_back_within_ten_minutes() -> None:
    assert undo(arrives("e1"), now=UNDO_MS) is None


@pytest.mark.parametrize(
    ("now", "by", "entries", "key", "may"),
    [
        (UNDO_MS + 1, "somebody", [arrives("e1")], "undo_too_late", "lead"),
        (0, "somebody else", [arrives("e1")], "undo_too_late", "lead"),
        (0, "somebody", [arrives("e1"), takes_back("v1", "e1")], "already_voided", ""),
        (
            0,
            "somebody",
            [arrives("e1"), parts.entry("e2", AmendVisit(on=ON, visit="e1"), on=ON, by="else", saw=["e1"])],
            "built_on",
            "lead",
        ),
    ],
)
def test_an_entry_cannot_be_taken_back_when(now: int, by: str, entries: list[Entry], key: str, may: str) -> None:
    no = undo(*entries, now=now, by=by)

    assert no is not None and (no.key, no.may) == (key, may)


def test_what_was_built_on_it_and_taken_back_does_not_stand_in_the_way() -> None:
    amended = parts.entry("e2", AmendVisit(on=ON, visit="e1"), on=ON, by="else", saw=["e1"])

    assert undo(arrives("e1"), amended, takes_back("v1", "e2")) is None


def test_a_void_that_was_voided_can_be_made_again() -> None:
    assert undo(arrives("e1"), takes_back("v1", "e1"), takes_back("v2", "v1", saw=["v1"])) is None
