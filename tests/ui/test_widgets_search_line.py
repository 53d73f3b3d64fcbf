"""The search line: what it asks, and which Enter means something."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.theme import Theme
from ui.widgets.search_line import PAGE, SearchLine

Key = Qt.Key
Shift, Ctrl = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


class Hand:
    """A line with somebody at it: what was pressed, and everything the line said."""

    def __init__(self, bot: QtBot) -> None:
        self.now = 100.0
        self.bot = bot
        self.line = SearchLine(Theme(), clock=lambda: self.now)
        self.said: list[object] = []
        self.line.asked.connect(self.said.append)
        self.line.moved.connect(self.said.append)
        for name in ("entered", "entered_with_gift", "undo_asked", "escaped"):
            getattr(self.line, name).connect(lambda name=name: self.said.append(name))

    def type(self, text: str) -> None:
        self.bot.keyClicks(self.line, text)

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.bot.keyClick(self.line, key, held)

    def compose(self, unfinished: str, finished: str = "", back: int = 0) -> None:
        event = QInputMethodEvent(unfinished, [])
        event.setCommitString(finished, -back, back)
        QApplication.sendEvent(self.line, event)


@pytest.fixture
def hand(qtbot: QtBot) -> Iterator[Hand]:
    hand = Hand(qtbot)
    yield hand
    hand.line.deleteLater()


def test_every_letter_asks(hand: Hand) -> None:
    hand.type("3 1")
    assert hand.said == ["3", "3 ", "3 1"]


def test_plus_and_minus_are_text(hand: Hand) -> None:
    hand.type("3-2+1")
    assert hand.said[-1] == "3-2+1"


def test_unfinished_letters_of_an_input_method_ask_too(hand: Hand) -> None:
    for letters in ("c", "cj", "cjw"):
        hand.compose(letters)
    assert hand.said == ["c", "cj", "cjw"]
    assert hand.line.text() == ""


def test_unfinished_letters_are_asked_where_the_cursor_is(hand: Hand) -> None:
    hand.type("3 02")
    hand.line.setCursorPosition(2)
    hand.compose("chen")
    assert hand.said[-1] == "3 chen02"


def test_finished_characters_ask_once(hand: Hand) -> None:
    hand.compose("chen")
    hand.compose("", "陈")
    assert hand.said == ["chen", "陈"]


def test_letters_that_become_characters_in_two_steps_do_not_ask_for_nothing_between(hand: Hand) -> None:
    hand.compose("chen")
    hand.compose("")
    hand.compose("", "陈")
    assert hand.said == ["chen", "陈"]


def test_a_composition_given_up_asks_for_what_is_left(hand: Hand) -> None:
    hand.type("3 ")
    hand.compose("chen")
    with hand.bot.waitSignal(hand.line.asked):
        hand.compose("")
    assert hand.said[-1] == "3 "


def test_an_input_method_that_takes_text_back_asks(hand: Hand) -> None:
    hand.compose("", "陈静")
    hand.compose("", "", back=1)
    assert hand.said == ["陈静", "陈"]


def test_the_last_unfinished_letter_deleted_asks_for_nothing(hand: Hand) -> None:
    hand.compose("c")
    with hand.bot.waitSignal(hand.line.asked):
        hand.compose("")
    assert hand.said == ["c", ""]


def test_an_event_without_letters_changes_nothing(hand: Hand) -> None:
    hand.type("3")
    hand.compose("")
    assert hand.said == ["3"]


def test_enter_is_entered(hand: Hand) -> None:
    hand.type("1702")
    hand.press(Key.Key_Return)
    assert hand.said[-1] == "entered"


def test_enter_of_the_keypad_is_entered(hand: Hand) -> None:
    hand.press(Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert hand.said == ["entered"]


def test_shift_enter_goes_with_a_gift(hand: Hand) -> None:
    hand.press(Key.Key_Return, Shift)
    assert hand.said == ["entered_with_gift"]


def test_enter_with_other_keys_held_means_nothing(hand: Hand) -> None:
    hand.press(Key.Key_Return, Ctrl)
    assert hand.said == []


def test_enter_during_a_composition_does_not_act(hand: Hand) -> None:
    hand.compose("cjw")
    hand.press(Key.Key_Return)
    assert hand.said == ["cjw"]


def test_the_enter_that_ends_a_composition_does_not_act(hand: Hand) -> None:
    hand.compose("cjw")
    hand.compose("", "cjw")
    hand.now += 0.01
    hand.press(Key.Key_Return)
    assert hand.said == ["cjw"]


def test_the_next_enter_after_a_composition_acts(hand: Hand) -> None:
    hand.compose("cjw")
    hand.compose("", "cjw")
    hand.now += 0.12
    hand.press(Key.Key_Return)
    assert hand.said == ["cjw", "entered"]


def test_a_held_enter_acts_once(hand: Hand) -> None:
    hand.press(Key.Key_Return)
    again = QKeyEvent(QEvent.Type.KeyPress, Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True)
    QApplication.sendEvent(hand.line, again)
    assert hand.said == ["entered"]


def test_undo_on_the_empty_line_is_handed_on(hand: Hand) -> None:
    hand.type("13")
    hand.line.clear()
    hand.press(Key.Key_Z, Ctrl)
    assert hand.said[-1] == "undo_asked"
    assert hand.line.text() == ""


def test_undo_in_a_text_edits_the_text(hand: Hand) -> None:
    hand.type("13")
    hand.press(Key.Key_Z, Ctrl)
    assert "undo_asked" not in hand.said
    assert hand.line.text() == ""


def test_undo_during_a_composition_is_not_the_programs(hand: Hand) -> None:
    hand.compose("c")
    hand.press(Key.Key_Z, Ctrl)
    assert "undo_asked" not in hand.said


def test_arrows_and_pages_move_over_rows(hand: Hand) -> None:
    for key in (Key.Key_Down, Key.Key_Up, Key.Key_PageDown, Key.Key_PageUp):
        hand.press(key)
    assert hand.said == [1, -1, PAGE, -PAGE]


def test_arrows_during_a_composition_choose_its_candidates(hand: Hand) -> None:
    hand.compose("chen")
    hand.press(Key.Key_Down)
    assert hand.said == ["chen"]


def test_escape_is_handed_on(hand: Hand) -> None:
    hand.press(Key.Key_Escape)
    assert hand.said == ["escaped"]


def test_clearing_the_line_asks_for_nothing(hand: Hand) -> None:
    hand.type("3")
    hand.line.clear()
    assert hand.said == ["3", ""]


def test_the_line_has_a_name(hand: Hand) -> None:
    words = "Unit, name, phone or number – or scan"
    hand.line.name(words)
    assert hand.line.accessibleName() == hand.line.placeholderText() == words
