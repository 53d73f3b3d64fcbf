"""An escort's laptop for tests: three households that are here, and the inspection in front of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import parts
from counter import Counter
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.desk import Desk, Operator
from app.records import Defect
from app.settings import Settings
from app.stations.arrival import CheckIn
from ui.inspection.screen import InspectionScreen


class Walker(Counter):
    """An escort's laptop."""

    def __init__(self, qtbot: QtBot, app: QApplication, desk: Desk, clock: parts.TestClock) -> None:
        super().__init__(qtbot, app, desk, clock)
        self.screen = InspectionScreen(desk, Settings(desk.database, desk.site), self.search, self.words, self.theme,
                                       self.window.say)
        self.window.add_screen(self.screen)
        self.window.open(self.screen)
        self.wait(500)

    def out(self, room: str = "LIV") -> None:
        """With the first household, in a room."""
        self.enter()
        self.wait(500)
        if room:
            self.type(f"{room} ".lower().strip())
            self.enter()
        self.keys = 0

    def standing(self, code: str = "1-1-101") -> list[Defect]:
        return self.unit(code).standing()

    def tap(self, button: QWidget) -> None:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


@contextmanager
def walking(qtbot: QtBot, qapp: QApplication, desk: Desk, clock: parts.TestClock) -> Iterator[Walker]:
    """The escort Ho, while three households are here; the third owes something."""
    parts.listed(desk, "1-1-101", owners=("陈静雯",))
    parts.listed(desk, "1-1-102", owners=("李强",), phones=("1",))
    parts.listed(desk, "1-1-103", owners=("周丽",), phones=("2",), reasons=("E01",))
    for code in ("1-1-101", "1-1-102", "1-1-103"):
        desk.do(CheckIn(on=f"unit/{code}"))
        clock.forward(minutes=5)
    desk.operator = Operator("Ho", "escort")
    walker = Walker(qtbot, qapp, desk, clock)
    yield walker
    walker.close()
