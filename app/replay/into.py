"""A day's file into a site: done at desks that are thrown away, then taken in as one, or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from app.catalogue import catalogue
from app.clock import Clock
from app.database import Database, trouble
from app.derive import OnlyNumbers
from app.desk import Desk, new_id
from app.replay.play import Player, ScriptClock, Seat, own_lines
from app.replay.script import Line, read
from app.site import FILE, exists, new_site, open_site
from app.stations.site import REPLAYED, OpenDesk
from app.tickets.code import letter_index, letters

ZONE = "Asia/Shanghai"  # of a new site


class Played(msgspec.Struct, frozen=True):
    """What a file came to: its lines, the records that were made of them, and the letter of each desk by name."""

    lines: int
    records: int
    desks: dict[str, str]


def replay(folder: Path, file: Path) -> Played:
    """Do what the file says, at the folder's site or at a new one that is named after the file. Raises Refused
    `replay_line` and Trouble, and has recorded nothing then."""
    if not exists(folder):
        return _begin(folder, file)
    desk = open_site(folder, Clock())
    try:
        return take(desk, read(file, desk.state("site").zone))
    finally:
        desk.database.close()


def _begin(folder: Path, file: Path) -> Played:
    """A new site, made where it can be thrown away; its own desk has a letter that the day leaves."""
    lines = read(file, ZONE)
    letter = next(_free(set(_letters(lines, ()).values())))
    with _spare() as spare:
        desk = new_site(spare, ScriptClock(lines[0].known), name=file.stem, zone=ZONE, letter=letter)
        try:
            played = take(desk, lines)
        finally:
            desk.database.close()
        _put(desk.database.path, folder)
        return played


def _put(made: Path, folder: Path) -> None:
    """The new site's file into its folder, whole or not at all."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        coming = folder / f"{FILE}.new"
        with made.open("rb") as source, coming.open("wb") as target:
            shutil.copyfileobj(source, target)
            target.flush()
            os.fsync(target.fileno())
        coming.replace(folder / FILE)
    except OSError as error:
        raise trouble(error, folder) from error


def take(desk: Desk, lines: list[Line]) -> Played:
    """Do the lines at desks of their own, and take what came of it into this one. Raises as `replay` does."""
    given = _letters(lines, _taken(desk))
    with _spare() as spare, _apart(desk, given, spare) as seats:
        player = Player(desk, seats, catalogue())
        player.play(lines)
        kept = [line for seat in player.seats.values() for line in own_lines(seat.desk, 0)]
    desk.receive(kept)
    return Played(len(lines), len(kept), given)


@contextmanager
def _spare() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="handover-desk-replay-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


class _Seats:
    """Opens a desk of its own for each name of the file: it holds what the site holds, and its file is thrown away."""

    def __init__(self, base: Desk, given: dict[str, str], spare: Path) -> None:
        self._base, self._given, self._spare = base, given, spare
        self._derive = OnlyNumbers()
        self.open: list[Desk] = []

    def __call__(self, name: str, at: int) -> Seat:
        path = self._spare / f"{len(self.open)}.db"
        self._base.database.copy(path)
        clock = ScriptClock(at)
        desk = Desk(Database(path, careless=True), clock, self._derive, site=self._base.site, desk=new_id(),
                    letter=self._given[name])
        self.open.append(desk)
        desk.do(OpenDesk(on=f"desk/{desk.id}", letter=desk.letter, why=REPLAYED))
        return Seat(desk, clock)


@contextmanager
def _apart(base: Desk, given: dict[str, str], spare: Path) -> Iterator[_Seats]:
    seats = _Seats(base, given, spare)
    try:
        yield seats
    finally:
        for desk in seats.open:
            desk.database.close()


# -- letters ---------------------------------------------------------------------------------------------


def _taken(desk: Desk) -> set[str]:
    """Letters of the site's laptops. That of an earlier file's desk may go on: all that it did is here."""
    states = (desk.state(f"desk/{id}") for id in {desk.id, *desk.vector()})
    return {desk.letter, *(state.letter for state in states if state.why != REPLAYED)}


def _letters(lines: Iterable[Line], taken: Iterable[str]) -> dict[str, str]:
    """A letter for each desk of the file: its name where that is one nobody has, else the next that is free."""
    names = dict.fromkeys(line.desk for line in lines)
    given = {name: name for name in names if _is_letter(name) and name not in taken}
    free = _free({*taken, *given.values()})
    return {name: given.get(name) or next(free) for name in names}


def _free(taken: set[str]) -> Iterator[str]:
    return (letter for letter in map(letters, range(1000)) if letter not in taken)


def _is_letter(name: str) -> bool:
    try:
        return letters(letter_index(name)) == name
    except ValueError:
        return False
