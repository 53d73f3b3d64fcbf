"""What becomes of a scan, whoever made it: the screen in front gets it, and a tone says what came of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, QTimer

from app.desk import Desk
from app.errors import Trouble
from app.log.here import day_of
from app.tickets.code import read_code
from app.words import Words
from ui.camera import Camera
from ui.heading import short_date
from ui.screen import Scanning
from ui.sounds import Sounds
from ui.window import Window


class Scans(QObject):
    """`otherwise` is the screen for scans where the one in front takes none; `asked` tells whether a window that
    wants an answer lies over all."""

    def __init__(self, desk: Desk, t: Words, window: Window, otherwise: Scanning, sounds: Sounds,
                 asked: Callable[[], bool]) -> None:
        super().__init__()
        self._desk, self._t, self._window = desk, t, window
        self._otherwise, self._sounds, self._asked = otherwise, sounds, asked
        self._closed = False

    def take(self, digits: str) -> None:
        """A code of ours, or what is left of one."""
        code, good = read_code(digits), False
        if not self._asked() and code is None:
            self._say("refused", self._t("The code was not read whole. Scan it again."))
        elif not self._asked() and code is not None:
            good = self._screen().scanned(digits) and self._of_today(code.day)
        self._sounds.good() if good else self._sounds.bad()

    def look(self, camera: Camera) -> None:
        """The camera's key: open it, or close it when it is open."""
        if camera.looks:
            camera.stop()
        elif not self._asked():
            camera.look()
            self._say("news", self._t(
                "The camera is on: hold the code a hand away from it. Ctrl+Shift+S turns it off."))

    def looked(self, result: object) -> None:
        """What the camera saw: digits, nothing, or why it could not look."""
        if self._closed:
            return
        if isinstance(result, Trouble):
            self._say("trouble", self._t.say(result))
        elif result:
            self._window.hush()
            self.take(str(result))
        else:
            self._say("news", self._t("The camera is off; it has seen no code."))

    def close(self) -> None:
        """What is still on its way comes too late."""
        self._closed = True

    def foreign(self) -> None:
        """Digits that are no code of ours were typed where the cursor was."""
        self._sounds.bad()

    def _screen(self) -> Scanning:
        screen = self._window.current()
        if not isinstance(screen, Scanning):
            self._window.open(screen := self._otherwise)
        return screen

    def _of_today(self, day: str) -> bool:
        """Whether a slip is of today, as a notice always is; of another day is said."""
        if day in ("", day_of(self._desk.clock.now(), self._desk.state("site").zone)):
            return True
        self._say("news", self._t("This slip is from {day}; the household is shown as it is today.",
                                  day=short_date(date.fromisoformat(day), self._t)))
        return False

    def _say(self, kind: str, sentence: str) -> None:
        """Once the key that ended the scan is done with, since the next key hushes what is said."""
        QTimer.singleShot(0, self, lambda: self._window.say(kind, sentence))
