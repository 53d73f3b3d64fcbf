"""The facts of a queue slip: what is on it, not how it looks."""

from __future__ import annotations

import msgspec


class SlipUnit(msgspec.Struct, frozen=True):
    """One unit of a family; `station` is '' when it may go on, else what to see first."""

    unit: str
    layout: str = ""
    station: str = ""


class ArrivalSlip(msgspec.Struct, frozen=True):
    """A household's (or family's) check-in: `at` ms UTC, `appointment` kept | early | late | walk_in, `kind`
    booked | walk_in | return."""

    number: str
    day: str
    at: int
    units: tuple[SlipUnit, ...]
    party: int | None = None
    appointment: str = ""
    slot: str = ""
    kind: str = ""
    draws: tuple[str, ...] = ()
    desk: str = ""
    by: str = ""
    corrected: bool = False
    note: str = ""
