"""Ready?: what has to be in order before the doors open, seen in the open window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import parts
import pytest
from e2e.opened import Opened
from fakeprinter import FakePrinter
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desk import Operator
from app.stations.roster import CloseList
from ui.ready.screen import ReadyScreen


@pytest.fixture
def printer() -> Iterator[FakePrinter]:
    with FakePrinter() as made:
        yield made


@pytest.fixture
def site(tmp_path: Path, qtbot: QtBot, qapp: QApplication, printer: FakePrinter) -> Iterator[Opened]:
    made = Opened(tmp_path / "site", qtbot, qapp, parts.TestClock(step=1), printer=printer, days=("2026-06-20",))
    made.desk.operator = Operator("Ho", "lead")
    made.show()
    yield made
    made.close()


def looked(site: Opened) -> ReadyScreen:
    site.site.open("ready")
    ready = site.site.rest().ready
    ready.look()
    return ready


def listed(site: Opened) -> None:
    parts.listed(site.desk, "1-1-101", "1-1-102", reasons=())
    site.desk.do(CloseList(on="roster/list1", number=1, file="list.xlsx", sha256="0", parts=0, units=2, new=2,
                           changed=0, unchanged=0, checked_by="Ho"))


def test_without_a_list_nothing_is_ready(site: Opened) -> None:
    ready = looked(site)
    assert ready.verdict.kind == "stop"
    assert ready.rows["roster"].words.text() == "There is no owner list."


def test_with_list_printer_clock_disk_and_backup_the_doors_can_open(
    site: Opened, printer: FakePrinter, tmp_path: Path
) -> None:
    listed(site)
    (tmp_path / "stick").mkdir()
    ready = looked(site)
    assert ready.verdict.kind == "attention", "no backup"
    site.site.backups.choose(str(tmp_path / "stick"))
    site.bot.waitUntil(lambda: not site.site.backups.running)
    ready.rows["printer"].button.click()
    site.bot.waitUntil(lambda: "slip is out" in ready.rows["printer"].words.text(), timeout=10_000)
    assert ready.rows["roster"].words.text().endswith("2 units.")
    assert (ready.verdict.kind, ready.verdict.text()) == ("ok", "Ready. The doors can open.")


def test_a_clock_that_is_wrong_is_said(site: Opened) -> None:
    listed(site)
    ready = looked(site)
    assert ready.rows["clock"].words.text() == "2026-06-20 09:00 in Asia/Shanghai."
    for at, words in (("2026-06-20 08:30", "there is a record of 2026-06-20 09:00"), ("2027-06-20 09:00", "no year"),
                      ("2026-06-20 09:30", "was set by 30 minutes")):
        site.clock.set(at)
        assert words in looked(site).rows["clock"].words.text()
        assert ready.rows["clock"].advice.text()
    site.clock.set("2026-06-20 09:01")
    assert "Asia/Shanghai" in looked(site).rows["clock"].words.text()


def test_the_time_of_a_telephone_shows_a_clock_that_is_wrong(site: Opened) -> None:
    listed(site)
    ready = looked(site)
    assert "Compare it with a telephone" in ready.rows["clock"].advice.text()
    for typed, words, kind in (("0912", "The clock is 12 minutes behind.", "stop"),
                               ("8:45", "The clock is 15 minutes ahead.", "stop"),
                               ("0900", "Compared by Ho.", "attention")):
        site.bot.keyClicks(ready, typed[0])  # the first figure, wherever the cursor is
        site.bot.keyClicks(ready.telephone, typed[1:])
        assert ready.telephone.text() == typed
        site.bot.keyClick(ready.telephone, Qt.Key.Key_Return)
        assert words in ready.rows["clock"].words.text() and ready.telephone.text() == ""
        assert ready.verdict.kind == kind
    site.bot.keyClicks(ready, "9")
    site.bot.keyClick(ready.telephone, Qt.Key.Key_Return)
    assert site.window.said() == ("refused", "Write the time as 0912 or 9:12.")
    site.clock.restart()
    assert "Compare it with a telephone" in looked(site).rows["clock"].advice.text(), "of an earlier start nobody knows"
