"""Lines of a paragraph on paper."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.tickets.wrap import NOT_FIRST, NOT_LAST, balanced, wrap


def columns(text: str) -> float:
    """Chinese characters are two columns wide, all others one."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("前面4户", ["前面4户"]),
        ("请到 12 号窗口核验身份", ["请到 12", "号窗口核", "验身份"]),
        ("澜湾花园3栋2单元", ["澜湾花园", "3栋2单元"]),
        ("to the Finance desk", ["to the", "Finance", "desk"]),
        ("先看3-2-1702", ["先看", "3-2-1702"]),
        ("第一行\n第二行", ["第一行", "第二行"]),
        ("Llanfairpwll", ["Llanfair", "pwll"]),
    ],
)
def test_chinese_breaks_between_characters_and_latin_between_words(text, lines):
    assert wrap(text, 8, columns) == lines


def test_no_line_begins_with_a_full_stop_or_ends_with_an_opening_bracket():
    assert wrap("请先就座。请稍候", 8, columns) == ["请先就", "座。请稍", "候"]
    assert wrap("请到那边（三号）", 10, columns) == ["请到那边", "（三号）"]


def test_a_word_as_long_as_the_paper_is_cut_not_lost():
    assert wrap("x" * 20, 8, columns) == ["x" * 8, "x" * 8, "x" * 4]


mixed = st.text("澜湾花园二期王敏,。（）A1- \n𠮷", max_size=60)


@given(mixed, st.integers(4, 30))
def test_nothing_is_lost_and_no_line_is_too_wide(text, width):
    lines = wrap(text, width, columns)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(columns(line) <= width for line in lines)


@given(mixed.map(lambda text: text.replace("\n", "")), st.integers(4, 30))
def test_a_balanced_paragraph_has_as_many_lines_and_loses_nothing(text, width):
    lines = balanced(text, width, columns)
    assert len(lines) <= len(wrap(text, width, columns))
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(columns(line) <= width for line in lines)


def test_a_balanced_paragraph_leaves_no_single_character_over():
    assert wrap("同事马上就会过来", 14, columns) == ["同事马上就会过", "来"]
    assert balanced("同事马上就会过来", 14, columns) == ["同事马上", "就会过来"]


def test_a_balanced_paragraph_breaks_after_its_phrases():
    assert balanced("请先就座，同事马上过来", 14, columns) == ["请先就座，", "同事马上过来"]
    assert balanced("CORRECTED, replaces the earlier slip", 26, columns) == [
        "CORRECTED,",
        "replaces the earlier slip",
    ]


def test_what_must_not_stand_first_is_not_also_what_must_not_stand_last():
    assert not set(NOT_FIRST) & set(NOT_LAST)
