"""The scanner filter: scans are taken whole, people's typing is left alone."""

import ctypes
from collections.abc import Iterator

import pytest
from keyboard import OURS, Keyboard, Mod
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.key_codes import board_of
from ui.raw_keys import RawKeys, WindowsMessage, X11Key

PHONE = "13800002214"
FRENCH = dict(zip("1234567890", "&é\"'(-è_çà", strict=True))


@pytest.fixture
def board(qtbot: QtBot, qapp: QApplication) -> Iterator[Keyboard]:
    made = Keyboard(qtbot)
    yield made
    made.filter.stop()


@pytest.mark.parametrize("every", [0, 1, 2, 5, 8, 12, 20, 30, 35])
@pytest.mark.parametrize("ending", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab])
def test_a_scan_leaves_nothing_behind_at_any_speed(board: Keyboard, every: int, ending: Qt.Key) -> None:
    board.digits(OURS, every)
    board.enter(ending)
    assert board.scans == [OURS]
    assert board.line.text() == "" and board.acted == []
    assert board.page.focusWidget() is board.line


@pytest.mark.parametrize("every", [0, 2, 8, 30])
def test_a_scan_without_ending_is_over_after_a_pause(board: Keyboard, every: int) -> None:
    board.digits(OURS, every)
    assert board.scans == []
    board.bot.waitUntil(lambda: board.scans == [OURS])
    assert board.line.text() == ""


def test_an_ending_that_comes_late_still_belongs_to_the_scan(board: Keyboard) -> None:
    board.digits(OURS, 8)
    board.bot.waitUntil(lambda: board.scans == [OURS])
    board.at += 80
    board.enter()
    assert board.acted == [] and board.scans == [OURS]


def test_carriage_return_and_line_feed_both_belong_to_the_scan(board: Keyboard) -> None:
    board.scan()
    board.enter()
    board.strike(Qt.Key.Key_J, "\n", held=Mod.ControlModifier)
    board.strike(Qt.Key.Key_M, "\r", held=Mod.ControlModifier)
    assert board.acted == [] and board.scans == [OURS]


def test_ctrl_m_on_its_own_is_a_command(board: Keyboard) -> None:
    board.send(QEvent.Type.ShortcutOverride, Qt.Key.Key_M, "\r", 0, Mod.ControlModifier)
    assert board.filter.holds() == ""


def test_an_enter_pressed_by_a_person_after_a_scan_acts(board: Keyboard) -> None:
    board.scan()
    board.pause(300)
    board.enter()
    assert board.acted == ["enter"]


def test_two_scans_one_after_another_are_two(board: Keyboard) -> None:
    board.scan()
    board.at += 200
    board.scan()
    assert board.scans == [OURS, OURS]


def test_a_scan_is_taken_while_a_button_has_the_focus(board: Keyboard) -> None:
    board.button.setFocus()
    pressed: list[bool] = []
    board.button.clicked.connect(pressed.append)
    board.scan()
    assert board.scans == [OURS] and pressed == []


def test_a_wireless_scanner_may_stumble_in_its_midst(board: Keyboard) -> None:
    board.digits(OURS[:6], 8)
    board.at += 45
    board.digits(OURS[6:], 8)
    board.enter()
    assert board.scans == [OURS]


def test_strokes_that_an_input_method_hands_on_out_of_order_are_put_in_order(board: Keyboard) -> None:
    board.digits(OURS[0], 8)
    board.at += 8
    board.digits(OURS[2], 0)
    board.at -= 8
    board.digits(OURS[1], 16)
    board.digits(OURS[3:], 8)
    board.enter()
    assert board.scans == [OURS]


@pytest.mark.parametrize("every", [83, 75, 60, 52])
def test_a_person_who_types_fast_is_never_taken_for_a_scanner(board: Keyboard, every: int) -> None:
    board.digits(OURS, every)
    board.enter()
    assert board.scans == []
    assert board.line.text() == OURS and board.acted == ["enter"]


def test_two_keys_rolled_together_are_typed(board: Keyboard) -> None:
    board.digits("3", 90)
    board.strike(Qt.Key.Key_Space, " ")
    board.at += 90
    board.digits("17", 20)
    board.at += 80
    board.digits("02", 15)
    board.enter()
    assert board.line.text() == "3 1702" and board.acted == ["enter"]


def test_one_digit_is_held_for_an_instant_and_then_typed(board: Keyboard) -> None:
    board.digits("3", 0)
    assert board.line.text() == ""
    board.bot.waitUntil(lambda: board.line.text() == "3", timeout=1000)


def test_a_letter_sends_the_digits_before_it_on_at_once(board: Keyboard) -> None:
    board.digits("17", 5)
    board.strike(Qt.Key.Key_A, "a")
    assert board.line.text() == "17a"


def test_letters_are_never_held(board: Keyboard) -> None:
    for letter in "cjw":
        board.strike(ord(letter.upper()), letter)
        board.at += 5
    assert board.line.text() == "cjw"


