"""Every pace, every ending, every layout: a scan is read whole and leaves nothing behind."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping

import pytest
from keyboard import OURS, Keyboard, Mod
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ui.digit_rows import readings
from ui.key_codes import Board

DIGITS = "1234567890"
AZERTY, BELGIAN, CZECH, SLOVAK, HUNGARIAN, LITHUANIAN = (
    "&é\"'(-è_çà", "&é\"'(§è!çà", "+ěščřžýáíé", "+ľščťžýáíé", "123456789ö", "ąčęėįšųū90")
PAD = {"7": 79, "8": 80, "9": 81, "4": 83, "5": 84, "6": 85, "1": 87, "2": 88, "3": 89, "0": 90}
PAD_ON_WINDOWS = {"7": 71, "8": 72, "9": 73, "4": 75, "5": 76, "6": 77, "1": 79, "2": 80, "3": 81, "0": 82}
PACES = ((1, 0), (2, 1), (5, 3), (10, 6), (20, 10), (30, 10), (40, 10))
"""Milliseconds between two strokes, and by how many they vary."""

Strike = Callable[[Keyboard, str], None]
Key = Qt.Key


def row(signs: str, first: int = 10, held: Mod = Mod.NoModifier) -> Strike:
    """The digit row of a layout, its key 1 at scan code `first`; 0 for a system that says no codes."""

    def strike(at: Keyboard, digit: str) -> None:
        sign, place = signs[DIGITS.index(digit)], DIGITS.index(digit)
        at.strike(ord(sign.upper()), sign, first + place if first else 0, held)

    return strike


def shifted(at: Keyboard, digit: str) -> None:
    """A scanner that is set to the French layout holds Shift for every digit."""
    at.strike(Key.Key_Shift, code=50)
    at.strike(ord(digit), digit, 10 + DIGITS.index(digit), Mod.ShiftModifier)


def watched(signs: str, first: int) -> Strike:
    """The system shows every key before Qt gets it, if Qt gets it."""

    def strike(at: Keyboard, digit: str) -> None:
        code = first + DIGITS.index(digit)
        if not at.filter.raw(code, at.at, True):
            row(signs, first)(at, digit)
        at.filter.raw(code, at.at, False)

    return strike


def pad(codes: Mapping[str, int], num_lock: bool = True) -> Strike:
    """The number block; without Num Lock its keys are arrows, Home, End."""
    names = {"7": Key.Key_Home, "8": Key.Key_Up, "9": Key.Key_PageUp, "4": Key.Key_Left, "5": Key.Key_Clear,
             "6": Key.Key_Right, "1": Key.Key_End, "2": Key.Key_Down, "3": Key.Key_PageDown, "0": Key.Key_Insert}

    def strike(at: Keyboard, digit: str) -> None:
        key, text = (ord(digit), digit) if num_lock else (names[digit], "")
        at.strike(key, text, codes[digit], Mod.KeypadModifier)

    return strike


def committed(at: Keyboard, digit: str) -> None:
    """An input method makes full-width digits of keys that nobody saw."""
    at.now = at.at / 1000
    at.commit(chr(ord("０") + int(digit)))


def eaten(at: Keyboard, digit: str) -> None:
    """The system shows the key first, then the input method makes a full-width digit of it."""
    at.now = at.at / 1000
    if not at.filter.raw(10 + DIGITS.index(digit), at.at, True):
        at.commit(chr(ord("０") + int(digit)))
    at.filter.raw(10 + DIGITS.index(digit), at.at, False)


LAYOUTS: Mapping[str, tuple[Board, Strike]] = {
    "QWERTY or QWERTZ": ("x11", row(DIGITS)),
    "QWERTZ on Windows": ("windows", row(DIGITS, 2)),
    "AZERTY": ("x11", row(AZERTY)),
    "AZERTY with Caps Lock": ("x11", row(AZERTY.upper())),
    "AZERTY on Windows": ("windows", row(AZERTY, 2)),
    "AZERTY on Windows with Caps Lock": ("windows", row(DIGITS, 2)),
    "AZERTY that is watched": ("x11", watched(AZERTY, 10)),
    "AZERTY on Windows that is watched": ("windows", watched(AZERTY, 2)),
    "AZERTY with Shift": ("x11", shifted),
    "AZERTY without codes": ("other", row(AZERTY, 0)),
    "AZERTY without codes, with Caps Lock": ("other", row(AZERTY.upper(), 0)),
    "AZERTY on a screen that is far away": ("x11", row(AZERTY, 0)),
    "Belgian": ("windows", row(BELGIAN, 2)),
    "Belgian without codes": ("other", row(BELGIAN, 0)),
    "Czech": ("x11", row(CZECH)),
    "Czech without codes": ("other", row(CZECH, 0)),
    "Slovak without codes": ("other", row(SLOVAK, 0)),
    "Hungarian without codes": ("other", row(HUNGARIAN, 0)),
    "Lithuanian without codes": ("other", row(LITHUANIAN, 0)),
    "number block": ("x11", pad(PAD)),
    "number block without Num Lock": ("x11", pad(PAD, num_lock=False)),
    "number block on Windows without Num Lock": ("windows", pad(PAD_ON_WINDOWS, num_lock=False)),
    "full-width keys": ("windows", row("１２３４５６７８９０", 2)),
    "Arabic": ("other", row("١٢٣٤٥٦٧٨٩٠", 0)),
    "full-width from an input method": ("other", committed),
    "full-width from an input method that is watched": ("x11", eaten),
}
CTRL = Mod.ControlModifier
ENDINGS: Mapping[str, tuple[tuple[int, str, Mod], ...]] = {
    "none": (),
    "Enter": ((Key.Key_Return, "\r", Mod.NoModifier),),
    "Enter of the number block": ((Key.Key_Enter, "\r", Mod.KeypadModifier),),
    "Tab": ((Key.Key_Tab, "\t", Mod.NoModifier),),
    "CR+LF": ((Key.Key_Return, "\r", Mod.NoModifier), (Key.Key_Return, "\r", Mod.NoModifier)),
    "CR+LF as Ctrl+M Ctrl+J": ((Key.Key_M, "\r", CTRL), (Key.Key_J, "\n", CTRL)),
    "LF as Ctrl+J": ((Key.Key_J, "\n", CTRL),),
}


@pytest.fixture
def board(qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[Keyboard]:
    made = Keyboard(qtbot, request.param)
    yield made
    made.filter.stop()


@pytest.mark.parametrize(("board", "strike"), LAYOUTS.values(), ids=LAYOUTS, indirect=["board"])
def test_a_scan_is_read_and_leaves_nothing_behind(
    board: Keyboard, strike: Strike, counts: Callable[[int, int], int]
) -> None:
    dice = random.Random(1)
    for every, about, ending in ((*pace, ending) for pace in PACES[::counts(3, 1)] for ending in ENDINGS):
        for digit in OURS:
            strike(board, digit)
            board.at += every + dice.randint(-about, about)
        for key in ENDINGS[ending]:
            board.now = board.at / 1000
            board.strike(key[0], key[1], held=key[2])
            board.at += every
        board.bot.waitUntil(lambda: bool(board.scans))
        left = (board.line.text(), board.acted, board.foreign, board.page.focusWidget() is board.line)
        assert (every, ending, board.scans, *left) == (every, ending, [OURS], "", [], [], True)
        board.scans.clear()
        board.at += 2000


@pytest.mark.parametrize(("board", "strike"), LAYOUTS.values(), ids=LAYOUTS, indirect=["board"])
def test_who_types_as_fast_as_anybody_can_is_left_alone(board: Keyboard, strike: Strike) -> None:
    dice = random.Random(1)
    for digit in OURS:
        strike(board, digit)
        board.at += dice.randint(60, 95)
    board.pause()
    board.enter()
    assert (board.scans, board.foreign, board.acted) == ([], [], ["enter"])


@pytest.mark.parametrize("board", ["other"], indirect=True)
@pytest.mark.parametrize("typed", ["chloé-anne", "l'été", "3-2-1702", "12-345-6789", "(08-39)", "č&à", "３栋"])
def test_where_the_system_says_no_codes_what_is_struck_fast_comes_out_in_its_order(board: Keyboard, typed: str) -> None:
    for sign in typed:
        board.strike(ord(sign.upper()), sign)
        board.at += 9
    board.enter()
    board.pause()
    assert (board.line.text(), board.scans, board.acted) == (typed, [], ["enter"])


@pytest.mark.parametrize("board", ["other"], indirect=True)
def test_a_full_width_digit_of_a_person_stays_one(board: Keyboard) -> None:
    for text in ("３", "栋", "１７"):
        board.commit(text)
        board.now += 0.2
        board.pause()
    assert board.line.text() == "３栋１７" and board.scans == []


@pytest.mark.parametrize("board", ["other"], indirect=True)
def test_what_an_input_method_makes_next_comes_after_what_is_held(board: Keyboard) -> None:
    board.commit("３")
    assert board.line.text() == ""
    board.commit("栋")
    assert board.line.text() == "３栋"


@pytest.mark.parametrize("board", ["x11"], indirect=True)
def test_full_width_digits_that_come_after_the_scan_are_dropped(board: Keyboard) -> None:
    for digit in OURS:
        board.filter.raw(10 + DIGITS.index(digit), board.at, True)
        board.filter.raw(10 + DIGITS.index(digit), board.at, False)
        board.at += 8
    assert board.filter.raw(36, board.at, True)
    board.commit("１")
    board.commit("２")
    board.bot.waitUntil(lambda: board.scans == [OURS])
    assert board.line.text() == ""
    board.commit("３")
    board.pause()
    assert board.line.text() == "３"


@pytest.mark.parametrize("board", ["x11"], indirect=True)
def test_an_arrow_of_the_number_block_still_moves(board: Keyboard) -> None:
    board.line.setText("17")
    board.strike(Key.Key_Left, "", PAD["4"], Mod.KeypadModifier)
    board.pause()
    assert board.line.cursorPosition() == 1


def test_a_run_that_two_layouts_read_has_two_readings() -> None:
    assert readings("&&çà") == ["1190"]
    assert readings("čššč") == ["4334", "2662"]
    assert readings("3-2") == []
