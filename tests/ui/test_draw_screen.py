"""The draw in the real window: close the list, draw, pass over, the proof, the stage."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import parts
import pytest
from e2e.opened import Opened
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.stations.arrival import CheckIn
from app.stations.draw import Draw
from ui.draw.screen import DrawScreen


@pytest.fixture
def opened(tmp_path: Path, qtbot: QtBot, qapp: QApplication, clock: parts.TestClock) -> Iterator[Opened]:
    made = Opened(tmp_path / "A", qtbot, qapp, clock)
    parts.listed(made.desk, *(f"1-1-{n}01" for n in range(2, 8)), owners=("陈静雯",), reasons=())
    for n in range(2, 7):
        made.desk.do(CheckIn(on=f"unit/1-1-{n}01"))
    made.show("draw")
    yield made
    made.close()


def screen(opened: Opened) -> DrawScreen:
    front = opened.window.current()
    assert isinstance(front, DrawScreen)
    return front


def begun(opened: Opened) -> Draw:
    opened.hands.press("Return")
    opened.hands.type("kettle")
    opened.hands.press("Return")
    return state(opened)


def state(opened: Opened) -> Draw:
    return opened.desk.state(f"draw/{screen(opened).list.current_key()}")  # type: ignore[no-any-return]


def test_the_list_is_closed_with_its_hash_and_seed_on_record(opened: Opened) -> None:
    draw = begun(opened)
    assert (draw.name, len(draw.entries), len(draw.digest), len(draw.seed)) == ("kettle", 5, 64, 32)
    opened.hands.press("p")
    words = screen(opened)._words.text()
    assert draw.digest in words and draw.seed in words and words.endswith("it comes out.")


def test_a_draw_without_a_name_is_not_made(opened: Opened) -> None:
    opened.hands.press("Return", "Return")
    assert screen(opened).form.complaint.text() == "A name is needed."


def test_a_number_is_drawn_nobody_answers_and_the_next_wins(opened: Opened) -> None:
    begun(opened)
    opened.hands.press("Return")
    [first] = state(opened).picks.values()
    assert screen(opened).number.accessibleName() == first.number
    assert screen(opened)._whose.text().endswith("陈**")
    opened.hands.press("a", "Return")
    assert [row.right for row in screen(opened).picks.rows()] == ["won", "did not answer"]
    opened.hands.press("ctrl+z")
    assert opened.window.said()[1].startswith("What was drawn stands on record.")
    assert len(state(opened).picks) == 2


def test_the_stage_shows_the_number_after_a_second_and_finds_others(opened: Opened) -> None:
    begun(opened)
    front = screen(opened)
    opened.hands.press("s")
    opened.bot.waitUntil(front.stage.isVisible)
    opened.window.activateWindow()
    opened.bot.waitUntil(opened.window.isActiveWindow)
    front.setFocus()
    opened.hands.press("Return")
    [pick] = state(opened).picks.values()
    opened.bot.waitUntil(lambda: front.stage.number.accessibleName() == pick.number and front.stage._whose.text() != "")
    assert "陈静雯" not in front.stage._whose.text()
    opened.hands.type("/a0001")
    opened.hands.press("Return")
    assert opened.window.said()[1] == "A0001 is in." and front.stage.number.accessibleName() == "A0001"
    front.toggle_stage()
    assert not front.stage.isVisible()


def test_a_winner_whose_arrival_was_taken_back_is_shown_as_one_that_does_not_count(opened: Opened) -> None:
    begun(opened)
    opened.hands.press("Return")
    [pick] = state(opened).picks.values()
    holder = screen(opened).drawing.ask.holder(pick.number)
    opened.desk.void(next(iter(opened.desk.state(f"unit/{holder.unit}").visits)), override=parts.LEAD)
    assert screen(opened).picks.rows()[0].right == "does not count"
    assert "does not count" in screen(opened)._whose.text()
