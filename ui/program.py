"""The program with a window: one for each site and laptop, from the first start to the last closing."""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
import tempfile
import time
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QProcess, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from app import cli
from app.clock import Clock
from app.desk import Desk
from app.errors import Trouble
from app.folder import Hold
from app.people import People
from app.site import exists, open_site
from app.twin import Twins, renew
from app.words import Words
from ui.camera import Camera, installed
from ui.open_site import OpenSite
from ui.qt_words import QtWords
from ui.theme import Theme

if TYPE_CHECKING:
    from ui.single import FrontDoor
    from ui.start.start import StartWindow

DOOR_MS = 30  # after the window stands


def run(args: Namespace, t: Words) -> int:
    """Open the window, or bring the one that is open to the front; the exit status."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("handover-desk")
    theme = Theme(language=t.language)
    theme.apply(app)
    program = Program(app, theme, t, usable=_report_and_quit if args.quit_when_usable else None)
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, lambda number, frame: app.exit(0))
    with tempfile.TemporaryDirectory(prefix="handover-desk-demo-", ignore_cleanup_errors=True) as spare:
        program.begin(Path(spare) if args.demo else cli.folder_of(args), demo=args.demo)
        gc.freeze()
        gc.enable()
        try:
            return app.exec() if program.alive else 1
        finally:
            program.close()


def _report_and_quit() -> None:
    """For the benchmark: how long it took since this process began, and what it holds."""
    import resource

    with Path("/proc/self/stat").open() as stat:
        ticks = int(stat.read().rpartition(")")[2].split()[19])
    begun = ticks / os.sysconf("SC_CLK_TCK")
    with Path("/proc/self/statm").open() as memory:
        pages = int(memory.read().split()[1])
    print(json.dumps({
        "usable_ms": round((time.clock_gettime(time.CLOCK_BOOTTIME) - begun) * 1000),
        "rss_mb": round(pages * resource.getpagesize() / 1e6, 1)}), flush=True)
    QApplication.quit()


class Program(QObject):
    """Everything that is open: first the start window where there is no site, then the site's window."""

    def __init__(self, app: QApplication, theme: Theme, t: Words, usable: Callable[[], None] | None = None,
                 twins: Twins | None = None) -> None:
        super().__init__()
        self._app, self._theme, self._t, self._usable = app, theme, t, usable
        self._clock = Clock()
        self._twins = twins or Twins()
        self._qt_words = QtWords(app)
        self._qt_words.speak(t.language)
        self._folder = Path()
        self._hold: Hold | None = None
        self._door: FrontDoor | None = None
        self.start: StartWindow | None = None
        self.site: OpenSite | None = None
        self.alive = True

    def begin(self, folder: Path, demo: bool = False) -> None:
        """Open the folder's site, or ask what to do where there is none."""
        self._folder = folder
        try:
            self._hold = Hold(folder)
            if not self._hold.held:
                self._second(folder)
                return
            QTimer.singleShot(DOOR_MS, self, self._open_door)
            if demo:
                self._make_demo(folder)
            elif exists(folder):
                self._enter(self._opened(folder), "")
            else:
                self._ask(folder)
        except Trouble as trouble:
            self.alive = False
            self._tell(self._t.say(trouble))

    def _open_door(self) -> None:
        """A second start knocks here. It takes longer to come than the window takes to stand."""
        from ui.single import FrontDoor

        self._door = FrontDoor(self._folder, self._front, self)

    def _second(self, folder: Path) -> None:
        """The folder is held: by this program's first window, or by something else."""
        from ui.single import call_first

        self.alive = False
        t = self._t
        if call_first(folder):
            self._tell(t("The program is open already on this site; its window comes to the front."), stop=False)
        else:
            self._tell(t("Another program holds this site's folder: {file}", file=str(folder)))

    def _make_demo(self, folder: Path) -> None:
        """What the demo leaves is thrown away with its folder, its trace too."""
        from app.demo import make_demo

        self._twins = Twins(folder / "desks")
        self._enter(make_demo(folder, self._clock, self._t.language), "")

    def _opened(self, folder: Path) -> Desk:
        desk = open_site(folder, self._clock)
        try:
            self._twins.check(desk)
        except Trouble as twin:
            self._renew(desk, twin)
        People(desk).begin()
        return desk

    def _renew(self, desk: Desk, twin: Trouble) -> None:
        """The folder was copied or restored: one button goes on under a new letter, or nothing is opened."""
        box = QMessageBox(QMessageBox.Icon.Warning, self._t("Handover Desk"), self._t.say(twin))
        go = box.addButton(self._t("Go on under a new letter"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(self._t("Close"), QMessageBox.ButtonRole.RejectRole)
        box.exec()
        if box.clickedButton() is not go:
            desk.database.close()
            raise twin
        renew(desk, self._twins.letters(desk.site))

    def _ask(self, folder: Path) -> None:
        from ui.start.start import StartWindow  # seen once in the life of a site

        self.start = StartWindow(self._theme, self._t, folder, self._clock)
        self.start.begun.connect(self._enter)
        self.start.demo_asked.connect(self._demo)
        self.start.restore_asked.connect(lambda file: QTimer.singleShot(0, self, lambda: self.restore(file)))
        self.start.show()
        self._report()

    def _demo(self) -> None:
        self._beside("--demo")

    def _beside(self, *which: str) -> None:
        """Demo and drill are programs of their own, so that nothing of them can reach a real site."""
        QProcess.startDetached(sys.executable, ["-m", "ui", *which, "--language", self._t.language],
                               str(Path(__file__).parent.parent))

    def _enter(self, desk: Desk, screen: str) -> None:
        self._qt_words.speak("en")  # from here on it is the site's matter
        self.site = OpenSite(self._app, self._theme, self._t, desk, self._twins, Camera() if installed() else None)
        self.site.restore_asked.connect(lambda file: QTimer.singleShot(0, self, lambda: self.restore(file)))
        self.site.merge_asked.connect(
            lambda address, code: QTimer.singleShot(0, self, lambda: self.merge(address, code)))
        self.site.drill_made.connect(lambda drill: self._beside("--data", str(drill)))
        self.site.show(screen)
        if self.start is not None:
            self.start.close()
            self.start = None
        self._report()

    def restore(self, file: Path) -> None:
        """Put a backup in the place of what is open, and open it; where that cannot be, all stays as it was."""
        from app.restore import restore

        self._instead(lambda: restore(file, self._folder, self._clock, self._twins))

    def merge(self, address: str, code: str) -> None:
        """Let the site that is open go on as a part of another one; where that cannot be, all stays as it was."""
        from app.sync.merge import merge

        self._instead(lambda: merge(self._folder, self._clock, address, code))

    def _instead(self, work: Callable[[], object]) -> None:
        before, self.site = self.site, None
        if before is not None:
            before.close(backup=False)  # what is here is put aside whole, and thinning out could take the chosen one
        try:
            work()
        except Trouble as trouble:
            self._tell(self._t.say(trouble))
        if exists(self._folder):
            self._enter(self._opened(self._folder), "")
        if before is not None:
            before.window.hide()
            before.window.deleteLater()
            before.deleteLater()

    def _report(self) -> None:
        if self._usable is not None:
            QTimer.singleShot(0, self, self._usable)

    def _front(self) -> None:
        window = self.start or (self.site.window if self.site else None)
        if window is not None:
            window.showNormal() if window.isMinimized() else window.show()
            window.raise_()
            window.activateWindow()

    def _tell(self, sentence: str, stop: bool = True) -> None:
        """Say why nothing opens: where a program is started from a terminal, and in a window that is to be
        read, unless another one comes to the front instead."""
        print(sentence, file=sys.stderr, flush=True)
        if stop and self._usable is None and self._app.platformName() not in ("offscreen", "minimal"):
            QMessageBox.warning(None, self._t("Handover Desk"), sentence)

    def close(self) -> None:
        """Close what is open; the folder is free again."""
        if self.site is not None:
            self.site.close()
        if self._hold is not None:
            self._hold.close()