def test_digits_that_are_no_code_of_ours_are_typed_but_their_enter_does_not_act(board: Keyboard) -> None:
    board.scan(PHONE)
    assert board.scans == []
    assert board.line.text() == PHONE and board.acted == []


def test_a_foreign_code_without_ending_is_typed(board: Keyboard) -> None:
    board.digits(PHONE, 8)
    board.bot.waitUntil(lambda: board.line.text() == PHONE)
    assert board.scans == []


def test_a_code_with_letters_is_not_one_of_ours(board: Keyboard) -> None:
    for letter in "AB":
        board.strike(ord(letter), letter)
        board.at += 8
    board.digits(OURS, 8)
    board.enter()
    assert board.scans == [] and board.line.text() == "AB" + OURS


def test_a_code_that_goes_on_with_letters_is_not_one_of_ours(board: Keyboard) -> None:
    board.digits(OURS, 8)
    board.strike(Qt.Key.Key_A, "A")
    assert board.scans == [] and board.line.text() == OURS + "A"


def test_a_scanner_on_a_french_layout_is_understood(board: Keyboard) -> None:
    for digit in OURS:
        board.strike(ord(FRENCH[digit].upper()), FRENCH[digit], code=10 + "1234567890".index(digit))
        board.at += 8
    board.enter()
    assert board.scans == [OURS] and board.line.text() == ""


def test_a_person_on_a_french_layout_types_what_the_keys_say(board: Keyboard) -> None:
    for digit in "123":
        board.strike(ord(FRENCH[digit].upper()), FRENCH[digit], code=10 + "1234567890".index(digit))
        board.at += 90
    board.pause()
    assert board.line.text() == "&é\""


def test_shift_between_digits_does_not_break_a_scan(board: Keyboard) -> None:
    for digit in OURS:
        board.strike(Qt.Key.Key_Shift)
        board.strike(Qt.Key.Key_0 + int(digit), digit, held=Mod.ShiftModifier)
        board.at += 8
    board.enter()
    assert board.scans == [OURS]


def test_the_keypad_is_a_row_of_digits_too(board: Keyboard) -> None:
    for digit in OURS:
        board.strike(Qt.Key.Key_0 + int(digit), digit, held=Mod.KeypadModifier)
        board.at += 8
    board.enter()
    assert board.scans == [OURS]


def test_alt_and_a_digit_is_a_command(board: Keyboard) -> None:
    board.strike(Qt.Key.Key_3, "3", held=Mod.AltModifier)
    assert board.filter.holds() == ""


def test_a_held_digit_key_is_not_a_scan(board: Keyboard) -> None:
    board.digits("1", 30)
    for _ in range(12):
        board.send(QEvent.Type.KeyPress, Qt.Key.Key_1, "1", 0, Mod.NoModifier, again=True)
        board.at += 30
    assert board.scans == [] and board.line.text() == "1" * 13


def test_keys_made_by_a_program_pass_at_once(board: Keyboard) -> None:
    board.bot.keyClicks(board.line, PHONE)
    assert board.line.text() == PHONE


def test_when_we_were_busy_ourselves_a_scan_is_not_torn(board: Keyboard) -> None:
    board.digits(OURS[:2], 8)
    board.now += 0.2
    looked = board.looked
    board.bot.waitUntil(lambda: board.looked > looked)
    assert board.filter.holds() == OURS[:2] and board.line.text() == ""
    board.digits(OURS[2:], 8)
    board.enter()
    assert board.scans == [OURS]


def test_what_is_held_is_given_back_when_we_stop(board: Keyboard) -> None:
    board.digits("17", 5)
    board.filter.stop()
    assert board.line.text() == "17"


def raw_scan(board: Keyboard, digits: str, every: int = 8, eaten: int = 0) -> list[bool]:
    """Digits as the system reports them; what is not taken goes to Qt, or an input method eats it."""
    taken = []
    for digit in digits:
        code = 10 + "1234567890".index(digit)
        taken.append(board.filter.raw(code, board.at, True))
        if not taken[-1] and len(taken) > eaten:
            board.strike(Qt.Key.Key_0 + int(digit), digit, code=code)
        board.filter.raw(code, board.at, False)
        board.at += every
    return taken


def test_from_the_third_fast_digit_on_keys_are_taken_before_the_input_method(board: Keyboard) -> None:
    taken = raw_scan(board, OURS)
    assert taken == [False, False] + [True] * 18
    assert board.filter.raw(36, board.at, True)
    board.bot.waitUntil(lambda: board.scans == [OURS])
    assert board.line.text() == ""


def test_a_scan_is_whole_even_when_an_input_method_ate_its_beginning(board: Keyboard) -> None:
    raw_scan(board, OURS, eaten=2)
    assert board.filter.raw(36, board.at, True)
    board.bot.waitUntil(lambda: board.scans == [OURS])
    assert board.line.text() == ""


def test_strokes_that_an_input_method_gives_back_after_the_scan_are_dropped(board: Keyboard) -> None:
    begun = board.at
    raw_scan(board, OURS, eaten=2)
    board.filter.raw(36, board.at, True)
    board.at = begun
    board.digits(OURS[:2], 8)
    board.bot.waitUntil(lambda: board.scans == [OURS])
    assert board.line.text() == ""


