"""A slip on the screen is the slip on paper, and its code can be scanned from it."""

from __future__ import annotations

from pathlib import Path

import pytest
from parts import configured, desk, listed
from PIL import Image
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from worn import codes, worn

from app.stations.arrival import CheckIn
from app.tickets.code import slip_code
from app.tickets.press import Press
from app.tickets.printer import NoPrinter
from app.tickets.qr import QUIET
from app.tickets.spool import Spool
from app.words import Words
from ui.slip_sheet import SlipSheet
from ui.theme import Theme
from ui.tokens import Mode

DIGITS = slip_code("2026-06-20", "A001", "1-1-101")
WHITE, LEAST = 255, 4  # pixels to a module


def grey(shown: QImage) -> Image.Image:
    """What stands on the screen."""
    shown = shown.convertToFormat(QImage.Format.Format_Grayscale8)
    size = (shown.width(), shown.height())
    return Image.frombytes("L", size, bytes(shown.constBits()), "raw", "L", shown.bytesPerLine())


def opened(qtbot: QtBot, picture: Image.Image, theme: Theme | None = None) -> SlipSheet:
    sheet = SlipSheet(theme or Theme(), Words(), "A001", picture, DIGITS)
    qtbot.addWidget(sheet)
    with qtbot.waitExposed(sheet):
        sheet.show()
    return sheet


def test_the_code_on_the_slip_can_be_scanned(qtbot: QtBot, tmp_path: Path) -> None:
    site = configured(desk(tmp_path))
    listed(site, "1-1-101", reasons=())
    entry = site.do(CheckIn(on="unit/1-1-101"))
    slip = Spool(site, None, lambda row: None).facts(entry.id)
    assert slip is not None
    sheet = opened(qtbot, Press(site, NoPrinter()).preview(slip, 1))
    assert codes(grey(sheet.slip.pixmap().toImage())) == [slip_code(slip.day, slip.number, "1-1-101")]
    site.database.close()


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_another_laptop_scans_it_from_the_screen_in_every_look(
    qtbot: QtBot, qapp: QApplication, mode: Mode, scale: float
) -> None:
    theme = Theme(mode, scale)
    theme.apply(qapp)
    try:
        shown = grey(opened(qtbot, Image.new("1", (576, 1112), 1), theme).grab().toImage())
    finally:
        qapp.setStyleSheet("")
    for seed in range(5):
        assert codes(worn(shown, seed)) == [DIGITS]


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_it_is_large_black_on_white_and_has_its_quiet_zone(qtbot: QtBot, qapp: QApplication, mode: Mode) -> None:
    theme = Theme(mode)
    theme.apply(qapp)
    try:
        sheet = opened(qtbot, Image.new("1", (576, 1112), 1), theme)
        shown = grey(sheet.code.grab().toImage())
    finally:
        qapp.setStyleSheet("")
    assert {*shown.tobytes()} == {0, WHITE}
    left, top, right, bottom = shown.point(lambda dot: WHITE - dot).getbbox()
    module = (right - left) / 21  # a code of 24 digits
    assert module >= LEAST
    assert min(left, top, shown.width - right, shown.height - bottom) >= QUIET * module


@pytest.mark.parametrize("wide", [384, 512, 576])
def test_it_fits_the_smallest_screen(qtbot: QtBot, wide: int) -> None:
    sheet = opened(qtbot, Image.new("1", (wide, 1600), 1))
    assert sheet.height() <= 720 and sheet.width() <= 1366
    assert sheet.rect().contains(sheet.code.geometry())
