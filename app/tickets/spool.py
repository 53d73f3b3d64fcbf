"""The slips of this laptop on their way to paper: recorded first, printed after, never twice unknowingly.

States of a slip: `waiting` for the printer · `sending` while its bytes are on the way · `sent` the printer took
them and cannot say more · `confirmed` it said that they came out · `unconfirmed` somebody has to look whether it
came out · `shown` there is no printer, it was seen on screen · `cancelled` what it said is no longer so.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Sequence
from typing import Protocol

import msgspec

from app.desk import Desk
from app.errors import Trouble
from app.log.operation import Happened
from app.stations.arrival_slip import ArrivalSlip
from app.stations.slips import Slip, TotalsSlip, UnitSlip

AGAIN = "+again"  # after the cause: a second print of what may be on paper already
RETRY_S = (2.0, 4.0, 8.0, 15.0)
MANY, LONG_MS = 10, 10 * 60_000  # so many slips that have waited so long: somebody says which of them are still wanted
GONE = "gone"  # the cause of a slip that was given up because its household is not in the hall any more


class SlipRow(msgspec.Struct, frozen=True):
    """A slip in the spool. `copy` 0 is the first print; `cause` is the key of the Trouble that holds it."""

    entry: str
    copy: int
    state: str
    cause: str
    at: int


class Outcome(Protocol):
    """What became of a job; `low` that the roll is nearly used up."""

    state: str
    cause: str
    low: bool


class Printing(Protocol):
    """Draws a slip and gives it to the printer; runs in the spool's thread."""

    def __call__(self, slip: Slip, copy: int) -> Outcome: ...


