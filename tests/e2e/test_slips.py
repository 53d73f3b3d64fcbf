"""What is said of a slip in the open window before it is printed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import parts
import pytest
from e2e.opened import Opened
from fakeprinter import FakePrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desk import Operator
from app.stations.inspection import LogDefect
from app.stations.paper import PrintSlip


@pytest.fixture
def printer() -> Iterator[FakePrinter]:
    with FakePrinter() as made:
        yield made


def test_what_the_font_of_slips_lacks_is_named_before_it_is_printed(
    tmp_path: Path, qtbot: QtBot, qapp: QApplication, printer: FakePrinter
) -> None:
    site = Opened(tmp_path / "site", qtbot, qapp, parts.TestClock(step=1), printer=printer, days=("2026-06-20",))
    site.desk.operator = Operator("Ho", "lead")
    site.show()
    parts.listed(site.desk, "1-1-101", reasons=())
    site.desk.do(LogDefect(on="unit/1-1-101", text="mark \U0010fffd", room="KIT"))
    printer.paper(0)
    site.desk.do(PrintSlip(on="unit/1-1-101", what="receipt"))
    qtbot.waitUntil(lambda: "lacks \U0010fffd" in site.window.said()[1], timeout=10_000)
    assert printer.slips == []
    printer.paper()
    site.site.spool.wake()
    qtbot.waitUntil(lambda: len(printer.slips) == 1, timeout=20_000)
    site.close()
