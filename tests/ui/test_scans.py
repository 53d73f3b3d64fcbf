"""A scan at the open site: who gets it, what is said, which tone is heard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from e2e.opened import Opened
from parts import TestClock, listed
from player import Player
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.stations.arrival import CheckIn
from app.tickets.code import meant_as_ours, notice_code, slip_code
from ui.slip_sheet import SlipSheet

UNIT = "3-2-1702"


class Counter:
    """An open site where one unit is listed and one household is here, its loudspeaker, its line."""

    def __init__(self, opened: Opened, player: Player) -> None:
        self.opened, self.player = opened, player
        self.bot, self.site = opened.bot, opened.site
        listed(opened.desk, UNIT, reasons=())
        opened.desk.do(CheckIn(on=f"unit/{UNIT}"))
        opened.show()

    def scan(self, digits: str) -> None:
        self.opened.hands.scan(digits)

    def hears(self, *tones: str) -> None:
        self.bot.waitUntil(lambda: self.player.heard() == [*tones])

    def said(self) -> str:
        return self.site.window.said()[1]

    def line(self) -> str:
        return self.site.reception.panes.line.text()

    def shown(self) -> str:
        sight = self.site.reception.session.sight
        return sight.unit.code if sight is not None else ""


@pytest.fixture
def at(qtbot: QtBot, qapp: QApplication, tmp_path: Path, clock: TestClock,
       monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter]:
    player = Player(tmp_path / "bin")
    monkeypatch.setenv("PATH", player.path)
    opened = Opened(tmp_path / "A", qtbot, qapp, clock)
    yield Counter(opened, player)
    opened.close()


def test_a_slip_and_a_notice_of_the_list_sound_good(at: Counter) -> None:
    at.scan(slip_code("2026-06-20", "A001", UNIT))
    at.hears("good")
    at.scan(notice_code(UNIT))
    at.hears("good", "good")
    assert (at.shown(), at.line(), at.said()) == (UNIT, "", "")


def test_a_code_of_nobody_sounds_bad_and_says_so(at: Counter) -> None:
    at.scan(notice_code("9-9-9999"))
    at.hears("bad")
    at.bot.waitUntil(lambda: at.said() == "This code belongs to no unit on this laptop's list.")


def test_a_slip_of_another_day_sounds_bad_and_shows_its_household_as_it_is_today(at: Counter) -> None:
    at.scan(slip_code("2026-06-19", "A001", UNIT))
    at.hears("bad")
    at.bot.waitUntil(lambda: at.said() == "This slip is from 19 Jun; the household is shown as it is today.")
    assert at.shown() == UNIT


@pytest.mark.parametrize("spoil", [
    lambda code: code[:-1] + str((int(code[-1]) + 1) % 10),
    lambda code: code[:12] + code[13] + code[12] + code[14:],
    lambda code: code[:7] + code[8:],
    lambda code: code[:-3],
], ids=["a wrong digit", "two changed places", "one lost", "the end lost"])
def test_a_slip_that_was_read_badly_sounds_bad_and_leaves_nothing_in_the_line(at: Counter, spoil: object) -> None:
    at.scan(notice_code(UNIT))
    at.hears("good")
    assert callable(spoil)
    at.scan(spoil(slip_code("2026-06-20", "A012", UNIT)))
    at.hears("good", "bad")
    at.bot.waitUntil(lambda: at.said() == "The code was not read whole. Scan it again.")
    assert (at.line(), at.shown()) == ("", UNIT)


@pytest.mark.parametrize("digits", ["13800002214", "6901234567892", "212345678901"])
def test_a_code_of_something_else_sounds_bad_and_is_typed(at: Counter, digits: str) -> None:
    at.scan(digits)
    at.hears("bad")
    assert at.line() == digits


def test_a_scan_behind_an_open_question_sounds_bad_and_does_nothing(at: Counter) -> None:
    from PIL import Image

    sheet = SlipSheet(at.opened.theme, at.opened.words, "A001", Image.new("1", (384, 400), 1), notice_code(UNIT),
                      at.site.window)
    sheet.open()
    at.scan(notice_code(UNIT))
    at.hears("bad")
    assert at.shown() == "" and at.said() == ""
    sheet.accept()


def test_at_the_gift_counter_and_with_an_escort_it_sounds_the_same(at: Counter) -> None:
    at.site.open("gifts")
    at.scan(slip_code("2026-06-20", "A001", UNIT))
    at.hears("good")
    at.scan(notice_code("9-9-9999"))
    at.hears("good", "bad")
    at.bot.waitUntil(lambda: at.said() == "This code belongs to no unit on this laptop's list.")
    at.site.open("inspection")
    at.scan(notice_code("9-9-9999"))
    at.hears("good", "bad", "bad")
    at.bot.waitUntil(lambda: at.said() == "No household of this slip is here today.")


def test_sounds_are_turned_off_on_this_laptop_and_stay_off(at: Counter) -> None:
    at.site.open_settings()
    page = at.site.rest().settings.laptop
    page.sounds.button("on").click()
    at.hears("good")
    page.sounds.button("off").click()
    assert not at.opened.settings.sounds and not at.site.sounds.on
    at.scan(notice_code(UNIT))
    page.sounds.button("on").click()
    at.hears("good", "good")
    assert at.opened.settings.sounds


def test_what_is_meant_as_ours_is_a_code_or_the_rest_of_a_slips() -> None:
    slip, notice = slip_code("2026-06-20", "A001", UNIT), notice_code(UNIT)
    assert all(map(meant_as_ours, (slip, slip[:-1], slip[:5] + slip[6:], slip[:-3], notice)))
    others = ("13800002214", "110101199003077571", notice[:-1], "9405511899560000000000", slip + "1", slip[:-4])
    assert not any(map(meant_as_ours, others))
