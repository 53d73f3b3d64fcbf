"""The digits of a QR code."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.tickets.code import (
    EPOCH,
    Scanned,
    letter_index,
    letters,
    notice_code,
    read_code,
    slip_code,
    split_number,
    unit_hash,
)

days = st.dates(min_value=EPOCH, max_value=date(2290, 1, 1))
numbers = st.builds(
    lambda index, figure: f"{letters(index)}{figure:03d}", st.integers(0, 999), st.integers(1, 9999)
)
units = st.text(min_size=1)
codes = st.one_of(
    st.builds(lambda d, n, u: slip_code(d.isoformat(), n, u), days, numbers, units),
    st.builds(notice_code, units),
)


@given(days, numbers, units)
def test_a_slip_reads_back_its_day_its_number_and_its_unit(day, number, unit):
    assert read_code(slip_code(day.isoformat(), number, unit)) == Scanned(
        unit_hash(unit), day.isoformat(), number
    )


@given(units)
def test_a_notice_reads_back_its_unit_and_no_number(unit):
    assert read_code(notice_code(unit)) == Scanned(unit_hash(unit))


@given(codes)
def test_every_single_wrong_digit_is_found(code):
    for at, right in enumerate(code):
        for wrong in "0123456789".replace(right, ""):
            assert read_code(code[:at] + wrong + code[at + 1 :]) is None


@given(codes)
def test_every_two_neighbours_swapped_are_found(code):
    for at in range(len(code) - 1):
        swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
        assert swapped == code or read_code(swapped) is None


@given(codes)
def test_a_digit_too_few_or_too_many_is_found(code):
    for at in range(len(code)):
        assert read_code(code[:at] + code[at + 1 :]) is None
        assert read_code(code[:at] + "0" + code[at:]) is None


def test_a_code_is_digits_only_and_short_enough_for_the_smallest_qr_code():
    code = slip_code("2026-06-20", "A023", "3-2-1702")
    assert code == "1023620000023" + f"{unit_hash('3-2-1702'):09d}" + code[-2:]
    assert code.isdigit()
    assert (len(code), len(notice_code("3-2-1702"))) == (24, 12)  # version 1 level Q holds 27


def test_digits_that_an_input_method_made_wide_are_digits():
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    code = slip_code("2026-06-20", "A023", "3-2-1702")
    assert read_code(f" {code.translate(wide)}\r\n") == read_code(code) is not None


@pytest.mark.parametrize(
    "text", ["", "13800138000", "A023", "3-2-1702", "一二三", "²³", "1" * 24, "97" * 12, "1" * 9999]
)
def test_what_is_no_code_of_ours_is_none(text):
    assert read_code(text) is None


def test_desks_are_lettered_without_i_o_and_q():
    assert [letters(i) for i in (0, 7, 8, 12, 13, 22, 23, 24, 46)] == [
        "A",
        "H",
        "J",
        "N",
        "P",
        "Z",
        "AA",
        "AB",
        "BA",
    ]
    assert "".join(letters(i) for i in range(23)) == "ABCDEFGHJKLMNPRSTUVWXYZ"


@given(st.integers(0, 999))
def test_letters_and_their_index_are_each_others_reverse(index):
    assert letter_index(letters(index)) == index


@pytest.mark.parametrize("desk", ["", "I", "O", "Q", "a", "ZZZ", "1"])
def test_what_no_desk_is_called_has_no_index(desk):
    with pytest.raises(ValueError):
        letter_index(desk)


@pytest.mark.parametrize(
    ("day", "number"),
    [
        ("2019-12-31", "A001"),
        ("2026-06-20", "A000"),
        ("2026-06-20", "A10000"),
        ("2026-06-20", "O001"),
        ("someday", "A001"),
        ("2026-06-20", "023"),
    ],
)
def test_a_slip_that_cannot_be_has_no_code(day, number):
    with pytest.raises(ValueError):
        slip_code(day, number, "3-2-1702")


def test_a_number_is_its_desk_and_its_figure():
    assert split_number("AB1023") == ("AB", 1023)


def test_a_units_hash_is_the_same_on_every_laptop():
    assert unit_hash("3-2-1702") == 663_207_826
