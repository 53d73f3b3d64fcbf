"""The first start: three doors, and the way through the first into a site."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from parts import TestClock
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QDateEdit, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.desk import Desk, Operator
from app.settings import Settings
from app.site import exists
from app.stations.site import Site
from app.words import Words
from ui.start.start import StartWindow
from ui.theme import Theme

Key = Qt.Key


class Laptop:
    """A laptop out of its box."""

    def __init__(self, bot: QtBot, folder: Path, clock: TestClock) -> None:
        self.bot, self.folder = bot, folder
        self.t = Words()
        self.window = StartWindow(Theme(), self.t, folder, clock)
        self.begun: list[tuple[Desk, str]] = []
        self.demos = 0
        self.window.begun.connect(lambda desk, screen: self.begun.append((desk, screen)))
        self.window.demo_asked.connect(self._demo)
        bot.addWidget(self.window)
        self.window.show()

    def _demo(self) -> None:
        self.demos += 1

    @property
    def page(self) -> QWidget:
        return self.window._pages.currentWidget()

    def press(self, key: Key) -> None:
        self.bot.keyClick(self.window.focusWidget(), key)

    def site(self) -> Site:
        assert self.window._desk is not None
        site: Site = self.window._desk.state("site")
        return site


@pytest.fixture
def laptop(qtbot: QtBot, tmp_path: Path, clock: TestClock) -> Iterator[Laptop]:
    made = Laptop(qtbot, tmp_path / "site", clock)
    yield made
    if made.window._desk is not None:
        made.window._desk.database.close()


def test_a_site_is_made_with_the_keyboard_alone_and_the_list_comes_next(laptop: Laptop) -> None:
    laptop.press(Key.Key_Return)
    laptop.bot.keyClicks(laptop.window.focusWidget(), "Riverside Garden")
    laptop.press(Key.Key_Return)
    assert laptop.page is laptop.window.made
    laptop.press(Key.Key_Return)
    ((desk, screen),) = laptop.begun
    assert (screen, desk.operator) == ("roster", Operator("Lead", "lead"))
    site = laptop.site()
    assert (site.name, site.zone, site.days) == ("Riverside Garden", "Asia/Shanghai", ("2026-06-20",))
    assert len(bytes.fromhex(site.roster_key)) == 16


def test_the_list_can_come_later(laptop: Laptop) -> None:
    laptop.press(Key.Key_1)
    laptop.bot.keyClicks(laptop.window.form.name, "Riverside")
    laptop.press(Key.Key_Return)
    laptop.press(Key.Key_Escape)
    assert [screen for _, screen in laptop.begun] == [""]


def test_days_zone_and_language_are_taken(laptop: Laptop) -> None:
    laptop.window.languages.button("zh_Hant").click()
    laptop.press(Key.Key_1)
    form = laptop.window.form
    form.name.setText("濱江花園")
    form.days.first.setDate(QDate(2026, 7, 1))
    form.days.last.setDate(QDate(2026, 7, 3))
    form.zone.setCurrentIndex(form.zone.findData("Asia/Hong_Kong"))
    form.start.click()
    site = laptop.site()
    assert site.days == ("2026-07-01", "2026-07-02", "2026-07-03")
    assert (site.zone, site.slip_language) == ("Asia/Hong_Kong", "zh_Hant")
    assert laptop.window._desk is not None
    assert Settings(laptop.window._desk.database, laptop.window._desk.site).language == "zh_Hant"


def test_the_last_day_never_comes_before_the_first(laptop: Laptop) -> None:
    days = laptop.window.form.days
    days.first.setDate(QDate(2026, 7, 9))
    assert days.days() == ("2026-07-09",)


@pytest.mark.parametrize(("zone", "slips"), [("Asia/Shanghai", "zh_Hans"), ("Asia/Hong_Kong", "zh_Hant")])
def test_an_english_screen_still_prints_slips_that_owners_read(laptop: Laptop, zone: str, slips: str) -> None:
    form = laptop.window.form
    form.name.setText("Riverside")
    form.zone.put(zone)
    form.start.click()
    assert laptop.site().slip_language == slips


def test_a_site_needs_a_name_and_nothing_is_made_without(laptop: Laptop) -> None:
    laptop.press(Key.Key_1)
    laptop.bot.keyClicks(laptop.window.form.name, "  ")
    laptop.press(Key.Key_Return)
    assert laptop.window.form.fields[0].complaint() == "A name is needed."
    assert laptop.window.focusWidget() is laptop.window.form.name
    assert not exists(laptop.folder)


def test_a_folder_that_cannot_be_written_is_said_and_may_be_tried_again(laptop: Laptop) -> None:
    laptop.folder.parent.mkdir(exist_ok=True)
    laptop.folder.write_text("in the way")
    form = laptop.window.form
    form.name.setText("Riverside")
    form.start.click()
    assert not form._trouble.isHidden()
    laptop.folder.unlink()
    form.start.click()
    assert form._trouble.isHidden()
    assert laptop.page is laptop.window.made


def test_enter_twice_makes_one_site(laptop: Laptop) -> None:
    form = laptop.window.form
    form.name.setText("Riverside")
    form.start.click()
    first = laptop.window._desk
    form.start.click()
    assert laptop.window._desk is first


def test_joining_is_one_key_away_and_says_what_is_wrong_with_a_code(laptop: Laptop) -> None:
    laptop.press(Key.Key_2)
    join = laptop.window.join
    assert laptop.page is join and laptop.window.focusWidget() is join.address
    laptop.bot.keyClicks(join.address, "127.0.0.1:1")
    laptop.press(Key.Key_Return)
    laptop.bot.keyClicks(join.code, "short")
    laptop.press(Key.Key_Return)
    laptop.bot.waitUntil(lambda: join._trouble.text() == "A code has 20 letters and figures.")
    laptop.bot.keyClicks(join.code, "A" * 15)
    laptop.press(Key.Key_Return)
    laptop.bot.waitUntil(lambda: "127.0.0.1:1 does not answer" in join._trouble.text())
    assert not exists(laptop.folder)
    laptop.press(Key.Key_Escape)
    assert laptop.page is laptop.window.doors


def test_main_laptops_of_the_network_are_offered_and_what_is_typed_counts(laptop: Laptop) -> None:
    laptop.press(Key.Key_2)
    join = laptop.window.join
    join.found([("192.168.1.20", "GATE")])
    assert join.address.text() == "192.168.1.20" and join.hints[0].isVisible() and not join.hints[1].isVisible()
    laptop.bot.keyClicks(join.address, "10.0.0.5")  # over the one that was offered
    assert join.address.text() == "10.0.0.5"
    join.found([("192.168.1.20", "GATE"), ("192.168.1.30:7742", "OFFICE")])
    assert join.address.text() == "10.0.0.5"
    join.hints[1].click()
    assert join.address.text() == "192.168.1.30:7742" and laptop.window.focusWidget() is join.code
    join.found([])
    assert not join.hints[0].isVisible() and join.address.text() == "192.168.1.30:7742"


def test_the_demo_is_one_key_away_and_makes_nothing(laptop: Laptop) -> None:
    laptop.press(Key.Key_3)
    assert laptop.demos == 1
    assert not exists(laptop.folder)


def test_arrows_go_from_door_to_door_and_escape_comes_back(laptop: Laptop) -> None:
    doors = laptop.window.doors
    for key, door in ((Key.Key_Right, doors.join), (Key.Key_Right, doors.demo), (Key.Key_Left, doors.join),
                      (Key.Key_Left, doors.new)):
        laptop.press(key)
        assert laptop.window.focusWidget() is door
    laptop.press(Key.Key_Return)
    assert laptop.page is laptop.window.form
    laptop.press(Key.Key_Escape)
    assert laptop.page is laptop.window.doors


def test_every_control_has_a_name_for_a_screen_reader(laptop: Laptop) -> None:
    kinds = (QAbstractButton, QComboBox, QLineEdit, QDateEdit)
    found = [w for w in laptop.window.findChildren(QWidget) if isinstance(w, kinds)]
    assert [w for w in found if not w.accessibleName() and not w.objectName().startswith("qt_")] == []
