"""Entries stand after everything they saw, else by time: whoever holds them, however they came."""

from __future__ import annotations

import itertools

import parts
from hypothesis import given
from hypothesis import strategies as st

from app.log.operation import Entry
from app.log.order import ancestry, ends, in_order

ON = "unit/1"


@st.composite
def histories(draw: st.DrawFn) -> list[Entry]:
    """Entries of up to three desks whose clocks are anything, each of which saw some of those before it."""
    made: list[Entry] = []
    for n in range(draw(st.integers(1, 12))):
        saw = draw(st.lists(st.sampled_from([e.id for e in made]), max_size=3, unique=True)) if made else []
        at, desk = draw(st.integers(0, 5)), draw(st.sampled_from("ABC"))
        made.append(parts.entry(f"e{n:02}", at=at, desk=desk, n=n, on=ON, saw=saw))
    return made


def ids(entries: list[Entry]) -> list[str]:
    return [entry.id for entry in entries]


@given(histories())
def test_an_entry_stands_after_everything_it_saw(history: list[Entry]) -> None:
    place = {entry.id: i for i, entry in enumerate(in_order(history, ON))}

    assert all(place[cause] < place[e.id] for e in history for cause in e.saw.get(ON, ()))


@given(histories(), st.data())
def test_the_order_does_not_hang_on_how_entries_came(history: list[Entry], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(history))

    assert ids(in_order(shuffled, ON)) == ids(in_order(history, ON))


@given(histories())
def test_what_did_not_see_each_other_stands_by_time_then_desk_then_number(history: list[Entry]) -> None:
    ordered = in_order(history, ON)

    for first, then in itertools.pairwise(ordered):
        by_time = (first.at, first.desk, first.n) < (then.at, then.desk, then.n)
        assert by_time or first.id in then.saw.get(ON, ())


@given(histories(), st.data())
def test_entries_whose_predecessors_are_not_here_yet_still_stand_in_order(
    history: list[Entry], data: st.DataObject
) -> None:
    here = data.draw(st.lists(st.sampled_from(history), min_size=1, unique_by=lambda e: e.id))

    ordered = in_order(here, ON)

    assert sorted(ids(ordered)) == sorted(ids(here))
    assert ends(ordered, ON)[1] == {c for e in here for c in e.saw.get(ON, ())} - set(ids(here))


@given(histories())
def test_had_it_seen_that_one_is_asked_through_all_between(history: list[Entry]) -> None:
    by_id = {entry.id: entry for entry in history}

    def seen(id: str) -> set[str]:
        causes = by_id[id].saw.get(ON, ())
        return set(causes).union(*(seen(cause) for cause in causes))

    saw = ancestry(in_order(history, ON), ON)

    assert all(saw(a, b) == (b in seen(a)) for a in by_id for b in by_id)


@given(histories())
def test_the_newest_are_those_that_nobody_has_seen(history: list[Entry]) -> None:
    seen = {cause for entry in history for cause in entry.saw.get(ON, ())}

    assert set(ends(in_order(history, ON), ON)[0]) == {entry.id for entry in history} - seen


@given(histories())
def test_a_new_entry_that_saw_the_newest_stands_last_whatever_its_clock_says(history: list[Entry]) -> None:
    last = parts.entry("last", at=-1, desk="A", n=99, on=ON, saw=ends(in_order(history, ON), ON)[0])

    assert in_order([last, *history], ON)[-1] is last


def test_a_desk_in_2027_breaks_no_cause() -> None:
    defect = parts.entry("defect", at=parts.at_ms("2027-03-01 10:00"), desk="C", on=ON)
    repair = parts.entry("repair", at=parts.at_ms("2026-06-20 11:00"), desk="A", on=ON, saw=["defect"])
    later = parts.entry("later", at=parts.at_ms("2026-06-20 12:00"), desk="B", on=ON, saw=["repair"])

    assert ids(in_order([later, repair, defect], ON)) == ["defect", "repair", "later"]


def test_what_was_seen_of_other_subjects_makes_no_order_here() -> None:
    first = parts.entry("first", at=1, on=ON)
    second = parts.entry("second", at=2, on="unit/2", saw=["first"])

    assert ids(in_order([second, first], ON)) == ["first", "second"]
    assert ends([first, second], ON)[0] == ("first", "second")


def test_an_entry_that_was_issued_again_under_another_number_counts_once() -> None:
    once = parts.entry("e1", at=5, desk="A", n=7, on=ON)
    again = parts.entry("e1", at=5, desk="A2", n=1, on=ON)

    assert in_order([again, once], ON) == in_order([once, again], ON) == [once]


def test_entries_that_claim_to_have_seen_each_other_still_stand_somewhere() -> None:
    one = parts.entry("one", at=1, on=ON, saw=["two"])
    two = parts.entry("two", at=2, on=ON, saw=["one"])
    sound = parts.entry("sound", at=3, on=ON)

    assert ids(in_order([two, one, sound], ON)) == ids(in_order([sound, one, two], ON)) == ["sound", "one", "two"]
