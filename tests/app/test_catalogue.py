"""The catalogue that ships is whole: every code it names is there, in three languages."""

from __future__ import annotations

import pytest

from app.catalogue import catalogue
from app.records import SEVERITIES


def test_every_fault_is_whole() -> None:
    made = catalogue()
    assert len(made.faults) == 103
    for fault in made.faults.values():
        assert fault.component in made.components and fault.trade in made.trades
        assert fault.severity in SEVERITIES and fault.days > 0
        assert set(fault.rooms) <= made.rooms.keys(), fault.code
    for named in (*made.faults.values(), *made.components.values(), *made.rooms.values(), *made.trades.values()):
        assert all(named.name(language) for language in ("en", "zh_Hans", "zh_Hant")), named.code


def test_the_usual_values_come_from_the_catalogue() -> None:
    assert catalogue().usual("WAL01", "2026-06-20") == {"severity": 3, "trade": "CIV", "due": "2026-07-05"}
    assert catalogue().usual("nothing", "2026-06-20") == {}
    assert catalogue().text("WAL01", "zh_Hans") == "墙面 · 空鼓"


def test_what_is_usual_in_the_room_comes_first() -> None:
    made = catalogue()
    somewhere = next(f for f in made.faults.values() if f.rooms and len(made.of(f.component)) > 1)
    elsewhere = next(room for room in made.rooms if room not in somewhere.rooms)
    order = made.of(somewhere.component, elsewhere)
    assert {f.code for f in order} == {f.code for f in made.of(somewhere.component)}
    assert [bool(f.rooms and elsewhere not in f.rooms) for f in order] == sorted(
        bool(f.rooms and elsewhere not in f.rooms) for f in order)


@pytest.mark.parametrize("language", ["fr", ""])
def test_another_language_gets_english(language: str) -> None:
    assert catalogue().rooms["KIT"].name(language) == "Kitchen"
