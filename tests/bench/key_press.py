"""From a key press at reception to its results painted, among 100,000 households."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from people import Person, households
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from rows import Row, flat, row, spread
from sites import site
from timing import timed

from app.clock import Clock
from app.search.ask import Search
from app.search.chinese import Chinese
from app.site import open_site
from app.words import Words
from ui.reception.screen import ReceptionScreen
from ui.theme import Theme

HOUSEHOLDS, LIMIT = 100_000, 16  # ms: one frame of a screen
ASKED = 120  # households looked for


def measure(part: float, folder: Path) -> list[Row]:
    """Every key of many searches; the time includes everything that the key sets off, painting among it."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    units = round(HOUSEHOLDS * part)
    desk = open_site(site(folder, units, units // 50), Clock())
    chinese, theme = Chinese(), Theme()
    chinese.warm()
    theme.apply(app)
    search = Search(desk.database.read, desk.site, chinese)
    screen = ReceptionScreen(desk, search, Words(), theme, lambda kind, text: None)
    screen.resize(1240, 600)
    screen.show()
    screen.enter()
    taken = [timed(lambda key=key: _press(app, screen, key)) for key in _keys(units)]
    screen.close()
    desk.database.close()
    return [row(f"key press to results painted, {units:,} households", "ms", spread(taken[50:]), flat(LIMIT), "p99")]


def _press(app: QApplication, screen: ReceptionScreen, key: str) -> None:
    code = Qt.Key.Key_Escape if key == "\x1b" else Qt.Key.Key_unknown
    text = "" if key == "\x1b" else key
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        app.sendEvent(screen.panes.line, QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier, text))
    app.processEvents()


def _keys(units: int) -> Iterator[str]:
    """What somebody types to find households, a key at a time, and Escape after each."""
    chance = random.Random(3)
    wanted = chance.sample(list(households(units)), min(ASKED, units))
    for number, person in enumerate(wanted):
        yield from _typed(person, number)
        yield "\x1b"


def _typed(person: Person, number: int) -> str:
    building, _, room = person.unit.split("-")
    initials = "".join(chr(97 + ord(c) % 26) for c in person.owners[0])
    said = (person.unit, f"{building} {room}", person.owners[0], person.phones[0].removeprefix("+852"),
            person.phones[0][-4:], initials, "zhang wei", f"{room} chen")
    return said[number % len(said)]
