"""The one place for "we are wrong": keep the trace in a file, say that the log is safe, go on."""

import platform
import sys
import threading
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, qVersion
from PySide6.QtWidgets import QApplication

from app.errors import Said
from ui.screen import Translate
from ui.theme import Theme
from ui.widgets.problem_sheet import ProblemSheet

_KEPT = 20
"""Trace files written in one run; a fault that repeats with every repaint must not fill the disk."""


class Problems(QObject):
    """Catches what nobody else caught, on every thread.

    Each new fault is written to `folder` once and shown; while its sheet is open, further ones are only
    counted. The sheet stops nobody: it is a window of its own that waits, and the desk goes on beneath it.
    """

    _happened = Signal(str)
    _said = Signal(object)

    def __init__(self, theme: Theme, t: Translate, folder: Path, version: str = "",
                 said: Callable[[Said], None] | None = None) -> None:
        super().__init__()
        self._theme, self._folder, self._version = theme, folder, version
        self.t = t
        self._before = (sys.excepthook, threading.excepthook)
        self._known: set[str] = set()
        self._sheet: ProblemSheet | None = None
        self._happened.connect(self._show, Qt.ConnectionType.QueuedConnection)
        self._say = said
        if said is not None:
            self._said.connect(said, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Be the last stop for exceptions of this process."""
        self._before = (sys.excepthook, threading.excepthook)
        sys.excepthook, threading.excepthook = self.caught, self.caught_in_thread

    def remove(self) -> None:
        """Leave exceptions to whoever had them before."""
        sys.excepthook, threading.excepthook = self._before

    def caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Take an exception that nobody expected; may be called on any thread, and never raises. What the rules or
        the world say is no fault of ours: it goes to `said`."""
        if isinstance(error, Said) and self._say is not None:
            self._said.emit(error)
            return
        sys.__excepthook__(kind, error, trace)
        if not issubclass(kind, Exception):
            return
        try:
            self._keep("".join(traceback.format_exception(kind, error, trace)))
        except Exception:
            traceback.print_exc()

    def caught_in_thread(self, args: threading.ExceptHookArgs) -> None:
        """The same for the top of a thread."""
        if args.exc_value is not None:
            self.caught(args.exc_type, args.exc_value, args.exc_traceback)

    def sheet(self) -> ProblemSheet | None:
        """The sheet that is open now."""
        return self._sheet

    def _keep(self, trace: str) -> None:
        if trace not in self._known and len(self._known) < _KEPT:
            self._known.add(trace)
            trace = self._header() + trace
            self._write(trace)
        self._happened.emit(trace)

    def _header(self) -> str:
        when = datetime.now().astimezone().isoformat(timespec="seconds")
        system = f"Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}"
        return f"{when}  {self._version}\n{system}\nthread {threading.current_thread().name}\n\n"

    def _write(self, text: str) -> None:
        name = f"problem-{datetime.now():%Y%m%d-%H%M%S-%f}.txt"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / name).write_text(text, encoding="utf-8")
        except OSError:
            traceback.print_exc()

    def _show(self, trace: str) -> None:
        if self._sheet is not None:
            self._sheet.another(trace)
            return
        self._sheet = ProblemSheet(QApplication.activeWindow(), self._theme, self.t, trace, self._folder)
        self._sheet.finished.connect(self._forget)
        self._sheet.show()

    def _forget(self) -> None:
        self._sheet = None
