"""Keeps this laptop together with the main one: exchanges at once when there is something new on either side, and tries
again, for ever, when there is no network."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from contextlib import suppress

import msgspec

from app import VERSION
from app.desk import Desk
from app.errors import Trouble
from app.stations.site import MeasureClock
from app.sync.far import Far, joined
from app.sync.member import Member
from app.sync.photos import Carrier
from app.sync.swap import swap
from app.twin import relabel

AGAIN, SELDOM = 0.5, 2.5  # seconds after a failure: first, and at most, so that a link that is back is used within 5 s
QUIET = 30.0  # seconds without news after which the two compare all the same
DRIFT_MS = 5000  # by how much a clock must have moved against the main laptop's to be put on record again


class Exchange(msgspec.Struct, frozen=True):
    """How the exchange stands: `at` when it last succeeded (ms UTC, 0: never), `trouble` what is in the way since,
    `waiting` entries of this laptop that the main one had not acknowledged, `ahead` ms of this clock before its,
    `version` of its program, `photos` that the two do not both have yet."""

    at: int = 0
    trouble: Trouble | None = None
    waiting: int = 0
    ahead: int = 0
    version: str = ""
    photos: int = 0

    @property
    def outdated(self) -> bool:
        """Whether the main laptop has a newer program than this one."""
        return _parts(self.version) > _parts(VERSION)


class Syncer:
    """Exchanges in two threads: one swaps, one waits for news. `told` is called, in one of them, whenever it stands
    otherwise."""

    def __init__(self, desk: Desk, address: str, told: Callable[[Exchange], None]) -> None:
        self._desk, self._told = desk, told
        self._address, self.state = address, Exchange()
        self._member: Member | None = None
        self._acknowledged = 0
        self._carrier: Carrier | None = None
        self._now, self._met, self._stopped = threading.Event(), threading.Event(), threading.Event()
        self._threads = [threading.Thread(target=work, name="sync", daemon=True)
                         for work in (self._exchange, self._listen)]

    def start(self) -> None:
        """Begin."""
        self._desk.on_change.append(self._changed)
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End; what was not exchanged is kept for the next time."""
        self._stopped.set()
        self._now.set()
        self._desk.on_change.remove(self._changed)
        for thread in self._threads:
            thread.join()

    def _changed(self, subjects: set[str]) -> None:
        self._now.set()

    def _exchange(self) -> None:
        far, failed = None, 0
        while not self._stopped.is_set():
            self._now.clear()
            try:
                member = self._member = self._member or joined(self._desk, self._address)
                far = far or Far(self._address, member.keys, self._desk.clock)
                swap(member, far)
                failed = 0
                if self._desk.twice:
                    raise Trouble("desk_twice", letter=self._desk.letter)
                relabel(self._desk)
                self._measure(far)
            except Trouble as trouble:
                failed += 1
                self._carrier = None  # which photos the main laptop has is asked anew: it may be another one
                self._say(trouble, far)
                self._stopped.wait(random.uniform(0.5, 1) * min(AGAIN * 2 ** (failed - 1), SELDOM))
                continue
            self._acknowledged = self._own()
            self._say(None, far)
            self._met.set()
            self._carry(far)
            self._now.wait(QUIET)
        if far is not None:
            far.close()

    def _carry(self, far: Far) -> None:
        """Photos, while nothing else is to be said."""
        carrier = self._carrier = self._carrier or Carrier(self._desk)
        before = carrier.waiting
        with suppress(Trouble):  # what is in the way of entries, too, is said there; the rest goes on where it stopped
            carrier.carry(far, self._now.wait)
        if carrier.waiting != before:
            self._say(None, far)

    def _listen(self) -> None:
        """Ask the main laptop for news as long as it answers."""
        far = None
        while not self._stopped.is_set():
            if not self._met.wait(1) or self._member is None:
                continue
            far = far or Far(self._address, self._member.keys, self._desk.clock)
            try:
                if far.wait(self._desk.vector()) == self._desk.vector():
                    continue
            except Trouble:
                pass  # the other thread finds out, and says so
            self._met.clear()
            self._now.set()
        if far is not None:
            far.close()

    def _measure(self, far: Far) -> None:
        """Put on record how far this clock is ahead of the main laptop's: once in each start of the laptop, and when
        the main one's was set. When this one is set, its own monotonic time tells by how much."""
        desk = self._desk
        clock = desk.state(f"desk/{desk.id}").clocks.get(desk.clock.boot())
        if clock is None or abs(clock.off(desk.clock.now(), desk.clock.mono()) - far.ahead) > DRIFT_MS:
            desk.do(MeasureClock(on=f"desk/{desk.id}", ahead=far.ahead))

    def _say(self, trouble: Trouble | None, far: Far | None) -> None:
        now = self._desk.clock.now() if trouble is None else self.state.at
        self.state = Exchange(now, trouble, self._own() - self._acknowledged if trouble else 0,
                              far.ahead if far is not None else self.state.ahead,
                              far.version if far is not None else self.state.version,
                              self._carrier.waiting if self._carrier is not None else 0)
        self._told(self.state)

    def _own(self) -> int:
        return self._desk.vector().get(self._desk.id, (0, b""))[0]


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdecimal())
