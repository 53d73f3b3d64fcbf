"""Doing the lines of a day at the desks that they name, each through its own door.

Desks are apart, as laptops without a network are: what one did, no other knows. Only where a line needs a unit or a
record that its desk has never heard of, that desk first learns all that was known where it was made, since the list
is given to every desk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from app.catalogue import Catalogue
from app.clock import Clock
from app.desk import Desk, Operator
from app.errors import Refused
from app.log import wire
from app.log.operation import Entry, Override
from app.queries.rosters import subjects
from app.replay.script import Line
from app.replay.verbs import ALLOWED, OPERATIONS, Doing
from app.roster_import import called, free
from app.stations.roster import ListUnit
from app.stations.site import Configure, GiftKind


class ScriptClock(Clock):
    """A clock that stands where the file has come to at one desk, and never goes back."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self._now = at

    def set(self, at: int) -> None:
        """It is that time (ms UTC), or later already."""
        self._now = max(self._now, at)

    def now(self) -> int:
        """What the file says."""
        return self._now

    def mono(self) -> int:
        """The same: it never goes back."""
        return self._now


class Seat(NamedTuple):
    """A desk of the file and its clock."""

    desk: Desk
    clock: ScriptClock


class _Made(NamedTuple):
    """Where an entry was made, and how far that desk knew the desks of the file then, itself among them."""

    entry: str
    at: str
    known: Mapping[str, int]


class Player:
    """Plays lines. `seat` opens a desk by its name in the file at a time (ms UTC), and is asked once for each."""

    def __init__(self, base: Desk, seat: Callable[[str, int], Seat], catalogue: Catalogue) -> None:
        self._seat_of, self._catalogue = seat, catalogue
        self._zone = base.state("site").zone
        self.seats: dict[str, Seat] = {}
        self._known: dict[str, Mapping[str, int]] = {}  # by name: how far each desk of the file is known there
        self._made: dict[int, _Made] = {}  # by number of the line
        self._listed: dict[str, _Made] = {}  # by subject
        with base.database.read() as sql:
            self._names = subjects(sql, base.site)
        self._bearers = {code: name for name, code in reversed(self._names.items())}

    def play(self, lines: Iterable[Line]) -> None:
        """Do them all. Raises Refused `replay_line`, and Trouble."""
        for line in lines:
            try:
                self._do(line)
            except Refused as no:
                raise line.bad(no) from no

    def _do(self, line: Line) -> None:
        seat = self._seat(line)
        seat.clock.set(line.known)
        seat.desk.operator = Operator(line.by, "lead")
        when = line.at if line.at < seat.clock.now() else None
        entry = self._void(seat, line, when) if line.do == "void" else self._act(seat, line, when)
        self._known[line.desk] = {**self._known[line.desk], line.desk: entry.n}
        made = self._made[line.n] = _Made(entry.id, line.desk, self._known[line.desk])
        if line.do == "add_unit":
            self._listed[entry.ops[0].on] = made

    def _seat(self, line: Line) -> Seat:
        seat = self.seats.get(line.desk)
        if seat is None:
            seat = self.seats[line.desk] = self._seat_of(line.desk, line.known)
            self._known[line.desk] = {}
        return seat

    def _act(self, seat: Seat, line: Line, when: int | None) -> Entry:
        on = self._subject(line)
        unit = seat.desk.state(on)
        if not unit.known and on in self._listed:
            self._learn(seat, line.desk, self._listed[on])
            unit = seat.desk.state(on)
        op = OPERATIONS[line.do](Doing(line, on, unit, self._zone, self._catalogue))
        if isinstance(op, ListUnit):
            return self._list(seat, op, line.unit, when)
        if line.do == "give_gift" and op.kind not in seat.desk.state("site").gifts:
            seat.desk.do(Configure(on="site", gifts={op.kind: GiftKind()}), when=when)
        return self._allowed(line, lambda override: seat.desk.do(op, when=when, override=override))

    def _subject(self, line: Line) -> str:
        return f"unit/{self._bearers.get(line.unit) or free(line.unit, self._names)}"

    def _list(self, seat: Seat, op: ListUnit, code: str, when: int | None) -> Entry:
        """A unit that is there already may be said again, and not otherwise."""
        unit = seat.desk.state(op.on)
        said = {field: getattr(op, field) for field in ("owners", "phones", "building") if getattr(op, field)}
        if unit.known and any(unit.fact(field, ()) != value for field, value in said.items()):
            raise Refused("code_taken", unit=code)
        name = op.on.partition("/")[2]
        entry = seat.desk.do(op, *called(name, code, self._names), when=when)
        self._names[name], self._bearers[code] = code, name
        return entry

    def _void(self, seat: Seat, line: Line, when: int | None) -> Entry:
        made = self._made[line.more["ref"]]
        if seat.desk.entry(made.entry) is None:
            self._learn(seat, line.desk, made)
        target = seat.desk.entry(made.entry)
        if line.unit and target is not None and self._subject(line) not in target.subjects:
            raise Refused("replay_other_unit", ref=line.more["ref"], unit=line.unit)
        return self._allowed(line, lambda override: seat.desk.void(
            made.entry, why=line.more.get("why", ""), came_back=line.more.get("came_back"), override=override,
            when=when))

    @staticmethod
    def _allowed(line: Line, act: Callable[[Override | None], Entry]) -> Entry:
        """Do it; where the lead may allow what is refused, they do, as they did on the day."""
        try:
            return act(None)
        except Refused as no:
            if not no.may or line.do not in ALLOWED:
                raise
        return act(Override(who=line.by, why=line.more.get("why", "replay"), role="lead"))

    def _learn(self, seat: Seat, name: str, made: _Made) -> None:
        here = self._known[name]
        lacked = {desk: n for desk, n in made.known.items() if desk != name and n > here.get(desk, 0)}
        for desk, n in lacked.items():
            other = self.seats[desk].desk
            seat.desk.receive(own_lines(other, here.get(desk, 0), n), settle=False)  # nobody looks at its lists
        self._known[name] = {**here, **lacked}


def own_lines(desk: Desk, after: int, to: int | None = None) -> list[wire.Line]:
    """What that desk itself wrote after its number `after`, up to number `to`."""
    held = desk.vector()
    last = held.get(desk.id, (0, b""))[0] if to is None else to
    return desk.after({**held, desk.id: (after, b"")}, limit=max(0, last - after))
