"""Settings → Printer: where this laptop's slips go, and a slip to see that they get there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from fakeprinter import FakePrinter
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desk import Desk
from app.people import People
from app.settings import Settings
from app.words import Words
from ui.bridge import Bridge
from ui.settings.printer import PrinterPage
from ui.settings.screen import SettingsScreen
from ui.slip_sheet import SlipSheet
from ui.theme import Theme


class Place:
    """The settings screen of a desk, open at its printer page."""

    def __init__(self, desk: Desk, qtbot: QtBot) -> None:
        self.bot, self.t, theme = qtbot, Words("en"), Theme()
        self.settings, self.bridge = Settings(desk.database, desk.site), Bridge(desk)
        self.screen = SettingsScreen(theme, self.t, desk, self.settings, People(desk))
        self.page = PrinterPage(theme, self.t, self.settings, desk, self.bridge)
        self.screen.add_page(self.page)
        self.screen.retranslate()
        qtbot.addWidget(self.screen)
        self.screen.show()
        self.screen.open_page(self.page)
        self.chosen = 0
        self.page.chosen.connect(self._count)

    def _count(self) -> None:
        self.chosen += 1

    def type(self, address: str) -> None:
        """Type an address in place of the one that stands there, and press Enter."""
        self.page.address.setFocus()
        self.page.address.selectAll()
        self.bot.keyClick(self.page.address, Qt.Key.Key_Delete)
        self.bot.keyClicks(self.page.address, address)
        self.bot.keyClick(self.page.address, Qt.Key.Key_Return)

    def test(self) -> None:
        """Press the button and wait for what it says."""
        self.bot.mouseClick(self.page.test, Qt.MouseButton.LeftButton)
        self.bot.waitUntil(self.page.test.isEnabled, timeout=20_000)

    def said(self) -> tuple[str, str]:
        """What stands under the button: its kind and its words."""
        shown = not self.page.outcome.isHidden()
        return (self.page.outcome.kind, self.page.outcome.text()) if shown else ("", "")


@pytest.fixture
def place(desk: Desk, qtbot: QtBot, qapp: QApplication) -> Iterator[Place]:
    made = Place(desk, qtbot)
    yield made
    made.bridge.close()


@pytest.fixture
def paper_printer() -> Iterator[FakePrinter]:
    with FakePrinter() as printer:
        yield printer


def test_it_is_a_page_of_the_settings_under_its_name(place: Place) -> None:
    names = [place.screen.places.item(at).text() for at in range(place.screen.places.count())]
    assert names[-1] == "Printer"
    assert place.page.isVisible() and place.page.isEnabled()


def test_an_address_is_kept_on_this_laptop_and_told(place: Place) -> None:
    place.type("192.168.1.50")
    assert (place.settings.printer, place.chosen) == ("192.168.1.50", 1)


def test_the_same_address_again_tells_nobody(place: Place) -> None:
    place.type("192.168.1.50")
    place.type("192.168.1.50")
    assert place.chosen == 1


def test_what_is_no_address_is_said_and_not_kept(place: Place) -> None:
    place.type("192.168.1.50")
    place.type("the one over there")
    kind, words = place.said()
    assert kind == "stop" and words.startswith("the one over there is no address of a printer.")
    assert place.settings.printer == "192.168.1.50"


def test_an_address_that_is_put_right_takes_its_complaint_away(place: Place) -> None:
    place.type("192.168.1.50")
    place.type("the one over there")
    place.type("192.168.1.50")
    assert place.said() == ("", "")


def test_the_width_of_the_paper_is_kept(place: Place) -> None:
    place.page.paper.setFocus()
    place.bot.keyClick(place.page.paper.button("58"), Qt.Key.Key_Space)
    assert (place.settings.get("paper"), place.chosen) == ("58", 1)


def test_a_test_slip_comes_out_and_the_page_says_so(place: Place, paper_printer: FakePrinter) -> None:
    place.type(f"{paper_printer.host}:{paper_printer.port}")
    place.test()
    assert place.said() == ("ok", "The printer says that the slip is out.")
    (slip,) = paper_printer.slips
    (code,) = zxingcpp.read_barcodes(slip.convert("L"))
    assert len(code.text) == 24


def test_a_test_slip_that_does_not_come_out_says_why_and_what_to_do(
    place: Place, paper_printer: FakePrinter
) -> None:
    place.type(f"{paper_printer.host}:{paper_printer.port}")
    paper_printer.cover(True)
    place.test()
    kind, words = place.said()
    assert kind == "stop" and "Close it till it clicks." in words
    assert paper_printer.slips == []


def test_a_test_slip_without_paper_asks_for_paper_and_not_for_a_pen(
    place: Place, paper_printer: FakePrinter
) -> None:
    place.type(f"{paper_printer.host}:{paper_printer.port}")
    paper_printer.paper(0)
    place.test()
    assert place.said() == ("stop", "The printer has no paper. Put some in and print the test slip again.")


def test_a_printer_that_is_not_there_is_said_and_the_laptop_is_not_held(place: Place) -> None:
    with FakePrinter() as printer:
        address = f"{printer.host}:{printer.port}"
    place.type(address)
    place.test()
    kind, words = place.said()
    assert kind == "stop" and "takes no slips" in words


def test_without_a_printer_the_test_says_that_slips_are_shown(place: Place) -> None:
    place.test()
    assert place.said() == ("attention", "No printer is set up; slips are shown on the screen.")


def test_slips_can_go_to_a_file(place: Place, tmp_path: Path) -> None:
    place.type(str(tmp_path / "slips.bin"))
    place.test()
    assert place.said()[0] == "ok" and (tmp_path / "slips.bin").stat().st_size > 1000


def test_a_printer_of_the_network_is_found_chosen_with_enter_and_prints(
    place: Place, paper_printer: FakePrinter
) -> None:
    finding = place.page.finding
    finding.network, finding.port = "127.0.0.0/29", paper_printer.port
    place.bot.mouseClick(finding.look, Qt.MouseButton.LeftButton)
    assert finding.look.words == "Stop looking"
    place.bot.waitUntil(finding.list.isVisible, timeout=10_000)
    assert finding.said.text() == "Choose one and press Enter."
    place.bot.keyClick(finding.list, Qt.Key.Key_Return)
    assert place.settings.printer == f"127.0.0.1:{paper_printer.port}" and place.chosen == 1
    place.test()
    assert place.said() == ("ok", "The printer says that the slip is out.")


def test_a_search_that_finds_nothing_or_is_left_says_so(place: Place) -> None:
    finding = place.page.finding
    finding.network, finding.port = "127.0.0.0/29", 1
    finding.look.click()
    finding.look.click()
    place.bot.waitUntil(lambda: finding.said.text() == "No printer was found.", timeout=10_000)
    assert finding.find.isEnabled() and not finding.list.isVisible()


def test_a_known_model_sets_paper_and_knife_and_how_it_prints_is_kept(
    place: Place, paper_printer: FakePrinter, tmp_path: Path
) -> None:
    page = place.page
    page.model.setCurrentIndex(page.model.findData("POS-5890"))
    page.model.activated.emit(page.model.currentIndex())
    assert (page.paper.value(), page.cut.isChecked()) == ("58", False)
    page.paper.button("80").click()
    assert place.said()[0] == "attention" and "384 dots across" in place.said()[1]
    page.paper.button("58").click()
    assert place.said() == ("", "")
    page.drawer.click()
    page.text.button("gb18030").click()
    kept = {key: place.settings.get(key) for key in ("printer_model", "printer_cut", "printer_drawer", "printer_text")}
    assert kept == {"printer_model": "POS-5890", "printer_cut": "no", "printer_drawer": "yes",
                    "printer_text": "gb18030"}
    page.show_settings()
    assert (page.text.value(), page.cut.isChecked(), page.drawer.isChecked()) == ("gb18030", False, True)
    place.type(str(tmp_path / "pages.bin"))
    page.code_pages.click()
    place.bot.waitUntil(page.code_pages.isEnabled, timeout=10_000)
    assert b"BIG5: " in (tmp_path / "pages.bin").read_bytes()


@pytest.mark.parametrize("button", ["look", "look_pages"])
def test_what_tries_a_printer_can_be_looked_at_on_the_paper_that_is_chosen(place: Place, button: str) -> None:
    place.settings.set("paper", "58")
    place.page.show_settings()
    getattr(place.page, button).setFocus()
    place.bot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    place.bot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), SlipSheet))
    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, SlipSheet) and sheet.slip.pixmap().width() == 384
    place.bot.keyClick(sheet, Qt.Key.Key_Escape)
    assert place.said() == ("", "")
