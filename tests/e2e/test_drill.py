"""The drill from the settings: made beside the site, and seen to be one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import parts
import pytest
from e2e.opened import Opened
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desk import Operator
from ui.widgets.drill_band import DrillBand


@pytest.fixture
def site(tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[Opened]:
    made = Opened(tmp_path / "site", qtbot, qapp, parts.TestClock(step=1))
    parts.listed(made.desk, "1-1-101", reasons=())
    made.show()
    yield made
    made.close()


def asked(site: Opened, role: str) -> list[Path]:
    """Somebody in that role asks for a drill; the folders that are to be opened."""
    site.desk.operator = Operator("Ho", role)
    page, opened = site.site.rest().drill, []
    site.site.drill_made.connect(opened.append)
    site.site.open_settings(page)
    page.begin.click()
    site.bot.waitUntil(page.begin.isEnabled)
    return opened


def test_only_the_lead_starts_a_drill(site: Opened, tmp_path: Path) -> None:
    assert asked(site, "desk") == []
    assert "Only the site lead" in site.site.rest().drill.outcome.text()
    assert not (tmp_path / "site drill").exists()


def test_a_drill_opens_beside_the_site_with_a_red_band(
    site: Opened, tmp_path: Path, qtbot: QtBot, qapp: QApplication
) -> None:
    assert asked(site, "lead") == [tmp_path / "site drill"]
    site.close()
    drill = Opened(tmp_path / "site drill", qtbot, qapp, parts.TestClock(step=1))
    drill.show()
    band = drill.window.findChild(DrillBand)
    assert band is not None
    assert band.isVisible()
    assert drill.desk.letter == "T"
    drill.close()
