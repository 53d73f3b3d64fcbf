"""Restoring from the window: from the first page, and in the place of a site that is open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import members
import pytest
from parts import TestClock, listed
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from app.backup import backup
from app.desk import Operator
from app.site import new_site
from app.stations.arrival import CheckIn
from app.sync.hub import Hub
from app.twin import Twins
from app.words import Words
from ui.program import Program
from ui.start.restore import agreed
from ui.theme import Theme


@pytest.fixture
def file(tmp_path: Path) -> Path:
    desk = new_site(tmp_path / "site", TestClock(step=1), name="Sample Court", zone="Asia/Shanghai")
    listed(desk, "1-1-101", "1-1-102", reasons=())
    desk.do(CheckIn(on="unit/1-1-101"))
    (tmp_path / "stick").mkdir()
    made = backup(desk, tmp_path / "stick")
    desk.do(CheckIn(on="unit/1-1-102"))
    desk.database.close()
    return made


@pytest.fixture
def program(qapp: QApplication, tmp_path: Path) -> Iterator[Program]:
    made = Program(qapp, Theme(), Words("en"), twins=Twins(tmp_path / "traces"))
    yield made
    window = made.start or (made.site.window if made.site else None)
    made.close()
    if window is not None:
        window.hide()
        window.deleteLater()
    qapp.setStyleSheet("")


def answer(button: str, said: list[str]) -> None:
    """Press a button of the question as soon as it stands there."""

    def press() -> None:
        box = next((w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()), None)
        if box is None:
            QTimer.singleShot(100, press)
            return
        said.append(box.text())
        next(b for b in box.buttons() if b.text().replace("&", "") == button).click()

    QTimer.singleShot(100, press)


def test_a_backup_is_restored_only_when_somebody_agrees(qtbot: QtBot, program: Program, file: Path) -> None:
    program.begin(file.parents[1] / "spare")
    assert program.start is not None
    said: list[str] = []
    clock, t = TestClock(), Words("en")
    answer("Leave everything", said)
    assert not agreed(program.start, t, clock, file, here=False)
    answer("Restore", said)
    assert agreed(program.start, t, clock, file, here=False)
    assert said == ["Sample Court, desk A: 4 records, the last one of 2026-06-20 09:00."] * 2


def test_from_the_first_page_a_backup_opens_under_a_new_letter(qtbot: QtBot, program: Program, file: Path) -> None:
    program.begin(file.parents[1] / "spare")
    assert program.start is not None
    program.start.restore_asked.emit(file)
    qtbot.waitUntil(lambda: program.site is not None)
    assert program.site is not None
    assert (program.site.desk.letter, program.start) == ("B", None)


def test_in_an_open_site_the_backup_takes_its_place_and_the_site_is_put_aside(
    qtbot: QtBot, program: Program, file: Path
) -> None:
    folder = file.parents[1] / "site"
    program.begin(folder)
    first = program.site
    assert first is not None
    first.desk.operator = Operator("Ho", "lead")
    first.restore_asked.emit(file)
    qtbot.waitUntil(lambda: program.site is not None and program.site is not first)
    assert program.site is not None
    assert program.site.desk.letter == "B"
    assert not program.site.desk.state("unit/1-1-102").visits
    assert len(list(folder.glob("before *"))) == 1


def test_when_it_cannot_be_restored_the_site_is_opened_again_as_it_was(
    qtbot: QtBot, program: Program, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = file.parents[1] / "site"
    program.begin(folder)
    first = program.site
    assert first is not None
    file.write_bytes(b"torn")
    reader = QTimer(interval=100)  # where there is a screen, what is said stands there until it is read
    reader.timeout.connect(lambda: [w.accept() for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox)])
    reader.start()
    first.restore_asked.emit(file)
    qtbot.waitUntil(lambda: program.site is not None and program.site is not first, timeout=20_000)
    reader.stop()
    assert program.site is not None
    assert program.site.desk.letter == "A"
    assert len(program.site.desk.state("unit/1-1-102").visits) == 1
    assert "Nothing was changed" in capsys.readouterr().err


def test_a_site_goes_on_as_a_part_of_another_one(
    qtbot: QtBot, program: Program, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hub = Hub(members.first(tmp_path / "other"), "127.0.0.1")
    hub.start()
    program.begin(file.parents[1] / "site")
    first = program.site
    assert first is not None
    first.desk.operator = Operator("Ho", "lead")
    page = first.rest().laptops
    first.open_settings(page)
    qtbot.keyClicks(page.other, "only-one")
    qtbot.keyClick(page.other, Qt.Key.Key_Return)
    assert program.site is first and page._merging.complaint()
    page.other.clear()
    qtbot.keyClicks(page.other, f"127.0.0.1:{hub.port} {hub.open_invite().code}")
    qtbot.keyClick(page.other, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.site is not None and program.site is not first)
    site = program.site
    assert site is not None and site.desk.letter == "B"
    site.rest()
    qtbot.waitUntil(lambda: site.desk.vector() == hub._member.desk.vector(), timeout=20_000)
    assert hub._member.desk.state("unit/1-1-102").visits and site.desk.state("site").name == "Sample Court"
    site.links.stop()
    hub.stop()
    hub._member.desk.database.close()
