"""What an escort has not entered yet: kept by unit, on this laptop only, whatever stands there."""

from __future__ import annotations

import pytest

from app.desk import Desk
from app.half_written import HalfWritten, HalfWrittens
from app.settings import Settings

WRITTEN = HalfWritten(room="KIT", typed="kg", severity=2, wall="B", note="low", trade="CIV", due="2026-07-01",
                      changing="x", ticked=("ENT", "LIV"))


@pytest.fixture
def settings(desk: Desk) -> Settings:
    return Settings(desk.database, desk.site)


def test_each_unit_has_its_own_and_the_last_is_known(settings: Settings) -> None:
    kept = HalfWrittens(settings)
    assert kept.of("1-1-101") == HalfWritten() and kept.last == ""
    kept.keep("1-1-101", WRITTEN)
    kept.keep("1-1-102", HalfWritten(typed="x"))
    again = HalfWrittens(settings)
    assert again.of("1-1-101") == WRITTEN and again.last == "1-1-102"
    again.leave()
    assert again.last == "" and again.of("1-1-102").typed == "x"
    again.forget("1-1-101")
    assert again.of("1-1-101") == HalfWritten()


def test_after_a_defect_room_and_ticks_stay(settings: Settings) -> None:
    assert WRITTEN.begun and WRITTEN.cleared() == HalfWritten(room="KIT", ticked=("ENT", "LIV"))
    assert not WRITTEN.cleared().begun


@pytest.mark.parametrize("text", ["{", "[]", '{"room": 3}', "nonsense"])
def test_what_cannot_be_read_is_nothing(settings: Settings, text: str) -> None:
    settings.set("inspection/1-1-101", text)
    assert HalfWrittens(settings).of("1-1-101") == HalfWritten()
