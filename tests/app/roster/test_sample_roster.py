"""The made-up list."""

from __future__ import annotations

from pathlib import Path

from app.roster.read import read
from app.roster.sample import sample, write

KEY = b"k" * 32
SHIPPED = Path(__file__).parents[3] / "data" / "sample_roster.xlsx"


def test_a_seed_always_makes_the_same_list() -> None:
    assert sample(50, 7) == sample(50, 7) != sample(50, 8)


def test_every_made_up_unit_is_read(tmp_path: Path) -> None:
    write(tmp_path / "sample.xlsx", sample(500, 3))
    got = read(tmp_path / "sample.xlsx", KEY)
    assert (got.units, got.rejected, got.repeated, got.passed_over) == (500, (), (), {})
    assert 500 < got.owners < 800 and 20 < got.ineligible < 70
    assert {code for each in got.households for code in each.reasons}.isdisjoint({"E00"})


def test_phones_and_id_numbers_belong_to_nobody() -> None:
    for row in sample(200, 1)[1:]:
        assert all(number.startswith("990101") for number in str(row[5]).split("、"))
        assert all(number.startswith("154") for number in str(row[6]).split("、"))


def test_some_owners_have_several_units_and_some_notes_look_like_formulas(tmp_path: Path) -> None:
    write(tmp_path / "sample.xlsx", sample(500, 3))
    got = read(tmp_path / "sample.xlsx", KEY)
    assert len({each.ids for each in got.households}) < 500
    assert any(each.note == "=同事介绍" for each in got.households)


def test_the_shipped_sample_is_what_the_program_makes() -> None:
    got = read(SHIPPED, KEY)
    rows = sample(got.units, 1)[1:]
    assert got.units == 360
    assert [each.owners for each in got.households] == [tuple(str(row[4]).split("、")) for row in rows]
