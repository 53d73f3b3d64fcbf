"""What a rule may know beside the state of its own subject."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

USUAL = timezone(timedelta(hours=8))  # where handover days are


class Here:
    """The moment and the place where something is about to be done.

    `now` when it happens, ms UTC; `day` that moment's date in the site's time zone; `operator`, `role`, `desk`,
    `letter` who and where; `site` the site's settings; `states` the subjects of this action by name, as they
    are after the operations before this one. Numbers are dealt inside the write transaction, once an entry:
    a family has one number.
    """

    __slots__ = ("_draw", "_number", "_number_of", "day", "desk", "entry", "letter", "now", "operator", "role",
                 "site", "states")

    def __init__(self, *, now: int, entry: str, operator: str, role: str, desk: str, letter: str, site: Any,
                 states: Mapping[str, Any], number: Callable[[str], int], draw: Callable[[], int]) -> None:
        self.now, self.entry, self.operator, self.role = now, entry, operator, role
        self.desk, self.letter, self.site, self.states = desk, letter, site, states
        self.day = day_of(now, site.zone)
        self._number_of, self._draw = number, draw
        self._number = ""

    def queue_number(self) -> str:
        """The number of this action: letter and three figures, from 001 daily (onsite.md 3.2)."""
        if not self._number:
            self._number = f"{self.letter}{self._number_of(self.day):03d}"
        return self._number

    def draw_number(self) -> str:
        """A draw number: letter and four figures, one series for the whole batch (USERS.md 4.8)."""
        return f"{self.letter}{self._draw():04d}"

    def clock(self, at: int) -> str:
        """`at` (ms UTC) as the wall clock of the site shows it, HH:MM."""
        return local(at, self.site.zone).strftime("%H:%M")


def local(at: int, zone: str) -> datetime:
    """`at` (ms UTC) in a time zone by name."""
    return datetime.fromtimestamp(at / 1000, _zone(zone))


def ms_of(wall: datetime, zone: str) -> int:
    """What the wall clock of a time zone shows as ms UTC."""
    return round(wall.replace(tzinfo=_zone(zone)).timestamp() * 1000)


def zone_known(name: str) -> bool:
    """Whether this laptop knows the time zone."""
    return _zone(name) is not USUAL


def _zone(name: str) -> tzinfo:
    """A zone that another laptop knows and this one does not must not stop a desk."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return USUAL


def day_of(at: int, zone: str) -> str:
    """The date of `at` (ms UTC) in that zone, as ISO text. Days are cut at the site's midnight."""
    return local(at, zone).strftime("%Y-%m-%d")
