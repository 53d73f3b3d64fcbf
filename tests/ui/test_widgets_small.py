"""Chips, numbers, buttons, the message line: what they say, to the eye and to a screen reader."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.theme import Theme
from ui.widgets.big_number import BigNumber
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.card import LongCard
from ui.widgets.chip import Chip
from ui.widgets.elided import Elided
from ui.widgets.message_line import MessageLine
from ui.widgets.table import Table


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    worn = Theme()
    worn.apply(qapp)
    yield worn
    qapp.setStyleSheet("")


def test_a_number_stands_apart_from_its_letter_and_is_read_as_one(theme: Theme) -> None:
    number = BigNumber("A023")
    assert number.text() == "A\u2009023"
    assert number.accessibleName() == "A023"


def test_a_number_without_letter_is_shown_as_it_is(theme: Theme) -> None:
    assert BigNumber("0187").text() == "0187"


@pytest.mark.parametrize(
    ("said", "words", "key"),
    [
        ("Check in 3 units ⏎", "Check in 3 units", "⏎"),
        ("3 套一起签到 ⏎", "3 套一起签到", "⏎"),
        ("Gift F2", "Gift", "F2"),
        ("Wrong unit Ctrl+M", "Wrong unit", "Ctrl+M"),
        ("Keep Esc", "Keep", "Esc"),
        ("More", "More", ""),
        ("Block F", "Block F", ""),
    ],
)
def test_a_button_finds_its_key_in_its_words(theme: Theme, said: str, words: str, key: str) -> None:
    button = QuietButton(theme, said)
    assert (button.words, button.key) == (words, key)
    assert (button.accessibleName(), button.accessibleDescription()) == (words, key)


def test_a_button_has_room_for_its_words_and_key(theme: Theme) -> None:
    button = PrimaryButton(theme, "Check in", "⏎")
    before = button.sizeHint().width()
    button.say("Check in 2, register 1 ⏎")
    assert button.sizeHint().width() > before > button.fontMetrics().horizontalAdvance("Check in")


def test_a_click_on_a_button_leaves_the_cursor_in_its_line(theme: Theme) -> None:
    assert QuietButton(theme, "Gift").focusPolicy() == Qt.FocusPolicy.TabFocus


def test_buttons_are_large_enough_to_hit(theme: Theme) -> None:
    assert PrimaryButton(theme, "Check in").sizeHint().height() >= 56
    assert QuietButton(theme, "Gift").sizeHint().height() >= 40


def test_a_chip_says_its_state_in_a_word(theme: Theme) -> None:
    chip = Chip(theme, "ok", "May go on")
    chip.say("attention", "One step first")
    assert (chip.kind, chip.text()) == ("attention", "One step first")
    assert chip.accessibleName() == "One step first"


def test_a_large_chip_gives_long_words_more_lines(theme: Theme) -> None:
    chip = Chip(theme, "news", "Refused on 20 Jun: 8 points, 2 open. " * 6, large=True)
    assert chip.heightForWidth(300) > 2 * chip.heightForWidth(1200)


def test_a_message_is_shown_with_its_kind_and_goes_without_moving_anything(theme: Theme) -> None:
    line = MessageLine(theme)
    silent = line.sizeHint()
    line.say("refused", "Already given.")
    assert (line.kind, line.text(), line.sizeHint()) == ("refused", "Already given.", silent)
    line.hush()
    assert (line.kind, line.text(), line.sizeHint()) == (None, "", silent)


def test_words_that_do_not_fit_stand_whole_in_the_tooltip(theme: Theme) -> None:
    words = Elided()
    words.say("A041: the printer has no paper. Write A041 by hand.")
    words.resize(80, 24)
    words.grab()
    assert words.toolTip() == words.accessibleName() == "A041: the printer has no paper. Write A041 by hand."
    words.resize(900, 24)
    words.grab()
    assert words.toolTip() == ""


def test_a_long_card_scrolls_and_keeps_its_buttons_in_sight(theme: Theme, qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    card = LongCard()
    for line in range(40):
        card.body.addWidget(QLabel(f"line {line}"))
    button = PrimaryButton(theme, "Check in ⏎")
    card.foot.addWidget(button)
    QVBoxLayout(page).addWidget(card)
    page.resize(600, 400)
    page.show()
    bottom = button.mapTo(page, button.rect().bottomLeft()).y()
    assert page.height() == 400
    assert 300 < bottom < 400


def test_a_table_is_for_reading(theme: Theme) -> None:
    table = Table(theme)
    assert table.verticalHeader().defaultSectionSize() == 32
    theme.change(scale=1.5)
    assert table.verticalHeader().defaultSectionSize() == 48
