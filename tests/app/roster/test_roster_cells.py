"""What single cells say: text, dates, areas, appointments."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.roster.cells import appointment, area, area_unit, iso_day, text


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (13402700858.0, "13402700858"),
        (118.43, "118.43"),
        (0.1 + 0.2, "0.3"),
        (1702.0, "1702"),
        (17, "17"),
        (None, ""),
        ("\t 张三　", "张三"),
        ("\ufeff张三\u200b", "张三"),
        ("一\n二", "一\n二"),
        (True, "TRUE"),
        (date(2026, 12, 31), "2026-12-31"),
        (datetime(2026, 12, 31), "2026-12-31"),
        (datetime(2026, 12, 31, 10, 5), "2026-12-31 10:05"),
        (time(10, 5), "10:05"),
    ],
)
def test_a_cell_reads_as_a_person_reads_it(cell: object, said: str) -> None:
    assert text(cell) == said


@given(st.sampled_from("=+-@"), st.text(st.characters(exclude_categories=["C", "Z"]), max_size=20))
def test_what_looks_like_a_formula_stays_a_text(sign: str, rest: str) -> None:
    assert text(sign + rest) == sign + rest


@pytest.mark.parametrize(
    "cell",
    [date(2026, 12, 31), datetime(2026, 12, 31), datetime(2026, 12, 31, 9), "2026/12/31",
     "2026年12月31日", "2026-12-31", 46387, 46387.0,
     46387.5, "46387", "2026.12.31", "20261231", "2026-12-31 00:00:00", "２０２６年１２月３１日",
     "31/12/2026", "12/31/2026", " 2026 / 12 / 31 "],
)  # fmt: skip
def test_a_day_is_the_same_in_every_shape(cell: object) -> None:
    assert iso_day(cell) == "2026-12-31"


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)))
def test_every_day_comes_back_from_every_shape(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    shapes = (
        day,
        serial,
        float(serial),
        f"{day:%Y/%m/%d}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
        f"{day.year}-{day.month}-{day.day}",
    )
    assert {iso_day(shape) for shape in shapes} == {day.isoformat()}


@pytest.mark.parametrize("cell", ["", None, "待定", "2026-13-01", "2026年", "12月31日", 5, "1702"])
def test_what_is_no_day_gives_none(cell: object) -> None:
    assert iso_day(cell) == ""


@pytest.mark.parametrize(
    ("cell", "head", "said"),
    [
        (118.43, "面积(㎡)", ("118.43", "m2")),
        ("118.43㎡", "面积", ("118.43", "m2")),
        ("118.43平方米", "", ("118.43", "m2")),
        (118.43, "建筑面积", ("118.43", "")),
        (1276.0, "Saleable area (sq.ft.)", ("1276", "sqft")),
        ("1,276", "實用面積（呎）", ("1276", "sqft")),
        ("1276 sq. ft.", "", ("1276", "sqft")),
        ("", "面积(㎡)", ("", "")),
        ("待测", "面积(㎡)", ("", "")),
    ],
)
def test_an_area_has_its_unit_from_the_cell_or_the_heading(
    cell: object, head: str, said: tuple[str, str]
) -> None:
    assert area(cell, area_unit(head)) == said


@pytest.mark.parametrize(
    ("cell", "day", "said"),
    [
        ("10:00-11:00", "", "10:00-11:00"),
        ("10：00～11：00", "", "10:00-11:00"),
        ("9:00至10:00", "", "09:00-10:00"),
        ("10点-11点", "", "10:00-11:00"),
        ("9点半-10点半", "", "09:30-10:30"),
        ("上午10:00-11:00", "", "10:00-11:00"),
        ("下午2:00-3:00", "", "14:00-15:00"),
        ("2:00-3:00 PM", "", "14:00-15:00"),
        ("11:30-12:30PM", "", "11:30-12:30"),
        ("10am to 11am", "", "10:00-11:00"),
        ("10:00", "", "10:00"),
        (time(10, 0), "", "10:00"),
        ("2026-12-01 10:00-11:00", "", "2026-12-01 10:00-11:00"),
        ("2026年12月1日 9:00至10:00", "", "2026-12-01 09:00-10:00"),
        ("10:00-11:00", "2026/12/1", "2026-12-01 10:00-11:00"),
        ("10:00-11:00", date(2026, 12, 1), "2026-12-01 10:00-11:00"),
        (datetime(2026, 12, 1, 10), "", "2026-12-01 10:00"),
        ("上午", "", ""),
        ("12月1日 上午", "", ""),
        ("10:00-11:00（改期）", "", ""),
        ("25:00", "", ""),
        ("", "2026-12-01", ""),
    ],
)
def test_an_appointment_is_a_slot_or_left_for_a_person_to_read(cell: object, day: object, said: str) -> None:
    assert appointment(cell, day) == said
