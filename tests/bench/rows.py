"""One measured row, and the figures that it is made of."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec


class Spread(msgspec.Struct, frozen=True):
    """The middle of many measurements, and what one in a hundred exceeds."""

    p50: float
    p99: float


class Row(msgspec.Struct, frozen=True):
    """What was measured beside what it must hold to. `must` says which of the figures of `ours` is held against
    the same one of `limit`: p50, p99 or both."""

    name: str
    unit: str
    ours: Spread
    limit: Spread
    must: str
    holds: bool


def row(name: str, unit: str, ours: Spread, limit: Spread, must: str) -> Row:
    """A row, judged: it holds if each figure that `must` names is within its limit."""
    judged = [figure for figure in ("p50", "p99") if figure in must]
    return Row(name, unit, ours, limit, must, all(getattr(ours, each) <= getattr(limit, each) for each in judged))


def spread(values: Sequence[float]) -> Spread:
    """Of measurements in any order."""
    cut = sorted(values)
    return Spread(round(cut[len(cut) // 2], 3), round(cut[int(len(cut) * 0.99)], 3))


def flat(value: float) -> Spread:
    """One figure that stands for both."""
    return Spread(round(value, 3), round(value, 3))
