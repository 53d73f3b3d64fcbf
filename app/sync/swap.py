"""Two desks give each other what the other lacks."""

from __future__ import annotations

from typing import Protocol, TypeVar

from app.desk import Vector
from app.errors import Trouble

Given = TypeVar("Given")


class Side(Protocol[Given]):
    """What a desk looks like to another one, near or behind a network; `Given` is how lines travel between the two:
    plain, or in a batch with the signatures under them."""

    def vector(self) -> Vector:
        """How far it holds each desk's entries."""

    def after(self, vector: Vector, limit: int = ...) -> Given:
        """Lines that somebody with that vector lacks."""

    def receive(self, lines: Given) -> int:
        """Take lines in; how many were new."""


def swap(mine: Side[Given], theirs: Side[Given]) -> tuple[int, int]:
    """Exchange until both hold the same; how many entries came and went. A round that moves neither stops
    with Trouble `swap_stuck`."""
    came = went = 0
    while mine.vector() != theirs.vector():
        got = mine.receive(theirs.after(mine.vector()))
        gave = theirs.receive(mine.after(theirs.vector()))
        if not got and not gave:
            raise Trouble("swap_stuck")
        came, went = came + got, went + gave
    return came, went
