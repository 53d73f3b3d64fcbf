"""Two pairs of hands at the same window: one in this process with Qt's key events, one outside with X's own."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from fakeprinter import FakePrinter
from parts import TestClock
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.clock import Clock
from app.database import sqlite
from app.desk import Desk
from app.site import FILE, open_site
from app.stations.arrival import CheckIn
from app.sync.swap import swap

HELD = {"alt": Qt.KeyboardModifier.AltModifier, "ctrl": Qt.KeyboardModifier.ControlModifier,
        "shift": Qt.KeyboardModifier.ShiftModifier}
A_MOMENT = 500  # ms between two households: longer than Enter is quiet after a check-in
REACH = ("sleep", "0.06")  # for xdotool: nobody comes from one key to the next thing faster
PATIENCE = 60.0  # seconds: a busy machine is no fault of the program


def key_of(name: str) -> tuple[Qt.Key, Qt.KeyboardModifier]:
    """`ctrl+m` as Qt has it."""
    *held, key = name.split("+")
    modifiers = Qt.KeyboardModifier.NoModifier
    for one in held:
        modifiers |= HELD[one]
    return Qt.Key[f"Key_{key.upper() if len(key) == 1 else key}"], modifiers


class QtHands:
    """Strikes the keys of a window in this process, on a clock that is moved by hand."""

    def __init__(self, bot: QtBot, window: QWidget, desk: Desk, clock: TestClock, printer: FakePrinter | None = None,
                 other: Desk | None = None) -> None:
        self._bot, self._window, self._desk, self._clock = bot, window, desk, clock
        self._printer, self._other = printer, other
        self._scans = 0

    def type(self, text: str) -> None:
        """Strike letters and figures."""
        for letter in text:
            QTest.keyClick(self._window.windowHandle(), letter)

    def press(self, *keys: str) -> None:
        """Strike keys by name."""
        for key in keys:
            QTest.keyClick(self._window.windowHandle(), *key_of(key))
            self._clock.forward(ms=A_MOMENT)

    def scan(self, digits: str) -> None:
        """A scan and its Enter; alone it records nothing."""
        before = self._written()
        self._scans += 1
        at = self._scans * 1_000_000_000
        for n, digit in enumerate(digits):
            self._strike(int(Qt.Key.Key_0) + int(digit), digit, at + 8 * n)
        self._strike(int(Qt.Key.Key_Return), "\r", at + 8 * len(digits))
        assert self._written() == before, "a scan's own Enter has recorded something"

    def enter(self) -> None:
        """Enter until it is on record."""
        self.keys("Return")

    def keys(self, *keys: str) -> None:
        """Keys that record something."""
        before = self._written()

        def recorded() -> bool:
            if self._written() == before:
                self.press(*keys)
            return self._written() > before

        self._bot.waitUntil(recorded, timeout=round(PATIENCE * 1000))
        assert self._written() == before + 1, "one press has recorded more than one action"

    def printed(self, slips: int) -> None:
        """Wait until so many slips are out, and on record as such."""
        printer = self._printer
        assert printer is not None
        self._bot.waitUntil(lambda: len(printer.slips) >= slips and settled(self._desk.database.path),
                            timeout=round(PATIENCE * 1000))

    def elsewhere(self, unit: str, party: int) -> None:
        """Another desk checks a unit in, then the two meet."""
        assert self._other is not None
        check_in_apart(self._other, self._desk, unit, party)

    def _strike(self, key: int, text: str, at: int) -> None:
        """A key at a time of its own, so that a busy machine does not make a scanner slow."""
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, 0, 0, 0, text)
            event.setTimestamp(at)
            QCoreApplication.sendEvent(self._window.windowHandle(), event)

    def _written(self) -> int:
        return self._desk.vector()[self._desk.id][0]


class XHands:
    """Strikes the keys of whichever window has the focus of an X display, as keyboard and scanner do: through the
    server, with xdotool. What is on record is read from the site's file."""

    def __init__(self, display: str, folder: Path, printer: FakePrinter | None = None, other: Desk | None = None,
                 ) -> None:
        self._environment = {**os.environ, "DISPLAY": display}
        self._folder, self._file, self._printer, self._other = folder, folder / FILE, printer, other

    def type(self, text: str) -> None:
        """Strike letters and figures, 4 ms apart."""
        self._do(*REACH, "type", "--delay", "4", text)

    def press(self, *keys: str) -> None:
        """Strike keys by name."""
        self._do(*REACH, "key", "--delay", "4", *keys)

    def scan(self, digits: str) -> None:
        """A scan and its Enter, one stroke every 3 ms; alone it records nothing."""
        before = written(self._file)
        self._do(*REACH, "type", "--delay", "3", "--args", "1", digits, "key", "Return")
        assert written(self._file) == before, "a scan's own Enter has recorded something"

    def scan_places(self, places: Sequence[str], every: str) -> None:
        """A scan by the places of its keys on the board, whatever the layout makes of them; its ending among them."""
        before = written(self._file)
        self._do(*REACH, "key", "--delay", every, *places)
        assert written(self._file) == before, "a scan's own Enter has recorded something"

    def enter(self) -> None:
        """Enter until it is on record."""
        self.keys("Return")

    def keys(self, *keys: str) -> None:
        """Keys that record something; again when the program let them pass."""
        before, until = written(self._file), time.monotonic() + PATIENCE
        while written(self._file) == before:
            assert time.monotonic() < until, f"nothing was recorded by {keys}"
            self.press(*keys)
            self.until(lambda: written(self._file) > before, seconds=0.15, fail=False)
        assert written(self._file) == before + 1, "one press has recorded more than one action"

    def entered(self, seconds: float) -> bool:
        """Enter, for so long until it is on record; whether it is."""
        before, until = written(self._file), time.monotonic() + seconds
        while written(self._file) == before and time.monotonic() < until:
            self.press("Return")
            self.until(lambda: written(self._file) > before, seconds=0.15, fail=False)
        assert written(self._file) <= before + 1, "one press has recorded more than one action"
        return written(self._file) > before

    def printed(self, slips: int) -> None:
        """Wait until so many slips are out, and on record as such."""
        printer = self._printer
        assert printer is not None
        self.until(lambda: len(printer.slips) >= slips and settled(self._file))

    def elsewhere(self, unit: str, party: int) -> None:
        """Another desk checks a unit in, then its lines come into the file beside the open program."""
        assert self._other is not None
        here = open_site(self._folder, Clock())
        try:
            check_in_apart(self._other, here, unit, party)
        finally:
            here.database.close()

    def windows(self, title: str) -> list[str]:
        """Ids of the visible windows whose title holds that text."""
        found = self._run("search", "--onlyvisible", "--name", title, fail=False)
        return found.split()

    def in_front(self, title: str) -> bool:
        """Whether a window with that title lies over all others in the middle of the screen."""
        seen = self._run("mousemove", "683", "384", "getmouselocation", "--shell")
        return any(f"WINDOW={window}\n" in seen for window in self.windows(title))

    def focus(self, title: str) -> None:
        """Wait for a window and give it the keys, as a click would."""
        self.until(lambda: self.windows(title) != [])
        self._do("windowfocus", "--sync", self.windows(title)[0])

    def until(self, condition: Callable[[], bool], seconds: float = PATIENCE, fail: bool = True) -> None:
        """Until a condition holds."""
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                assert not fail, "what was waited for did not come"
                return
            time.sleep(0.01)

    def _do(self, *command: str) -> None:
        self._run(*command)

    def _run(self, *command: str, fail: bool = True) -> str:
        done = subprocess.run(["xdotool", *command], env=self._environment, capture_output=True, text=True, timeout=30,
                              check=fail)
        return done.stdout


def check_in_apart(other: Desk, here: Desk, unit: str, party: int) -> None:
    """At another desk that knows nothing of what was done here since they last met; then they meet."""
    other.do(CheckIn(on=f"unit/{unit}", party=party))
    swap(here, other)


def reading(file: Path) -> Any:
    """A connection that only looks."""
    return sqlite().connect(f"file:{file}?mode=ro", uri=True, timeout=10)


def written(file: Path) -> int:
    """How many entries of all desks the site's file holds."""
    with closing(reading(file)) as sql:
        return int(sql.execute("SELECT coalesce(sum(n), 0) FROM head").fetchone()[0])


def settled(file: Path) -> bool:
    """Whether no slip is on its way."""
    with closing(reading(file)) as sql:
        return not sql.execute("SELECT 1 FROM slip WHERE state IN ('waiting', 'sending') LIMIT 1").fetchone()
