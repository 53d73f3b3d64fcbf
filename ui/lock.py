"""The lock: after ten minutes without a key the window is covered until somebody says who they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.desk import Desk, Operator
from app.people import People
from app.words import Words
from ui.theme import Theme
from ui.widgets.painted import paint_as
from ui.widgets.picture import Picture
from ui.window import Window

if TYPE_CHECKING:
    from ui.settings.switch import SwitchPerson

IDLE_MS = 10 * 60_000
_TOUCHES = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.TouchBegin})


class Lock(QObject):
    """`opened` once somebody is at the laptop again. `unfinished` tells whether something is being entered or
    written just now: that is never cut off. Where no site lead is entered nobody signs in, and nothing locks."""

    opened = Signal()

    def __init__(self, theme: Theme, t: Words, desk: Desk, people: People, window: Window,
                 unfinished: Callable[[], bool]) -> None:
        super().__init__(window)
        self._theme, self._t, self._desk, self._people, self._window = theme, t, desk, people, window
        self._unfinished = unfinished
        self._since = desk.clock.mono()
        self._cover: _Cover | None = None
        self._dialog: SwitchPerson | None = None

    @property
    def locked(self) -> bool:
        """Whether the window is covered."""
        return self._cover is not None

    def watch(self) -> None:
        """Notice keys and clicks from now on; the window is on the screen."""
        self._window.windowHandle().installEventFilter(self)

    def touched(self) -> None:
        """Somebody is there."""
        self._since = self._desk.clock.mono()

    def look(self) -> None:
        """Lock if it is time; asked every second."""
        if self.locked or self._unfinished():
            self.touched()
        elif self._desk.clock.mono() - self._since >= IDLE_MS and self._people.has_lead():
            self.lock(self._t("Locked after ten minutes without a key."))

    def lock(self, why: str = "") -> None:
        """Nobody is at the laptop until somebody says so; what stands in the window is hidden meanwhile."""
        self._desk.operator = Operator()
        self._cover = _Cover(self._theme, self._window)
        self._cover.show()
        from ui.settings.switch import SwitchPerson

        self._dialog = SwitchPerson(self._theme, self._t, self._people, self._window, must=True, why=why)
        self._dialog.switched.connect(self._open)
        self._dialog.open()

    def _open(self) -> None:
        self.close()
        self.touched()
        self.opened.emit()

    def close(self) -> None:
        """Take the cover away."""
        for laid in (self._cover, self._dialog):
            if laid is not None:
                laid.hide()
                laid.deleteLater()
        self._cover = self._dialog = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        repeated = isinstance(event, QKeyEvent) and event.isAutoRepeat()  # something lies on the keyboard
        if event.type() in _TOUCHES and not repeated:
            self.touched()
        return False


class _Cover(QFrame):
    """Lies over the whole window, as large as that becomes."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        paint_as(self, role="page")
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(Picture(theme, "lock", "faint", 48), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(6)
        self.setGeometry(window.rect())
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False
