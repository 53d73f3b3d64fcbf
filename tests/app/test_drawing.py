"""The lottery: who is in, nobody wins twice, and it comes out again from its record."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import parts
import pytest

from app.desk import Desk
from app.drawing import Drawing, differences
from app.errors import Refused
from app.stations.arrival import CheckIn, MoveVisit, TakeVisit
from app.stations.notes import AddProvisional
from app.stations.results import Withdraw
from app.sync.swap import swap

UNITS = tuple(f"1-1-{n}01" for n in range(2, 10))


@pytest.fixture
def lead(make_desk: Callable[..., Desk]) -> Desk:
    """Eight units; six of them came."""
    desk = make_desk("A", bare=False, role="lead")
    parts.listed(desk, *UNITS, reasons=())
    for unit in UNITS[:6]:
        desk.do(CheckIn(on=f"unit/{unit}"))
    return desk


def numbers(desk: Desk, *units: str) -> set[str]:
    return {desk.state(f"unit/{unit}").draw for unit in units}


def test_in_are_those_who_really_came(lead: Desk) -> None:
    undone = lead.do(CheckIn(on=f"unit/{UNITS[6]}"))
    lead.void(undone.id)
    lead.do(Withdraw(on=f"unit/{UNITS[0]}"))
    unknown = AddProvisional(on="unit/NEW-A1", code="NEW-A1", owners=("Wong",), reason="on no list")
    lead.do(unknown, CheckIn(on="unit/NEW-A1"))
    visit = next(iter(lead.state(f"unit/{UNITS[1]}").visits.values()))
    lead.do(MoveVisit(on=f"unit/{UNITS[1]}", visit=visit.id, to=f"unit/{UNITS[7]}"),
            TakeVisit(on=f"unit/{UNITS[7]}", visit=visit, came_from=f"unit/{UNITS[1]}"))
    assert {h.number for h in Drawing(lead).entries()} == numbers(lead, *UNITS[2:6], UNITS[7])


def test_only_those_of_one_day_if_the_lead_says_so(lead: Desk, clock: parts.TestClock) -> None:
    clock.forward(days=1)
    lead.do(CheckIn(on=f"unit/{UNITS[7]}"))
    drawing = Drawing(lead)
    assert [h.unit for h in drawing.entries("2026-06-21")] == [UNITS[7]] and len(drawing.entries()) == 7
    assert [(s.letter, s.arrivals) for s in drawing.ask.sources("2026-06-21")] == [("A", 1)]


def test_nobody_wins_twice_also_in_a_draw_whose_list_was_closed_before(lead: Desk) -> None:
    drawing = Drawing(lead)
    first, second = drawing.freeze("First"), drawing.freeze("Second")
    for _ in range(3):
        drawing.pick(first)
        drawing.pick(second)
    won = drawing.winners()
    assert len(won) == len(set(won)) == 6
    with pytest.raises(Refused) as no:
        drawing.pick(second)
    assert no.value.key == "draw_used_up"
    assert all(differences(draw) == [] for _, draw in drawing.draws())


def test_who_does_not_answer_is_passed_over_and_may_not_win_there_again(lead: Desk) -> None:
    drawing = Drawing(lead)
    id = drawing.freeze("Kettle")
    drawing.pick(id, "kettle")
    drawing.absent(id)
    with pytest.raises(Refused):
        drawing.absent(id)
    drawing.pick(id, "kettle")
    draw = lead.state(f"draw/{id}")
    first, second = draw.picks.values()
    assert first.absent and draw.winners() == (second.number,) and first.number != second.number
    assert first.number in {h.number for h in drawing.entries()}  # in another draw they are in


def test_a_winner_whose_arrival_is_taken_back_does_not_count(lead: Desk) -> None:
    drawing = Drawing(lead)
    id = drawing.freeze("Kettle")
    drawing.pick(id)
    [number] = lead.state(f"draw/{id}").winners()
    holder = drawing.ask.holder(number)
    assert holder.came and holder.owners == ("陈静雯",)
    visit = next(iter(lead.state(f"unit/{holder.unit}").visits))
    lead.void(visit, override=parts.LEAD)
    assert not drawing.ask.holder(number).came


def test_a_record_that_was_bent_is_seen(lead: Desk) -> None:
    drawing = Drawing(lead)
    id = drawing.freeze("Kettle")
    for _ in range(2):
        drawing.pick(id)
    draw = lead.state(f"draw/{id}")
    assert differences(draw) == []
    assert differences(msgspec.structs.replace(draw, entries=draw.entries[1:])) != []
    other = msgspec.structs.replace(draw, picks=dict(reversed(draw.picks.items())))
    assert differences(other) != []


def test_both_laptops_know_the_same_draw(lead: Desk, make_desk: Callable[..., Desk]) -> None:
    other = make_desk("B", role="lead")
    drawing = Drawing(lead)
    id = drawing.freeze("Kettle")
    drawing.pick(id)
    swap(lead, other)
    assert Drawing(other).draws() == drawing.draws()
    Drawing(other).pick(id)
    swap(lead, other)
    assert len(lead.state(f"draw/{id}").winners()) == 2
