"""What the tests of slips share: the system's font, words, and a household that has just come."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fakeprinter import FakePrinter

from app.stations.arrival_slip import ArrivalSlip, SlipUnit
from app.tickets.blocks import Block
from app.tickets.font import Font, find_font
from app.tickets.layout import SlipSite, arrival

NINE_TWELVE = 1_781_917_920_000  # 2026-06-20 09:12 in Shanghai


@pytest.fixture(scope="session")
def font() -> Font:
    """The font of this system, for simplified Chinese."""
    return find_font("zh_Hans")


def english(text: str, **values: object) -> str:
    """The words as they stand in the source."""
    return text.format(**values)


@pytest.fixture
def words() -> Callable[..., str]:
    """A translator into English."""
    return english


def household(**facts: Any) -> ArrivalSlip:
    """Three people of 3-2-1702 who kept their appointment, but for `facts`."""
    units, arrived = (SlipUnit("3-2-1702", "三室两厅"),), {"day": "2026-06-20", "at": NINE_TWELVE, "party": 3}
    booking = {"appointment": "kept", "slot": "09:00-10:00", "kind": "booked"}
    made = {"number": "A023", "units": units, "draws": ("A0187",), "desk": "A", "by": "王敏"}
    return ArrivalSlip(**{**arrived, **booking, **made, **facts})


@pytest.fixture
def laid_out() -> Callable[..., tuple[Block, ...]]:
    """`laid_out(number="A024", waiting=(4, 18), copy=1, site={...})`: the blocks of a slip in English."""

    def make(
        waiting: tuple[int, int] | None = None,
        copy: int = 0,
        site: dict[str, Any] | None = None,
        **facts: Any,
    ) -> tuple[Block, ...]:
        about = SlipSite("澜湾花园二期", "集中交付", **(site or {}))
        return arrival(household(**facts), about, waiting, copy, english)

    return make


@pytest.fixture
def paper_printer() -> Iterator[FakePrinter]:
    """A printer for 80 mm paper on this machine."""
    with FakePrinter() as printer:
        yield printer
