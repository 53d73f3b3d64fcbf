"""A slip on the screen is the slip on paper."""

from __future__ import annotations

from pathlib import Path

import zxingcpp
from parts import configured, desk, listed
from PIL import Image
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.stations.arrival import CheckIn
from app.tickets.code import slip_code
from app.tickets.press import Press
from app.tickets.printer import NoPrinter
from app.tickets.spool import Spool
from app.words import Words
from ui.slip_sheet import SlipSheet
from ui.theme import Theme


def test_the_code_on_the_screen_can_be_scanned(qtbot: QtBot, tmp_path: Path) -> None:
    site = configured(desk(tmp_path))
    listed(site, "1-1-101", reasons=())
    entry = site.do(CheckIn(on="unit/1-1-101"))
    slip = Spool(site, None, lambda row: None).facts(entry.id)
    assert slip is not None
    sheet = SlipSheet(Theme(), Words(), slip.number, Press(site, NoPrinter()).preview(slip, 1))
    qtbot.addWidget(sheet)
    sheet.show()
    shown = sheet.slip.pixmap().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    size = (shown.width(), shown.height())
    dots = Image.frombytes("L", size, bytes(shown.constBits()), "raw", "L", shown.bytesPerLine())
    assert [code.text for code in zxingcpp.read_barcodes(dots)] == [slip_code(slip.day, slip.number, "1-1-101")]
    site.database.close()


def test_it_fits_the_smallest_screen(qtbot: QtBot) -> None:
    sheet = SlipSheet(Theme(), Words(), "A001", Image.new("1", (576, 1600), 1))
    qtbot.addWidget(sheet)
    sheet.show()
    assert sheet.height() <= 720
