"""Backups from the window: by themselves, at closing, and the strip says how old the newest one is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import parts
import pytest
from e2e.opened import Opened
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.stations.arrival import CheckIn
from ui.backups import AGAIN_MS, EVERY_MS
from ui.status import StatusStrip


@pytest.fixture
def site(tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[Opened]:
    made = Opened(tmp_path / "site", qtbot, qapp, parts.TestClock(step=1))
    parts.listed(made.desk, "1-1-101", reasons=())
    made.show()
    yield made
    made.close()


def said(site: Opened) -> tuple[str, str]:
    site.site._tick()
    light = site.window.findChild(StatusStrip).light("backup")
    return light.state, light.words


def chosen(site: Opened, folder: Path) -> None:
    """Somebody writes a folder into the settings."""
    page = site.site.rest().backup
    site.site.open_settings(page)
    page.folder.setText(str(folder))
    page.folder.editingFinished.emit()
    site.bot.waitUntil(lambda: not site.site.backups.running)


def test_no_folder_is_said_until_one_is_chosen_then_a_backup_is_there_at_once(site: Opened, tmp_path: Path) -> None:
    assert said(site) == ("attention", "No backups")
    site.window.light_pressed.emit("backup")
    assert "Choose one under Settings" in site.window.said()[1]
    chosen(site, tmp_path / "nowhere")
    assert site.site.rest().backup.field.complaint()
    assert said(site) == ("attention", "No backups")

    (tmp_path / "stick").mkdir()
    chosen(site, tmp_path / "stick")
    assert said(site) == ("ok", "Backup 0 min ago")
    assert len(list((tmp_path / "stick").iterdir())) == 1


def test_an_old_backup_is_amber_and_one_is_made_every_ten_minutes(site: Opened, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    chosen(site, tmp_path / "stick")
    site.clock.forward(minutes=26)
    assert said(site) == ("attention", "Last backup 26 min ago")
    assert site.site.backups._timer.isActive() and site.site.backups._timer.interval() == EVERY_MS
    site.site.backups._timer.timeout.emit()
    site.bot.waitUntil(lambda: not site.site.backups.running)
    assert said(site) == ("ok", "Backup 0 min ago")


def test_a_stick_that_was_pulled_out_is_red_with_its_cause_and_tried_again_soon(site: Opened, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    chosen(site, stick)
    stick.rename(tmp_path / "pulled")
    site.site.rest().backup.now.click()
    site.bot.waitUntil(lambda: not site.site.backups.running)
    assert said(site) == ("stop", "Backup failed")
    site.window.light_pressed.emit("backup")
    assert site.window.said() == ("trouble", f"The folder for backups is not there: {stick}. Is the stick in?")
    assert site.site.backups._timer.interval() == AGAIN_MS
    (tmp_path / "pulled").rename(stick)
    site.site.backups._timer.timeout.emit()
    site.bot.waitUntil(lambda: not site.site.backups.running)
    assert said(site)[0] == "ok"


def test_closing_makes_one_more_when_there_is_something_new(site: Opened, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    chosen(site, stick)
    site.clock.forward(minutes=2)
    site.desk.do(CheckIn(on="unit/1-1-101"))
    site.close()
    assert len(list(stick.glob("*.db"))) == 2