class Spool:
    """The queue of slips. `printing` is None where no printer is set up. `tell` is called from the spool's
    thread whenever a slip's state changed. `retry` seconds between tries, the last of them for ever."""

    def __init__(self, desk: Desk, printing: Printing | None, tell: Callable[[SlipRow], None],
                 retry: Sequence[float] = RETRY_S) -> None:
        self._desk, self._tell, self._retry = desk, tell, retry
        self.printing = printing
        self.low = False  # whether the roll was nearly used up when a slip was last printed
        self._wanted = False  # whether somebody has said that what waits is wanted
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="printer", daemon=True)
        self._recover()

    def start(self) -> None:
        """Print what waits, and whatever comes."""
        self._desk.on_change.append(self._on_change)
        self._thread.start()
        self.wake()

    def stop(self) -> None:
        """Print no more; what waits stays."""
        if self._on_change in self._desk.on_change:
            self._desk.on_change.remove(self._on_change)
        self._stop.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout=10)

    def wake(self) -> None:
        """There may be something to print."""
        self._wake.set()

    def use(self, printing: Printing | None) -> None:
        """Another printer from now on."""
        self.printing = printing
        self.wake()

    def slips(self, *states: str) -> list[SlipRow]:
        """Slips in these states, oldest first."""
        marks = ",".join("?" * len(states))
        with self._desk.database.read() as sql:
            rows = sql.exec_driver_sql(
                "SELECT entry, copy, state, cause, at FROM slip WHERE site=? AND state IN "
                f"({marks}) ORDER BY at, entry", (self._desk.site, *states)).all()
        return [SlipRow(*row) for row in rows]

    @property
    def held(self) -> bool:
        """Whether many slips have waited long (a printer that was off for an hour): nothing is printed until somebody
        says which of them, since most of those households are served already."""
        waiting = self.slips("waiting")
        long = waiting and self._desk.clock.now() - waiting[0].at > LONG_MS
        self._wanted = self._wanted and bool(waiting)
        return self.printing is not None and bool(long) and len(waiting) >= MANY and not self._wanted

    def in_the_hall(self) -> list[SlipRow]:
        """Waiting slips of households that are here still and not out with an escort."""
        return [row for row in self.slips("waiting") if self._waits(row)]

    def _waits(self, row: SlipRow) -> bool:
        slip, entry = self.facts(row.entry), self._desk.entry(row.entry)
        if not isinstance(slip, ArrivalSlip) or entry is None:
            return slip is not None
        return any(self._desk.state(op.on).state(slip.day) == "here" for op in entry.ops if op.on.startswith("unit/"))

    def release(self, everything: bool) -> None:
        """Print what waits: all of it, or first of all those still in the hall; the others are given up and can be
        printed again from their cards."""
        kept = {(row.entry, row.copy) for row in self.in_the_hall()}
        for row in self.slips("waiting") if not everything else ():
            if (row.entry, row.copy) not in kept:
                self._mark(row, "cancelled", GONE)
        self._wanted = True
        self.wake()

    def answer(self, entry: str, copy: int, came_out: bool) -> None:
        """A person looked whether an unconfirmed slip came out; if not, it is printed again, marked as a copy,
        since the first one may turn up after all."""
        self._mark(SlipRow(entry, copy, "unconfirmed", "", 0), "confirmed" if came_out else "waiting",
                   "" if came_out else AGAIN)
        self.wake()

    def facts(self, entry_id: str) -> Slip | None:
        """What an entry's slip says as things are now; None when there is nothing to print any more."""
        entry = self._desk.entry(entry_id)
        if entry is None:
            return None
        happened = Happened(entry, lambda id: True)
        made = [op.slip(self._desk.state(op.on), happened) for op in entry.ops]
        other = next((slip for slip in made if isinstance(slip, UnitSlip | TotalsSlip)), None)
        slips = [slip for slip in made if isinstance(slip, ArrivalSlip)]
        if not slips:
            return other
        units = tuple(unit for slip in slips for unit in slip.units)
        draws = tuple(dict.fromkeys(draw for slip in slips for draw in slip.draws))
        return msgspec.structs.replace(slips[0], units=units, draws=draws)

    def _on_change(self, subjects: set[str]) -> None:
        self.wake()

    def _recover(self) -> None:
        """What was on the way when the program ended may be on paper or not: a person has to look."""
        for row in self.slips("sending"):
            self._mark(row, "unconfirmed", "stopped")

    def _run(self) -> None:
        tries = 0
        while not self._stop.is_set():
            pause = self._retry[min(tries, len(self._retry)) - 1] if tries else None
            self._wake.wait(pause)
            self._wake.clear()
            try:
                tries = 0 if self._print_waiting() else tries + 1
            except Exception as wrong:  # one slip that we cannot draw must not keep all others from coming out
                threading.excepthook(threading.ExceptHookArgs((type(wrong), wrong, wrong.__traceback__, self._thread)))
                tries += 1

    def _print_waiting(self) -> bool:
        """Whether nothing is left to try again by itself. What cannot be recorded is not printed."""
        try:
            if self.held:
                return True
            for row in self.slips("waiting"):
                if self._stop.is_set():
                    return True
                if not self._print(row):
                    return False
        except Trouble:
            return False
        return True

    def _print(self, row: SlipRow) -> bool:
        slip = self.facts(row.entry)
        if slip is None:
            self._mark(row, "cancelled", "")
            return True
        if self.printing is None:
            self._mark(row, "shown", "")
            return True
        self._mark(row, "sending", row.cause)
        outcome = self.printing(slip, row.copy + (AGAIN in row.cause))
        self.low = outcome.low
        if outcome.state == "failed":
            self._keep(row, "waiting", outcome.cause + (AGAIN if AGAIN in row.cause else ""))
            return False
        self._keep(row, outcome.state, outcome.cause)
        return True

    def _keep(self, row: SlipRow, state: str, cause: str) -> None:
        """What became of a slip is written down as soon as the disk takes it: else it would be asked about."""
        for pause in itertools.chain(self._retry, itertools.repeat(self._retry[-1])):
            try:
                self._mark(row, state, cause)
                return
            except Trouble:
                if self._stop.wait(pause):
                    return

    def _mark(self, row: SlipRow, state: str, cause: str) -> None:
        with self._desk.database.write() as sql:
            sql.exec_driver_sql(
                "UPDATE slip SET state=?, cause=? WHERE site=? AND entry=? AND copy=?",
                (state, cause, self._desk.site, row.entry, row.copy))
        if (state, cause) != (row.state, row.cause):
            self._tell(msgspec.structs.replace(row, state=state, cause=cause))
