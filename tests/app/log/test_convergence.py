"""Desks that hold the same entries show the same, whatever was done, in whatever order they learnt of it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from typing import Any, get_args

import parts
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from postgres import Postgres
from recipes import (
    RECIPES,
    SUBJECTS,
    UNITS,
    Ids,
    any_operation,
    few,
    ids,
    name,
    some,
    strange_operation,
    times,
)

from app.database import Database
from app.desk import Desk
from app.errors import Refused
from app.log.fold import fold
from app.log.kinds import STATES, Kind, blank
from app.log.operation import Override, Void
from app.server import Server
from app.stations.arrival import CheckIn
from app.sync.swap import swap

LETTERS = ("A", "B", "C")
LEAD = Override(who="Lead", why="because", role="lead")
Draw = Callable[[st.SearchStrategy[Any]], Any]


def test_every_kind_of_operation_is_in_the_strategy() -> None:
    assert set(RECIPES) == set(get_args(Kind))


def test_every_kind_says_what_sort_of_subject_it_is_done_to() -> None:
    assert {kind.__name__ for kind in RECIPES if kind is not Void and kind.of not in STATES} == set()


class World:
    """Three desks, one of which believes it is 2027, and a laptop elsewhere whose lines come at times."""

    def __init__(self, databases: dict[str, Database], site: str, server: str = "") -> None:
        self.site, self._databases = site, dict[str, Any](databases)
        self._server = Server(server, site, databases["C"]) if server else None
        self._databases["C"] = self._server or databases["C"]
        self.clocks = {letter: parts.TestClock("2026-06-20 23:30", step=1) for letter in LETTERS}
        self.clocks["C"].set("2027-01-01 08:00")
        self.desks = {letter: self._desk(letter) for letter in LETTERS}
        self.pen = parts.Pen(site)
        parts.listed(self.desks["A"], "1-1-101", "1-1-102", reasons=("E01", "E08"))
        self.tell_all()

    def _desk(self, letter: str) -> Desk:
        return parts.seated(self._databases[letter], letter, site=self.site, clock=self.clocks[letter], role="lead")

    def close(self) -> None:
        """The server's connections; its file goes on to be used."""
        if self._server is not None:
            self._server.close()

    def ids(self) -> Ids:
        """Every entry there is anywhere, in an order that does not hang on random ids."""
        held = [line for desk in self.desks.values() for line in desk.after({})] + self.pen.lines
        return tuple(dict.fromkeys(line.id for line in sorted(held, key=lambda line: (line.desk, line.n))))

    def restart(self, letter: str) -> None:
        """The program is ended and started."""
        self.desks[letter] = self._desk(letter)

    def tell_all(self) -> None:
        """Everybody tells everybody everything."""
        for desk in self.desks.values():
            desk.receive(self.pen.lines)
        for _ in range(2):
            for one, other in itertools.combinations(self.desks.values(), 2):
                swap(one, other)


HAPPENS = (
    "do",
    "do",
    "do",
    "do",
    "arrive",
    "void",
    "wild",
    "hear",
    "swap",
    "part",
    "store",
    "settle",
    "restart",
    "check",
    "later",
)


def step(world: World, draw: Draw) -> None:
    """Anything that may happen on a handover day."""
    letter, other = draw(st.permutations(LETTERS))[:2]
    with suppress(Refused):  # the rules may say no; the world goes on
        happen(world, draw, draw(some(*HAPPENS)), letter, world.desks[letter], world.desks[other])


def happen(world: World, draw: Draw, what: str, letter: str, desk: Desk, other: Desk) -> None:
    """`what`, at this desk, perhaps with the other one."""
    if what == "do":
        ops = draw(st.lists(any_operation(world.ids()), min_size=1, max_size=2))
        desk.do(*ops, override=LEAD, when=draw(st.none() | times))
    elif what == "arrive":
        desk.do(*(CheckIn(on=unit) for unit in draw(some(UNITS[:1], UNITS[1:2], UNITS[2:], UNITS[:2]))))
    elif what == "void":
        desk.void(draw(ids(world.ids())), override=LEAD)
    elif what == "wild":
        write_wildly(world, draw)
    elif what == "hear":
        desk.receive(world.pen.lines[: draw(st.integers(0, len(world.pen.lines)))])
    elif what == "swap":
        swap(desk, other)
    elif what in ("part", "store"):
        lacking = other.after(desk.vector())
        desk.receive(lacking[: draw(st.integers(0, len(lacking)))], settle=what == "part")
    elif what == "settle":
        desk.settle()
    elif what == "restart":
        world.restart(letter)
    elif what == "check":
        check(desk)
    elif what == "later":
        world.clocks[letter].forward(minutes=draw(some(1, 45, 1500)))


def write_wildly(world: World, draw: Draw) -> None:
    """The laptop elsewhere writes what no rule would let pass, as if it had seen anything."""
    known = world.ids()
    saw = draw(st.dictionaries(some(*SUBJECTS), few(ids(known)), max_size=3))
    world.pen.write(*draw(st.lists(strange_operation(known), max_size=3)), at=draw(times), by=draw(name), saw=saw)


def check(desk: Desk) -> None:
    """What a desk keeps in memory and in its tables is what its log says."""
    while desk.settle():
        pass
    anew = {s: parts.told(fold(desk.history(s), s, blank)) for s in SUBJECTS}
    assert {s: parts.told(desk.folded(s)) for s in SUBJECTS} == anew, "kept in memory otherwise"
    shown = parts.rows(desk)
    desk.rebuild()
    assert parts.rows(desk) == shown, "rebuilt otherwise"


@pytest.fixture(scope="module")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Database]]:
    """One file for each desk; every example is another site in it."""
    folder = tmp_path_factory.mktemp("desks")
    made = {letter: parts.file(folder / letter, letter) for letter in LETTERS}
    yield made
    for database in made.values():
        database.close()


@pytest.fixture(scope="module")
def kept(postgres: Postgres) -> str:
    """A database on a server; every example is another site in it."""
    return postgres.new()


@pytest.fixture(scope="module")
def sites() -> Iterator[str]:
    """A new site for every example."""
    return (f"site{n}" for n in itertools.count())


@given(data=st.data())
@settings(phases=[Phase.generate], report_multiple_bugs=False)  # shrinking takes minutes; the steps are short
def test_desks_that_hold_the_same_entries_show_the_same(
    databases: dict[str, Database], sites: Iterator[str], data: st.DataObject
) -> None:
    converge(World(databases, next(sites)), data)


@given(data=st.data())
@settings(phases=[Phase.generate], report_multiple_bugs=False, max_examples=settings().max_examples // 4)
def test_a_desk_whose_log_is_on_a_server_shows_it_too(
    databases: dict[str, Database], sites: Iterator[str], kept: str, data: st.DataObject
) -> None:
    with closing(World(databases, next(sites), kept)) as world:
        converge(world, data)


def converge(world: World, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(5, 25), label="steps")):
        step(world, data.draw)
    for desk in world.desks.values():
        check(desk)
    world.tell_all()

    shown = {letter: parts.rows(desk) for letter, desk in world.desks.items()}
    states = {letter: {s: parts.told(desk.folded(s)) for s in SUBJECTS} for letter, desk in world.desks.items()}
    assert shown["A"] == shown["B"] == shown["C"]
    assert states["A"] == states["B"] == states["C"]
    for desk in world.desks.values():
        check(desk)
