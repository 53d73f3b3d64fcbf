"""The only place where threads and Qt meet: app's announcements as Qt signals in the main thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.desk import Desk
from app.errors import Refused, Trouble

GATHER_MS = 100
WAIT_S = 10  # for work that is still going on when the window closes
T = TypeVar("T")


class Work(QObject):
    """`run(task, done)` does work in a thread and hands its result, or what it raised, to `done` here."""

    _call = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._works: set[threading.Thread] = set()
        self._closed = False
        self._call.connect(self._run_here, Qt.ConnectionType.QueuedConnection)

    def here(self, call: Callable[[], None]) -> None:
        """Have something done in the main thread; may be called from any thread, and does nothing once closed."""
        if not self._closed:
            self._call.emit(call)

    def _run_here(self, call: Callable[[], None]) -> None:
        if not self._closed:
            call()

    def run(self, task: Callable[[], T], done: Callable[[T | Refused | Trouble], None]) -> None:
        """Do work in a thread of its own; `done` gets its result, or what the rules or the world said."""

        def work() -> None:
            result: T | Refused | Trouble
            try:
                try:
                    result = task()
                except (Refused, Trouble) as said:
                    result = said
                self.here(lambda: done(result))
            finally:
                self._works.discard(thread)

        thread = threading.Thread(target=work, name="work", daemon=True)
        self._works.add(thread)
        thread.start()

    def go_on(self) -> None:
        """Asked by long work between two of its steps. Raises Trouble `closing` when the window closes."""
        if self._closed:
            raise Trouble("closing")

    def close(self) -> None:
        """Wait for work to reach the end of its step; what comes of it is told nobody any more."""
        self._closed = True
        for thread in list(self._works):
            thread.join(WAIT_S)


class Bridge(Work):
    """Also `changed(set)`: subjects that changed, gathered for at most 100 ms; an action of this very thread is told
    at once."""

    changed = Signal(set)
    _told = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._main = threading.get_ident()
        self._lock = threading.Lock()
        self._subjects: set[str] = set()
        self._timer = QTimer(self, singleShot=True, interval=GATHER_MS)
        self._timer.timeout.connect(self._tell)
        self._told.connect(self._gather, Qt.ConnectionType.QueuedConnection)
        desk.on_change.append(self._changed)

    def _changed(self, subjects: set[str]) -> None:
        if threading.get_ident() == self._main:
            self.changed.emit(set(subjects))
            return
        with self._lock:
            self._subjects |= subjects
        self._told.emit()

    def _gather(self) -> None:
        if not self._timer.isActive() and not self._closed:
            self._timer.start()

    def _tell(self) -> None:
        with self._lock:
            subjects, self._subjects = self._subjects, set()
        if subjects:
            self.changed.emit(subjects)

    def close(self) -> None:
        """Listen no more either."""
        if self._changed in self._desk.on_change:
            self._desk.on_change.remove(self._changed)
        self._timer.stop()
        super().close()
