"""What an escort types finds the defect that is meant."""

from __future__ import annotations

import pytest

from app.catalogue import Catalogue, catalogue
from app.defect_typed import DefectTyped
from app.search.chinese import Chinese


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return catalogue()


@pytest.fixture(scope="module")
def typed(shipped: Catalogue) -> DefectTyped:
    return DefectTyped(shipped, Chinese())


def codes(typed: DefectTyped, text: str, room: str = "") -> list[str]:
    return [".".join(filter(None, (one.room, one.fault.code if one.fault else ""))) for one in typed.find(text, room)]


def test_every_defect_is_found_first_by_its_code_and_by_its_numbers(typed: DefectTyped, shipped: Catalogue) -> None:
    for code, fault in shipped.faults.items():
        assert codes(typed, code)[0] == codes(typed, code.lower())[0] == code
        assert codes(typed, f"KIT.{code}")[0] == f"KIT.{code}"
        numbers = f"{typed.number(fault.component)} {typed.number(code)}"
        assert codes(typed, numbers) == [code]
        assert codes(typed, f"{typed.number('KIT')} {numbers}") == [f"KIT.{code}"]


def test_every_defect_is_among_the_first_eight_by_its_initials(typed: DefectTyped, shipped: Catalogue) -> None:
    missed = {code: typed.initials(code) for code, fault in shipped.faults.items()
              if code not in codes(typed, typed.initials(code))}
    assert missed == {}
    both = {code for code, fault in shipped.faults.items()
            if codes(typed, f"{typed.initials(fault.component)} {typed.initials(code)}")[0] != code}
    assert both == set()


def test_every_defect_is_found_by_its_chinese_of_either_writing_and_by_english_beginnings(
        typed: DefectTyped, shipped: Catalogue) -> None:
    for code, fault in shipped.faults.items():
        component = shipped.components[fault.component]
        for language in ("zh_Hans", "zh_Hant"):
            name = f"{component.name(language)} {fault.name(language)}".replace("，", "")
            assert code in codes(typed, name.replace("（", " ").partition("）")[0].partition("／")[0]), name
        words = [word[:4] for word in f"{component.name('en')} {fault.name('en')}".lower().split() if word.isalpha()]
        assert code in codes(typed, " ".join(words)), words


@pytest.mark.parametrize(
    ("text", "room", "first"),
    [
        ("kg", "LIV", "WAL01"),
        ("kt kg", "", "LIV.WAL01"),
        ("客厅 空鼓", "", "LIV.WAL01"),
        ("客廳 空鼓", "", "LIV.WAL01"),
        ("holl pl", "", "WAL01"),
        ("wal1", "", "WAL01"),
        ("kitchen hollow", "", "KIT.WAL01"),
        ("cf", "", "KIT"),
        ("kt", "KIT", "LIV"),
        ("yt", "", "BAL"),
    ],
)
def test_what_is_typed_finds_what_is_meant(typed: DefectTyped, text: str, room: str, first: str) -> None:
    assert codes(typed, text, room)[0] == first


def test_one_number_lists_a_component(typed: DefectTyped) -> None:
    assert codes(typed, "1")[:2] == ["WAL01", "WAL02"]


def test_of_those_that_fit_as_well_the_usual_ones_of_the_room_come_first(
        typed: DefectTyped, shipped: Catalogue) -> None:
    rooms = ("KIT", "MBA", "LIV", "BAL")
    for room in rooms:
        found = [one.fault for one in typed.find("sl", room, limit=50) if one.fault]
        same = [f for f in found if typed.initials(f.code) == typed.initials(found[0].code)]
        usual = [not f.rooms or room in f.rooms for f in same]
        assert usual == sorted(usual, reverse=True)
    first = {room: codes(typed, "cracked", room)[0] for room in shipped.rooms}
    assert len(set(first.values())) > 1, first


@pytest.mark.parametrize("text", ["", "  ", "0 0", "99 99", "1 2 3 4", "qqqqq", "WAL99"])
def test_what_means_nothing_finds_nothing(typed: DefectTyped, text: str) -> None:
    assert typed.find(text) == []
