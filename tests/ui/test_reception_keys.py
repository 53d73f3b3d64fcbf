"""Key presses per job, counted in the real window: never more than the proposed column of USERS.md section 2."""

from __future__ import annotations

from collections.abc import Iterator

import parts
import pytest
from counter import ALT, CTRL, SHIFT, Counter, Key
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desk import Desk
from app.stations.arrival import CheckIn
from app.tickets.code import notice_code


@pytest.fixture
def at(qtbot: QtBot, qapp: QApplication, desk: Desk, clock: parts.TestClock) -> Iterator[Counter]:
    for block in range(1, 21):
        parts.listed(desk, f"{block}-1-1801", owners=("何欢",), phones=(f"1390000{block:04d}",))
    parts.listed(desk, "3-2-1702", owners=("陈静雯",), phones=("13800001111",))
    parts.listed(desk, "4-1-0902", owners=("周丽",), phones=("13800002222",), reasons=("E09",))
    parts.listed(desk, "5-1-0501", "5-1-0502", "5-1-0503", owners=("吴昊",), phones=("13800003333",))
    parts.listed(desk, "6-1-0601", "6-1-0602", owners=("赵云",), phones=("13800004444",))
    parts.listed(desk, "6-1-0603", owners=("赵云",), phones=("13800004444",), reasons=("E01",))
    counter = Counter(qtbot, qapp, desk, clock)
    yield counter
    counter.close()


def test_a_scanned_code_needs_1_key(at: Counter) -> None:
    at.scan(notice_code("3-2-1702"))
    at.enter()
    assert (at.number("3-2-1702"), at.keys) == ("A001", 1)


def test_a_unique_unit_needs_5_keys(at: Counter) -> None:
    at.find("1702")
    at.enter()
    assert (at.number("3-2-1702"), at.keys) == ("A001", 5)


def test_with_twenty_blocks_it_needs_7_keys(at: Counter) -> None:
    at.find("3 1801")
    at.enter()
    assert (at.number("3-1-1801"), at.keys) == ("A001", 7)


def test_it_needs_7_keys_also_where_longer_blocks_begin_alike(at: Counter) -> None:
    at.find("2 1801")
    assert at.rows()[:2] == ["2-1-1801", "20-1-1801"]
    at.enter()
    assert (at.number("2-1-1801"), at.keys) == ("A001", 7)


def test_initials_need_4_keys(at: Counter) -> None:
    at.find("cjw")
    at.enter()
    assert (at.number("3-2-1702"), at.keys) == ("A001", 4)


def test_initials_through_an_input_method_need_5_keys(at: Counter) -> None:
    for letters in ("c", "cj", "cjw"):
        at.keys += 1
        at.compose(letters)
    at.keys += 1  # the key that ends the composition; it reaches the window as the finished letters
    at.compose("", "cjw")
    at.wait()
    at.enter()
    assert (at.number("3-2-1702"), at.keys) == ("A001", 5)


def test_a_party_of_three_needs_1_key_more(at: Counter) -> None:
    at.find("1702")
    at.press(Key.Key_3, ALT)
    at.enter()
    assert (at.visit("3-2-1702").party, at.keys) == (3, 5 + 1)


def test_an_agent_with_authorisation_needs_2_keys_more(at: Counter) -> None:
    at.find("1702")
    at.press(Key.Key_A, ALT)
    at.press(Key.Key_P, ALT)
    at.enter()
    assert (at.visit("3-2-1702").agent.authorisation, at.keys) == ("original", 5 + 2)


def test_a_family_all_of_whom_may_go_on_needs_5_keys(at: Counter) -> None:
    at.find("0501")
    at.enter()
    assert ([at.number(f"5-1-050{n}") for n in (1, 2, 3)], at.keys) == (["A001"] * 3, 5)


def test_a_family_one_of_whom_may_not_go_on_needs_5_keys(at: Counter) -> None:
    at.find("0601")
    at.enter()
    assert ([at.number(f"6-1-060{n}") for n in (1, 2, 3)], at.keys) == (["A001"] * 3, 5)


def test_a_gift_right_after_is_asked_for_with_1_key(at: Counter) -> None:
    at.find("1702")
    at.enter()
    before = at.keys
    at.press(Key.Key_G, CTRL)
    assert (at.said(), at.keys - before) == ("No gifts are set up.", 1)


def test_a_check_in_with_gift_needs_no_key_more(at: Counter) -> None:
    at.find("1702")
    at.press(Key.Key_Return, SHIFT)
    assert (at.number("3-2-1702"), at.keys) == ("A001", 5)


def test_a_paper_that_is_there_needs_1_key_instead_of_enter(at: Counter) -> None:
    at.find("0902")
    at.press(Key.Key_P, ALT)
    assert (at.unit("4-1-0902").step(), at.number("4-1-0902"), at.keys) == ("", "A001", 5)


def test_who_may_not_go_on_needs_5_keys(at: Counter) -> None:
    at.find("0902")
    at.enter()
    assert (at.number("4-1-0902"), at.keys) == ("A001", 5)


def test_finance_clears_with_2_keys(at: Counter) -> None:
    at.desk.do(CheckIn(on="unit/6-1-0603"))
    at.press(Key.Key_2, CTRL)
    at.enter()
    assert (at.unit("6-1-0603").step(), at.keys) == ("", 2)


def test_a_wrong_unit_is_put_right_with_8_keys(at: Counter) -> None:
    at.find("1-1-1801")
    at.enter()
    at.wait(500)
    before = at.keys
    at.press(Key.Key_M, CTRL)
    at.find("2 1801")
    at.enter()
    assert (at.number("2-1-1801"), at.keys - before) == ("A001", 8)


def test_undo_needs_2_keys(at: Counter) -> None:
    at.find("1702")
    at.enter()
    at.wait(500)
    before = at.keys
    at.press(Key.Key_Z, CTRL)
    at.enter()
    assert (at.visit("3-2-1702"), at.keys - before) == (None, 2)


def test_somebody_on_no_list_needs_10_keys(at: Counter) -> None:
    at.find("Wei Li")
    at.press(Key.Key_N, CTRL)
    at.enter()
    assert at.number("NEW-A1") == "A001" and at.keys <= 10


def test_the_slip_again_needs_1_key(at: Counter) -> None:
    at.find("1702")
    at.enter()
    before = at.keys
    at.press(Key.Key_P, CTRL)
    assert (at.visit("3-2-1702").reprints, at.keys - before) == (1, 1)