def test_a_scan_waits_for_the_keys_before_it_and_goes_before_the_keys_after_it(board: Keyboard) -> None:
    """The program was busy: the system shows all keys at once, Qt has none of them yet."""
    lines: list[str] = []
    board.filter.scanned.connect(lambda digits: lines.append(board.line.text()))
    begun = board.at
    board.filter.raw(38, begun, True)
    board.at = begun + 100
    passed = [digit for digit, taken in zip(OURS, raw_scan(board, OURS, eaten=99), strict=True) if not taken]
    assert board.filter.raw(36, board.at, True)
    board.filter.raw(56, board.at + 300, True)
    ended, board.at = board.at, begun
    board.strike(Qt.Key.Key_A, "a", code=38)
    assert board.scans == []
    board.at = begun + 100
    board.digits("".join(passed), 8)
    assert board.scans == []
    board.at = ended + 300
    board.strike(Qt.Key.Key_B, "b", code=56)
    assert board.scans == [OURS] and lines == ["a"]
    assert board.line.text() == "ab"


def test_a_person_is_left_to_the_input_method(board: Keyboard) -> None:
    assert raw_scan(board, "1702", every=83) == [False] * 4
    board.pause()
    assert board.line.text() == "1702" and board.scans == []


def test_a_foreign_code_taken_before_the_input_method_is_typed(board: Keyboard) -> None:
    raw_scan(board, PHONE)
    board.filter.raw(36, board.at, True)
    board.bot.waitUntil(lambda: board.line.text() == PHONE)
    assert board.scans == []


def test_a_foreign_code_whose_beginning_an_input_method_ate_is_typed_whole(board: Keyboard) -> None:
    raw_scan(board, PHONE, eaten=2)
    board.filter.raw(36, board.at, True)
    board.bot.waitUntil(lambda: board.line.text() == PHONE)


@pytest.mark.parametrize("code", ["1-1-201", "3-2-1702", "1702-3", "A1702-33", "12-345-6789"])
@pytest.mark.parametrize("every", [2, 8, 20])
@pytest.mark.parametrize("together", [1, 3, 99])
def test_a_code_with_hyphens_is_typed_in_its_order_also_when_the_system_is_ahead_of_us(
    board: Keyboard, code: str, every: int, together: int
) -> None:
    begun = board.at
    for start in range(0, len(code), together):
        passed = []
        for n, letter in enumerate(code[start : start + together], start):
            place = 10 + "1234567890".index(letter) if letter.isdigit() else 20
            if not board.filter.raw(place, begun + every * n, True):
                passed.append((n, letter, place))
            board.filter.raw(place, begun + every * n, False)
        for n, letter, place in passed:
            board.at = begun + every * n
            board.strike(ord(letter), letter, code=place)
    board.pause()
    assert board.line.text() == code and board.scans == []


def test_a_key_held_down_is_one_stroke_for_the_system_too(board: Keyboard) -> None:
    assert [board.filter.raw(10, board.at + 30 * n, True) for n in range(12)] == [False] * 12


def test_enter_of_a_person_is_not_taken_from_the_system(board: Keyboard) -> None:
    assert not board.filter.raw(36, board.at, True)


def test_key_strokes_are_read_from_x11_events(qapp: QApplication) -> None:
    seen: list[tuple[int, int, bool]] = []

    def watch(code: int, at: int, pressed: bool) -> bool:
        seen.append((code, at, pressed))
        return True

    keys = RawKeys(watch)
    press, release, other = X11Key(2, 10, 0, 5000), X11Key(0x80 | 3, 10, 0, 5004), X11Key(6, 10, 0, 5005)
    got = [keys.seen(b"xcb_generic_event_t", ctypes.addressof(event)) for event in (press, release, other)]
    assert got == [True, True, False]
    assert seen == [(10, 5000, True), (10, 5004, False)]


def test_key_strokes_are_read_from_windows_messages(qapp: QApplication) -> None:
    seen: list[tuple[int, int, bool]] = []

    def watch(code: int, at: int, pressed: bool) -> bool:
        seen.append((code, at, pressed))
        return False

    keys = RawKeys(watch)
    press = WindowsMessage(None, 0x0100, 0xE5, 0x0002_0001, 7000)
    release = WindowsMessage(None, 0x0101, 0x31, 0xC002_0001, 7004)
    paint = WindowsMessage(None, 0x000F, 0, 0, 7005)
    got = [keys.seen(b"windows_dispatcher_MSG", ctypes.addressof(event)) for event in (press, release, paint)]
    assert got == [False, False, False]
    assert seen == [(2, 7000, True), (2, 7004, False)]


def test_each_system_counts_its_keys_in_its_own_way() -> None:
    systems = ("xcb", "wayland", "windows", "cocoa", "offscreen")
    assert [board_of(system) for system in systems] == ["x11", "x11", "windows", "other", "other"]
