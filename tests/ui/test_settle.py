"""The screen on which the lead says which of two facts stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import parts
import pytest
from counter import ALT
from e2e.opened import Opened
from parts import TestClock, listed
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desk import Desk, Operator
from app.stations.arrival import CheckIn
from app.stations.gifts import GiveGift
from app.stations.roster import ListUnit
from app.stations.site import Configure, GiftKind
from app.sync.swap import swap
from ui.settle.screen import SettleScreen

ON = "unit/1-1-101"
Key = Qt.Key


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[Opened]:
    """A laptop whose lead meets another one: two umbrellas, and two lists that differ in two units."""
    clock = TestClock()
    opened = Opened(tmp_path / "main", qtbot, qapp, clock)
    mine = opened.desk
    mine.do(Configure(on="site", gifts={"umbrella": GiftKind(stock=10)}))
    listed(mine, "1-1-101", "1-1-102")
    mine.do(CheckIn(on=ON))
    other = parts.desk(tmp_path, "B", site=mine.site, clock=clock, operator="Lam Mei")
    swap(mine, other)
    for desk, owner in ((mine, "黄淑贤"), (other, "李强")):
        clock.forward(minutes=1)
        desk.do(GiveGift(on=ON, kind="umbrella"))
        desk.do(*(ListUnit(on=f"unit/{code}", version=owner, owners=(owner,)) for code in ("1-1-101", "1-1-102")))
    swap(mine, other)
    other.database.close()
    mine.operator = Operator("Site lead", "lead")
    opened.show()
    yield opened
    opened.close()


def screen(at: Opened) -> SettleScreen:
    at.window._strip.light("settle").click()
    shown = at.site.rest().settle
    assert at.window.current() is shown
    return shown


def titles(shown: SettleScreen) -> list[str]:
    return [f"{row.title} {row.subtitle}" for row in shown.list.rows()]


def press(at: Opened, key: Key) -> None:
    at.bot.keyClick(at.site.rest().settle.list, key, ALT)


def test_the_light_leads_to_both_facts_side_by_side(at: Opened) -> None:
    assert at.window._strip.light("settle").words == "3 to settle"
    shown = screen(at)
    assert titles(shown) == ["1-1-101 umbrella handed out twice", "1-1-101 Two lists: Owners",
                             "1-1-102 Two lists: Owners"]
    assert [side.fact.text() for side in shown.sides] == ["1 × umbrella", "1 × umbrella"]
    assert shown.sides[1].source.text() == "Desk B · Lam Mei · 06-20 09:02"


def test_one_key_says_which_stands_and_the_light_goes_down(at: Opened) -> None:
    shown = screen(at)
    shown.note.setText("asked the owner")
    press(at, Key.Key_3)
    assert len(titles(shown)) == 2 and at.window.said()[1] == "1-1-101 is settled."
    assert [op.note for op in at.desk.history(ON)[-1].ops] == ["asked the owner"]
    at.bot.waitUntil(lambda: at.window._strip.light("settle").words == "2 to settle")


def test_what_two_lists_say_differently_is_settled_at_once(at: Opened) -> None:
    shown = screen(at)
    at.bot.keyClick(shown.list, Key.Key_Down)
    assert shown.sides[0].fact.text() == "黄淑贤" and not shown.buttons[0].isVisible()
    press(at, Key.Key_3)  # both cannot be
    assert len(titles(shown)) == 3
    press(at, Key.Key_A)
    press(at, Key.Key_1)
    assert titles(shown) == ["1-1-101 umbrella handed out twice"] and at.window.said()[1] == "2 are settled."
    assert {at.desk.state(f"unit/{code}").owners for code in ("1-1-101", "1-1-102")} == {("黄淑贤",)}


def test_who_is_not_the_lead_sees_and_does_not_decide(at: Opened) -> None:
    at.desk.operator = Operator("Lam Mei", "desk")
    at.site._role()
    shown = screen(at)
    assert not shown.buttons[1].isEnabled() and not shown.note.isVisible()
    press(at, Key.Key_1)
    assert len(titles(shown)) == 3 and "site lead" in at.window.said()[1]


def test_the_evening_leads_here_too(at: Opened) -> None:
    at.site.open("summary")
    finishing = at.site.rest().summary.finishing
    at.bot.waitUntil(lambda: at.site.rest().summary.report is not None)
    at.site.rest().summary.to_finish()
    finishing.list.set_current("settle")
    assert finishing.behind() == "1-1-101\n1-1-102"
    at.bot.keyClick(finishing.list, Key.Key_D, ALT)
    assert at.window.current() is at.site.rest().settle


def test_when_all_is_settled_it_says_so(at: Opened) -> None:
    shown: SettleScreen = screen(at)
    desk: Desk = at.desk
    while shown.list.rows():
        press(at, Key.Key_1)
    assert shown.empty_words() == "Nothing is to settle."
    assert all(not desk.state(f"unit/{code}").clashes for code in ("1-1-101", "1-1-102"))
