"""Two desks give each other what the other lacks."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol, TypeVar

from app.desk import Vector
from app.errors import Trouble
from app.log import wire

EARLY = 1.7  # seconds of an exchange that go into working out what came first, usually the list

Given = TypeVar("Given")
Told = Callable[[int, int], None]  # how many entries came, and how many subjects are still to be worked out


class Side(Protocol[Given]):
    """What a desk looks like to another one, near or behind a network; `Given` is how lines travel between the two:
    plain, or in a batch with the signatures under them."""

    def vector(self) -> Vector:
        """How far it holds each desk's entries."""

    def after(self, vector: Vector, limit: int = ...) -> Given:
        """Lines that somebody with that vector lacks."""

    def receive(self, lines: Given) -> int:
        """Take lines in; how many were new."""

    def chain(self, desk: str, n: int) -> bytes:
        """The chain of a desk after its entry `n`, b'' where that is not here."""


class Own(Side[Given], Protocol[Given]):
    """The side that runs the exchange."""

    def settle(self) -> int:
        """Work out a slice of what was received; how much is left."""

    def part(self, desk: str, n: int) -> None:
        """Two laptops wrote under this name after entry `n`."""


def swap(mine: Own[Given], theirs: Side[Given], told: Told = lambda came, left: None) -> tuple[int, int]:
    """Exchange until both hold the same; how many entries came and went. Where two laptops wrote under one name, both
    keep both. A round that moves neither stops with Trouble `swap_stuck`. `told` is called now and then."""
    try:
        done = _swap(mine, theirs, told)
    except Trouble:
        _settle(mine, lambda left: None)
        raise
    _settle(mine, lambda left: told(done[0], left))
    return done


def _settle(mine: Own[Given], told: Callable[[int], None], seconds: float = float("inf")) -> float:
    """Work out what was received, for so many seconds at most; how many it took."""
    begun = time.monotonic()
    while time.monotonic() - begun < seconds and (left := mine.settle()):
        told(left)
    return time.monotonic() - begun


def _swap(mine: Own[Given], theirs: Side[Given], told: Told) -> tuple[int, int]:
    came = went = 0
    early = EARLY
    while (held := mine.vector()) != (others := theirs.vector()):
        try:
            got = mine.receive(theirs.after(held))
            told(came + got, 0)
            early -= _settle(mine, lambda left: None, early)
            gave = theirs.receive(mine.after(theirs.vector()))
        except Trouble as trouble:
            base = wire.base(str(trouble.values.get("desk", "")))
            if trouble.key != "chain_broken" or not any(
                    _parted(mine, theirs, desk) for desk in mine.vector() if wire.base(desk) == base):
                raise
            continue
        if not got and not gave and mine.vector() == held and not any(
                _parted(mine, theirs, desk) for desk in held if desk in others and held[desk] != others[desk]):
            raise Trouble("swap_stuck")
        came, went = came + got, went + gave
    return came, went


def _parted(mine: Own[Given], theirs: Side[Given], desk: str) -> bool:
    """Look for the last entry of a desk that both have alike, and part there; whether there was anything to part."""
    same, other = wire.begins(desk), min(side.vector().get(desk, (0, b""))[0] for side in (mine, theirs))
    if other <= same or mine.chain(desk, other) == theirs.chain(desk, other):
        return False
    while other - same > 1:
        middle = (same + other) // 2
        if mine.chain(desk, middle) == theirs.chain(desk, middle):
            same = middle
        else:
            other = middle
    mine.part(desk, same)
    return True
