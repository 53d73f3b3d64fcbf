"""The result list: it keeps its row, and paints fast enough to follow every letter."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.theme import Theme
from ui.widgets.result_list import ResultList
from ui.widgets.row import Row
from ui.widgets.typeset import Typeset

ROWS = [
    Row("unit/3-2-1702", "3-2-1702", "陈静雯 · 李强", "May go on", "ok", "phone …2214"),
    Row("unit/3-2-1703", "3-2-1703", "陈敬**", "One step first", "attention", masked=True),
    Row("unit/12-1-0902", "12-1-0902", "陈*", "09:02 A014", masked=True),
]


@pytest.fixture
def found(qtbot: QtBot, qapp: QApplication) -> Iterator[ResultList]:
    theme = Theme()
    shown = ResultList(theme)
    shown.resize(560, 700)
    yield shown
    shown.deleteLater()


def test_nothing_is_current_until_somebody_chooses(found: ResultList) -> None:
    found.set_rows(ROWS)
    assert found.current_key() == ""


def test_the_first_step_enters_at_the_first_row(found: ResultList) -> None:
    found.set_rows(ROWS)
    found.step(1)
    assert found.current_key() == "unit/3-2-1702"


def test_steps_stop_at_the_ends(found: ResultList) -> None:
    found.set_rows(ROWS)
    found.set_current("unit/3-2-1703")
    found.step(8)
    assert found.current_key() == "unit/12-1-0902"
    found.step(-8)
    assert found.current_key() == "unit/3-2-1702"


def test_steps_in_an_empty_list_go_nowhere(found: ResultList) -> None:
    found.step(1)
    assert found.current_key() == ""


def test_the_current_row_stays_current_while_rows_change(found: ResultList) -> None:
    found.set_rows(ROWS)
    found.set_current("unit/3-2-1703")
    told: list[str] = []
    found.current_changed.connect(told.append)
    found.set_rows([Row("unit/1-1-0101", "1-1-0101"), *ROWS])
    assert found.current_key() == "unit/3-2-1703"
    assert told == []


def test_a_current_row_that_is_gone_leaves_none(found: ResultList) -> None:
    found.set_rows(ROWS)
    found.set_current("unit/3-2-1703")
    told: list[str] = []
    found.current_changed.connect(told.append)
    found.set_rows(ROWS[:1])
    assert found.current_key() == ""
    assert told == [""]


def test_the_list_tells_where_the_cursor_is(found: ResultList) -> None:
    found.set_rows(ROWS)
    told: list[str] = []
    found.current_changed.connect(told.append)
    found.step(1)
    found.step(1)
    assert told == ["unit/3-2-1702", "unit/3-2-1703"]


def test_the_scroll_place_stays_while_rows_change(found: ResultList) -> None:
    many = [Row(f"unit/{n}", f"3-2-{n:04}") for n in range(200)]
    found.set_rows(many)
    found.show()
    found.verticalScrollBar().setValue(900)
    found.set_rows(many[:-1])
    assert found.verticalScrollBar().value() == 900


def test_a_click_chooses_and_leaves_the_cursor_where_it_was(found: ResultList, qtbot: QtBot) -> None:
    found.set_rows(ROWS)
    found.show()
    place = found.visualRect(found.model().index(1, 0)).center()
    with qtbot.waitSignal(found.chosen) as chosen:
        qtbot.mouseClick(found.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == ["unit/3-2-1703"]
    assert found.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_rows_are_as_high_as_asked_and_grow_with_the_text(qapp: QApplication) -> None:
    theme = Theme()
    heights = []
    for row_height in (32, 44, 56):
        shown = ResultList(theme, row_height)
        shown.set_rows(ROWS)
        heights.append(shown.sizeHintForRow(0))
    assert heights == [32, 44, 56]
    large = ResultList(Theme(scale=1.5))
    large.set_rows(ROWS)
    assert large.sizeHintForRow(0) == 66


def test_a_screen_reader_hears_the_whole_row(found: ResultList) -> None:
    found.set_rows(ROWS)
    spoken = found.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "3-2-1702, 陈静雯 · 李强, phone …2214, May go on"


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5])
def test_words_that_have_room_are_not_cut(qapp: QApplication, scale: float) -> None:
    type_ = Typeset(Theme(scale=scale))
    for words in ("3-2-1702", "12-2-0302", "May go on", "A colleague will help", "陈静雯", "09:02 A014"):
        for role in ("strong", "body", "label", "quiet"):
            assert type_.fitting(role, words, type_.width(role, words)) == words


def test_words_without_room_end_in_an_ellipsis(qapp: QApplication) -> None:
    type_ = Typeset(Theme())
    assert type_.fitting("body", "CHEN Jeremy Alexander", 80).endswith("…")


def test_a_single_figure_is_painted_however_narrow_it_is(qapp: QApplication) -> None:
    type_, ground = Typeset(Theme()), QPixmap(40, 20)
    painter = QPainter(ground)
    wide = type_.width("label", "1")
    assert wide < 12 and type_.paint(painter, QRect(0, 0, wide, 20), "1", "label", "text") == wide
    painter.end()
