"""The gift counter in the real window: find, hand over, what is left, kinds that the lead sets up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import parts
import pytest
from e2e.opened import Opened
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desk import Operator
from app.stations.arrival import CheckIn
from app.stations.gifts import GiveGift
from app.stations.site import Configure, GiftKind
from app.tickets.code import slip_code
from ui.gifts.screen import GiftsScreen


class Counter:
    """Two households that came and one that did not; umbrellas, one each."""

    def __init__(self, opened: Opened) -> None:
        self.opened, self.desk = opened, opened.desk
        for n, code in enumerate(("1-1-201", "1-1-202", "1-1-203")):
            parts.listed(self.desk, code, owners=(f"王{n}",), phones=(f"1380000{n}000",), reasons=())
        self.desk.do(Configure(on="site", gifts={"umbrella": GiftKind(stock=2)}), override=parts.LEAD)
        self.number = self.desk.do(CheckIn(on="unit/1-1-201")).ops[0].number
        self.desk.do(CheckIn(on="unit/1-1-202"))
        opened.show("gifts")
        screen = opened.window.current()
        assert isinstance(screen, GiftsScreen)
        self.screen = screen

    def find(self, text: str) -> None:
        self.opened.hands.type(text)
        self.opened.bot.waitUntil(lambda: self.opened.site.scanner.holds() == "")
        self.opened.clock.forward(ms=500)

    def press(self, *keys: str) -> None:
        self.opened.hands.press(*keys)

    def said(self) -> str:
        return self.opened.window.said()[1]

    def left(self) -> str:
        return self.screen.kinds.rows()[0].right

    def given(self, unit: str) -> int:
        return sum(not gift.taken_back for gift in self.desk.state(f"unit/{unit}").gifts.values())


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot, qapp: QApplication, clock: parts.TestClock) -> Iterator[Counter]:
    opened = Opened(tmp_path / "A", qtbot, qapp, clock)
    yield Counter(opened)
    opened.close()


def test_a_household_is_found_and_gets_its_gift_with_one_enter(at: Counter) -> None:
    assert at.left() == "2 left"
    at.find("1-1-201")
    at.press("Return")
    assert at.given("1-1-201") == 1 and at.said() == "1-1-201: umbrella handed over, 1 left."
    assert at.left() == "1 left" and at.screen.line.text() == ""
    assert [row.title for row in at.screen.today.rows()] == ["1-1-201"]
    assert "had 06-20 09:00, Lead, desk A" in at.screen.kinds.rows()[0].subtitle


def test_a_second_claim_is_refused_with_who_when_and_where(at: Counter) -> None:
    at.desk.do(GiveGift(on="unit/1-1-201", kind="umbrella"))
    at.find("1-1-201")
    at.press("Return")
    assert at.given("1-1-201") == 1
    assert at.said() == "umbrella: given already, 09:00, Lead, desk A."


def test_a_scanned_slip_chooses_and_stays_on_this_screen(at: Counter) -> None:
    at.opened.hands.scan(slip_code("2026-06-20", at.number, "1-1-201"))
    assert at.opened.window.current() is at.screen and at.screen.unit == "1-1-201"
    at.opened.clock.forward(ms=500)
    at.press("Return")
    assert at.given("1-1-201") == 1


def test_who_is_not_known_to_have_come_gets_it_all_the_same(at: Counter) -> None:
    at.find("1-1-203")
    assert at.screen._state.text() == "Not known to have arrived: look at the slip."
    at.press("Return")
    assert at.given("1-1-203") == 1


def test_below_nothing_the_shelf_is_red_and_nobody_is_stopped(at: Counter) -> None:
    for unit in ("1-1-201", "1-1-202", "1-1-203"):
        at.find(unit)
        at.press("Return")
    assert at.left() == "-1 left" and at.screen.kinds.rows()[0].kind == "stop"


def test_the_lead_sets_up_a_kind_and_changes_it(at: Counter) -> None:
    at.press("Escape")
    at.screen.edit()
    at.opened.hands.type("rice")
    at.press("Tab")
    at.opened.hands.type("many")
    at.press("Return")
    assert at.screen.form.complaint.text() == "Figures only."
    at.screen.form.control("stock").setText("50")
    at.press("Return")
    assert at.desk.state("site").gifts["rice"] == GiftKind(stock=50)
    assert [row.title for row in at.screen.kinds.rows()] == ["umbrella", "rice"]
    at.press("alt+Down", "ctrl+k")
    at.screen.form.control("limit").setText("2")
    at.press("Return")
    assert at.desk.state("site").gifts["rice"].limit == 2


def test_a_desk_cannot_set_up_gifts(at: Counter) -> None:
    at.desk.operator = Operator("Chan", "desk")
    at.screen.edit("umbrella")
    at.press("Return")
    assert at.screen.form.complaint.text() == "Only the site lead can do this. Ctrl+L switches person."
