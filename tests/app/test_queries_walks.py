"""Who may be taken out today, and who is out."""

from __future__ import annotations

from collections.abc import Callable

import parts

from app.desk import Desk
from app.queries.walks import Walks
from app.stations.arrival import CheckIn, Leave
from app.stations.eligibility import Allow
from app.stations.inspection import StartInspection
from app.sync.swap import swap

TODAY = "2026-06-20"


def test_who_is_out_stands_first_then_by_arrival(desk: Desk, clock: parts.TestClock) -> None:
    parts.listed(desk, "1-1-101", "1-1-102", "1-1-103", "1-1-104")
    parts.listed(desk, "1-1-105", owners=("周丽",), reasons=("E01",))
    visits = {}
    for code in ("1-1-103", "1-1-101", "1-1-105", "1-1-102"):
        visits[code] = desk.do(CheckIn(on=f"unit/{code}")).id
        clock.forward(minutes=1)
    walks = Walks(desk.database.read, desk.site)
    assert [(w.unit, w.number, w.may) for w in walks.open(TODAY)] == [
        ("1-1-103", "A001", True), ("1-1-101", "A002", True), ("1-1-105", "A003", False), ("1-1-102", "A004", True)]
    desk.do(StartInspection(on="unit/1-1-102", visit=visits["1-1-102"], escort="Ho"))
    desk.do(Leave(on="unit/1-1-103", visit=visits["1-1-103"]))
    desk.do(Allow(on="unit/1-1-105", visit=visits["1-1-105"], who="Yu", why="so"))
    assert [(w.unit, w.escort, w.may) for w in walks.open(TODAY)] == [
        ("1-1-102", "Ho", True), ("1-1-101", "", True), ("1-1-105", "", True)]
    assert walks.open("2026-06-21") == []


def test_an_escort_of_a_desk_that_did_not_know_the_arrival_is_seen(
        desk: Desk, make_desk: Callable[..., Desk], clock: parts.TestClock) -> None:
    parts.listed(desk, "1-1-101")
    other = make_desk("B")
    swap(desk, other)
    desk.do(CheckIn(on="unit/1-1-101"))
    clock.forward(minutes=3)
    other.do(StartInspection(on="unit/1-1-101", escort="Ho"))
    swap(desk, other)
    assert [w.escort for w in Walks(desk.database.read, desk.site).open(TODAY)] == ["Ho"]
