"""The laptops of a site on the screen: the main one, one that joins, one that is shut out."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import parts
import pytest
import zxingcpp
from e2e.opened import Opened
from parts import TestClock, listed
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import VERSION
from app.desk import Desk, Operator
from app.errors import Trouble
from app.ready import Readiness
from app.settings import Settings
from app.stations.arrival import CheckIn
from app.stations.site import BeMain, OpenDesk
from app.sync.far import join_whole
from app.sync.invite import from_digits
from app.sync.links import Links
from app.sync.member import Member
from app.sync.stick import admit, ask, export, join
from app.sync.swap import swap
from app.sync.syncer import Exchange, Syncer
from app.sync.trust import new_key, on_paper
from app.twin import relabel
from app.words import Words
from ui.lights import Lights
from ui.settings.laptops import LaptopsPage
from ui.settings.stick import StickPage
from ui.start.start import StartWindow
from ui.theme import Theme


@pytest.fixture
def main(tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[Opened]:
    opened = Opened(tmp_path / "main", qtbot, qapp, TestClock())
    listed(opened.desk, "1-1-101", "1-1-102")
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        opened.settings.set("hub_port", str(one.getsockname()[1]))
    opened.show()
    yield opened
    opened.close()


def page(opened: Opened) -> LaptopsPage:
    rest = opened.site.rest()
    opened.site.open_settings(rest.laptops)
    return rest.laptops


def address(opened: Opened) -> str:
    return f"127.0.0.1:{opened.settings.hub_port}"


def served(opened: Opened) -> LaptopsPage:
    shown = page(opened)
    opened.bot.keyClick(shown.serves, Qt.Key.Key_Space)
    opened.bot.waitUntil(lambda: opened.site.links.hub is not None and shown.invite.isEnabled())
    return shown


def joined(opened: Opened, folder: Path) -> Desk:
    shown = page(opened)
    opened.bot.keyClick(shown.invite, Qt.Key.Key_Space)
    assert shown.code.isVisible() and str(opened.settings.hub_port) in shown._how.text()
    desk, came = join_whole(folder, TestClock(), address(opened), shown.code.text())
    assert came
    return desk


def rows(shown: LaptopsPage) -> list[str]:
    return [shown.list.item(at).text() for at in range(shown.list.count())]


def test_a_laptop_becomes_the_main_one_lets_another_in_and_sees_what_is_done_there(
    main: Opened, tmp_path: Path
) -> None:
    shown = served(main)
    assert shown.state.text() == "Main laptop"
    other = joined(main, tmp_path / "other")
    syncer = Syncer(other, address(main), lambda state: None)
    syncer.start()
    try:
        other.operator = Operator("Lam")
        other.do(CheckIn(on="unit/1-1-101"))
        main.bot.waitUntil(lambda: "Came today: 1" in main.window._strip.light("today").words)
    finally:
        syncer.stop()
    listed(main.desk, "1-1-103")
    main.site.open("reception")
    shown = page(main)
    assert "exchanged 09:0" in rows(shown)[1] and rows(shown)[1].endswith(f"1 wait for it · {VERSION}")
    assert rows(shown)[0].startswith("Desk A · this laptop") and rows(shown)[1].startswith("Desk B · ")
    shown.list.setCurrentRow(1)
    main.bot.keyClick(shown.revoke, Qt.Key.Key_Space)
    assert rows(shown)[1].endswith("shut out by Lead")
    shown.list.setCurrentRow(0)
    main.bot.keyClick(shown.revoke, Qt.Key.Key_Space)
    assert "from itself" in shown.outcome.text()
    main.bot.keyClick(shown.serves, Qt.Key.Key_Space)
    main.bot.waitUntil(lambda: main.site.links.hub is None and shown.state.text() == "This laptop works alone.")
    other.database.close()


@pytest.mark.parametrize("exchange, kind, words", [
    (Exchange(), "news", "Looking for the main laptop …"),
    (Exchange(at=1), "ok", "Together with the main laptop"),
    (Exchange(at=1, ahead=119_000), "ok", "Together with the main laptop"),
    (Exchange(at=1, ahead=185_000), "attention", "Together; this clock is 3 minutes ahead"),
    (Exchange(at=1, ahead=-600_000), "attention", "Together; this clock is 10 minutes behind"),
    (Exchange(at=1, version="0.10.0"), "attention", "Update this laptop: the main one has version 0.10.0"),
    (Exchange(at=1, version=VERSION), "ok", "Together with the main laptop"),
    (Exchange(1, Trouble("hub_slow", address="a"), 3), "attention",
     "Main laptop answers too slowly; 3 records wait here"),
    (Exchange(1, Trouble("hub_unreachable", address="a"), 2), "attention", "No network; 2 records wait here"),
    (Exchange(1, Trouble("hub_strange", address="a"), 1), "attention",
     "Main laptop not reached; 1 records wait here"),
])  # fmt: skip
def test_the_light_says_how_the_exchange_stands(main: Opened, exchange: Exchange, kind: str, words: str) -> None:
    class Standing:
        """Links that stand just so."""

        trouble, hub = None, None

    links = Standing()
    links.exchange = exchange  # type: ignore[attr-defined]
    lights = Lights(main.desk, main.site.spool, main.site.backups, links, main.words,  # type: ignore[arg-type]
                    network=lambda: "")
    assert lights.laptops() == ("laptops", kind, words)
    main.desk.newer = True
    assert lights.laptops()[2] == "Update this laptop: others have a newer program"


def test_the_main_laptop_asks_every_morning_for_its_clock_to_be_compared(main: Opened) -> None:
    served(main)
    looks = Readiness(main.desk, main.words)
    assert looks.clock().state == "attention" and "every morning" in looks.clock().advice
    looks.compare(9, 0)
    assert looks.clock().state == "ok"
    main.clock.forward(minutes=24 * 60)
    assert looks.clock().state == "attention"


def test_where_another_laptop_was_the_main_one_it_takes_two_presses(main: Opened, tmp_path: Path) -> None:
    other = parts.desk(tmp_path, "K", site=main.desk.site, name="other", role="lead")
    other.do(OpenDesk(on="desk/other", letter="K"))
    other.do(BeMain(on="site", address="192.168.1.9:7741"))
    swap(main.desk, other)
    other.database.close()
    shown = page(main)
    main.bot.keyClick(shown.serves, Qt.Key.Key_Space)
    assert shown.outcome.text().startswith("Desk K was the main laptop until now.")
    assert not shown.serves.isChecked() and main.site.links.hub is None
    main.bot.keyClick(shown.serves, Qt.Key.Key_Space)
    main.bot.waitUntil(lambda: main.site.links.hub is not None)
    main.bot.waitUntil(lambda: main.desk.state("site").main == main.desk.id)
    assert main.desk.state("site").term == 2


def test_a_letter_that_an_older_laptop_has_is_changed_and_said(main: Opened, tmp_path: Path) -> None:
    older = parts.desk(tmp_path, "A", site=main.desk.site, name="older", clock=TestClock("2026-06-19 09:00"))
    older.do(OpenDesk(on="desk/older", letter="A"))
    swap(main.desk, older)
    assert relabel(main.desk)
    main.bot.waitUntil(lambda: main.window.said()[1] == "This laptop is desk B from now on.")
    main.desk.do(CheckIn(on="unit/1-1-101"))
    assert main.desk.state("unit/1-1-101").open_visit("2026-06-20").numbers == ("B001",)
    older.database.close()


def test_only_the_lead_makes_a_laptop_the_main_one(main: Opened) -> None:
    shown = page(main)
    main.desk.operator = Operator("Lam", "desk")
    main.bot.keyClick(shown.serves, Qt.Key.Key_Space)
    main.bot.waitUntil(lambda: "Only the site lead" in shown.outcome.text())
    assert not shown.serves.isChecked() and main.site.links.hub is None


def test_a_laptop_says_that_it_does_not_reach_the_main_one_and_how_much_waits(main: Opened) -> None:
    shown = page(main)
    shown.address.setFocus()
    main.bot.keyClicks(shown.address, "127.0.0.1:1")
    main.bot.keyClick(shown.address, Qt.Key.Key_Return)
    light = main.window._strip.light("laptops")
    main.bot.waitUntil(lambda: light.words.startswith("Main laptop not reached;"))
    main.site._light_pressed("laptops")
    assert "127.0.0.1:1 does not answer" in main.window.said()[1]
    shown.address.clear()
    main.bot.keyClick(shown.address, Qt.Key.Key_Return)
    main.bot.waitUntil(lambda: not light.words)
    assert Settings(main.desk.database, main.desk.site).main_laptop == ""


def test_a_scanner_at_the_new_laptop_reads_address_and_code(main: Opened, tmp_path: Path, qtbot: QtBot) -> None:
    shown = served(main)
    main.bot.keyClick(shown.invite, Qt.Key.Key_Space)
    shown.picture.pixmap().save(str(tmp_path / "code.png"))
    (code,) = zxingcpp.read_barcodes(Image.open(tmp_path / "code.png"))
    start = StartWindow(Theme(), Words(), tmp_path / "other", TestClock())
    qtbot.addWidget(start)
    start.show()
    start._open(start.join)
    qtbot.keyClicks(start.join.address, code.text)
    assert start.join.code.text() == shown.code.text().replace("-", "")
    assert start.join.address.text() == main.site.links.address()
    for other in (code.text[:-1], f"{int(code.text) + 1:048d}", "9" * 48):
        assert from_digits(other) is None
    start.join.code.clear()
    start.join.address.clear()
    start.join.address.setText(f"{address(main)} {shown.code.text()}")  # pasted
    assert (start.join.address.text(), start.join.code.text()) == (address(main), shown.code.text())
    begun: list[Desk] = []
    start.begun.connect(lambda desk, screen: begun.append(desk))
    qtbot.keyClick(start.join.code, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(begun))
    assert begun[0].letter == "B"
    begun[0].database.close()


@pytest.mark.parametrize("language", ["en", "zh_Hans", "zh_Hant"])
def test_a_new_laptop_joins_with_what_the_main_one_shows(
    main: Opened, tmp_path: Path, qtbot: QtBot, language: str
) -> None:
    shown = served(main)
    main.bot.keyClick(shown.invite, Qt.Key.Key_Space)
    code = shown.code.text()
    start = StartWindow(Theme(language=language), Words(language), tmp_path / "other", TestClock())
    qtbot.addWidget(start)
    start.show()
    begun: list[Desk] = []
    start.begun.connect(lambda desk, screen: begun.append(desk))
    start.doors.enter()
    qtbot.keyClick(start.doors, Qt.Key.Key_2)
    qtbot.keyClicks(start.join.address, address(main))
    qtbot.keyClick(start.join.address, Qt.Key.Key_Return)
    qtbot.keyClicks(start.join.code, "A" * 20)
    qtbot.keyClick(start.join.code, Qt.Key.Key_Return)
    assert start.join.busy and not start.join.code.isEnabled() and start.join.progress.isVisible()
    qtbot.waitUntil(start.join._trouble.isVisible)
    assert not begun and start.join.code.hasFocus() and not start.join.progress.isVisible()
    start.join.code.clear()
    qtbot.keyClicks(start.join.code, code.lower().replace("-", ""))
    qtbot.keyClick(start.join.code, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(begun))
    (desk,) = begun
    assert re.search(r"(\d+)\D+\1", start.join._how_far.text())  # all of them were there
    assert desk.letter == "B" and desk.state("unit/1-1-101").listed
    assert Settings(desk.database, desk.site).language == language
    desk.database.close()


# -- by stick ----------------------------------------------------------------------------------------------------


def sticks(opened: Opened) -> StickPage:
    rest = opened.site.rest()
    opened.site.open_settings(rest.stick)
    return rest.stick


def done(opened: Opened, shown: StickPage, kind: str) -> str:
    opened.bot.waitUntil(lambda: shown.outcome.kind == kind)
    return shown.outcome.text()


def test_a_laptop_joins_by_stick_and_records_go_to_and_fro(main: Opened, tmp_path: Path, qtbot: QtBot) -> None:
    start = StartWindow(Theme(), Words(), tmp_path / "other", TestClock())
    qtbot.addWidget(start)
    start.show()
    begun: list[Desk] = []
    start.begun.connect(lambda desk, screen: begun.append(desk))
    start._open(start.join)
    asked, file = tmp_path / "new.handover-ask", tmp_path / "new.handover"
    start.ask_by_stick(asked)
    assert "is written" in start.join._told.text()
    shown = sticks(main)
    shown.let_in(asked, file)
    assert done(main, shown, "ok").startswith("Desk B may join.")
    start.join_by_stick(tmp_path / "none")
    qtbot.waitUntil(start.join._trouble.isVisible)
    assert not begun
    start.join_by_stick(file)
    qtbot.waitUntil(lambda: bool(begun))
    other = begun[0]
    other.do(CheckIn(on="unit/1-1-101"))
    back = tmp_path / "back.handover"
    export(Member(other), back)
    shown.read_from(back)
    main.bot.waitUntil(lambda: "new records" in shown.outcome.text())
    assert done(main, shown, "ok").startswith("2 new records of 2")
    main.bot.waitUntil(lambda: "Came today: 1" in main.window._strip.light("today").words)
    shown.all.setChecked(True)
    shown.write_to(tmp_path / "all.handover")
    main.bot.waitUntil(lambda: "written" in shown.outcome.text())
    data = back.read_bytes()
    back.write_bytes(data[:-2])
    shown.read_from(back)
    assert "breaks off" in done(main, shown, "attention")
    other.database.close()


def test_the_key_of_the_site_is_the_leads_and_can_be_typed_at_another_laptop(main: Opened, tmp_path: Path) -> None:
    shown = sticks(main)
    main.bot.keyClick(shown.show_key, Qt.Key.Key_Space)
    key = shown.key.text()
    assert shown.key.isVisible() and len(key.replace(" ", "")) > 50
    main.desk.operator = Operator("Lam", "desk")
    main.bot.keyClick(shown.show_key, Qt.Key.Key_Space)
    assert "Only the site lead" in shown.outcome.text()
    main.desk.operator = Operator("Lead", "lead")
    ask(tmp_path / "other", tmp_path / "asks")
    admit(Member(main.desk), tmp_path / "asks", tmp_path / "in")
    other, _ = join(tmp_path / "other", TestClock(), tmp_path / "in")
    other.operator = Operator("Lead", "lead")
    links = Links(other, Settings(other.database, other.site), lambda: None)
    assert links.paper_key() == ""
    with pytest.raises(Trouble, match="paper_key_wrong"):
        links.take_key(("A" if key[0] != "A" else "B") + key[1:])
    with pytest.raises(Trouble, match="paper_key_wrong"):
        links.take_key(on_paper(new_key()))
    links.take_key(key.lower())
    assert links.paper_key() == key and Member(other).keys.site_key
    other.database.close()
