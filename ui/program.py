"""The wiring: which parts there are, who is given what, and which threads run."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMessageBox

from app import cli
from app.clock import Clock
from app.desk import Desk
from app.errors import Trouble
from app.folder import Hold
from app.log.here import day_of
from app.people import People
from app.queries.today import Today, today
from app.search.ask import Search
from app.search.chinese import Chinese
from app.settings import Settings
from app.site import exists, open_site
from app.tickets.code import read_code
from app.tickets.press import Press, printer_at
from app.tickets.spool import SlipRow, Spool
from app.twin import Twins, renew
from app.words import Words
from ui.bridge import Bridge
from ui.clearing.screen import ClearingScreen
from ui.heading import Headings
from ui.lights import Lights
from ui.problem import Problems
from ui.reception.screen import ReceptionScreen
from ui.roster.screen import RosterScreen
from ui.scanner import ScannerFilter
from ui.settings.printer import PrinterPage
from ui.settings.screen import SettingsScreen
from ui.settings.switch import SwitchPerson
from ui.single import FrontDoor, call_first
from ui.start.start import StartWindow
from ui.theme import Theme
from ui.window import Window

RAIL = {
    "desk": {"reception"},
    "escort": {"reception"},
    "finance": {"reception", "clearing", "roster"},
    "lead": {"reception", "clearing", "roster", "settings"},
}
RECOUNT_MS = 200  # how long after a change the day is counted anew
TRACE_MS = 60_000  # how often the trace of this desk outside its folder is made anew


def run(args: Namespace, t: Words) -> int:
    """Open the window, or bring the one that is open to the front; the exit status."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("handover-desk")
    theme = Theme(language=t.language)
    theme.apply(app)
    program = Program(app, theme, t, usable=_report_and_quit if args.quit_when_usable else None)
    with tempfile.TemporaryDirectory(prefix="handover-desk-demo-", ignore_cleanup_errors=True) as spare:
        program.begin(Path(spare) if args.demo else cli.folder_of(args), demo=args.demo)
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

    def __init__(self, app: QApplication, theme: Theme, t: Words, usable: Callable[[], None] | None) -> None:
        super().__init__()
        self._app, self._theme, self._t, self._usable = app, theme, t, usable
        self._clock = Clock()
        self._hold: Hold | None = None
        self._start: StartWindow | None = None
        self._open: OpenSite | None = None
        self.alive = True

    def begin(self, folder: Path, demo: bool = False) -> None:
        """Open the folder's site, or ask what to do where there is none."""
        try:
            self._hold = Hold(folder)
            if not self._hold.held:
                self.alive = False
                come = call_first(folder)
                self._tell(self._t("The program is open already on this site; its window comes to the front.")
                           if come else self._t("Another program holds this site's folder: {file}", file=str(folder)))
                return
            self._door = FrontDoor(folder, self._front, self)
            if demo:
                from app.demo import make_demo

                self._enter(make_demo(folder, self._clock, self._t.language), "")
            elif exists(folder):
                self._enter(self._opened(folder), "")
            else:
                self._ask(folder)
        except Trouble as trouble:
            self.alive = False
            self._tell(self._t.say(trouble))

    def _opened(self, folder: Path) -> Desk:
        desk = open_site(folder, self._clock)
        try:
            Twins().check(desk)
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
        renew(desk)

    def _ask(self, folder: Path) -> None:
        self._start = StartWindow(self._theme, self._t, folder, self._clock)
        self._start.begun.connect(self._enter)
        self._start.demo_asked.connect(self._demo)
        self._start.show()
        self._report()

    def _demo(self) -> None:
        """The demo is a program of its own, so that nothing of it can reach a real site."""
        from PySide6.QtCore import QProcess

        QProcess.startDetached(sys.executable, ["-m", "ui", "--demo", "--language", self._t.language],
                               str(Path(__file__).parent.parent))

    def _enter(self, desk: Desk, screen: str) -> None:
        self._open = OpenSite(self._app, self._theme, self._t, desk, Twins())
        self._open.show(screen)
        if self._start is not None:
            self._start.close()
            self._start = None
        self._report()

    def _report(self) -> None:
        if self._usable is not None:
            QTimer.singleShot(0, self, self._usable)

    def _front(self) -> None:
        window = self._start or (self._open.window if self._open else None)
        if window is not None:
            window.showNormal() if window.isMinimized() else window.show()
            window.raise_()
            window.activateWindow()

    def _tell(self, sentence: str) -> None:
        print(sentence, file=sys.stderr, flush=True)
        if self._usable is None and self._app.platformName() not in ("offscreen", "minimal"):
            QMessageBox.warning(None, self._t("Handover Desk"), sentence)

    def close(self) -> None:
        """Close what is open; the folder is free again."""
        if self._open is not None:
            self._open.close()
        if self._hold is not None:
            self._hold.close()


class SiteWindow(Window):
    """The frame, which remembers where it stood."""

    def __init__(self, theme: Theme, t: Words, settings: Settings) -> None:
        super().__init__(theme, t)
        self._settings = settings
        if settings.geometry:
            self.restoreGeometry(QByteArray(settings.geometry))

    def closeEvent(self, event: QCloseEvent) -> None:
        self._settings.geometry = bytes(self.saveGeometry().data())
        super().closeEvent(event)


class OpenSite(QObject):
    """An open site: its window with its screens, its printer thread, its lights."""

    def __init__(self, app: QApplication, theme: Theme, t: Words, desk: Desk, twins: Twins) -> None:
        super().__init__()
        self._app, self._theme, self._t, self.desk, self._twins = app, theme, t, desk, twins
        self.settings = Settings(desk.database, desk.site)
        self.people = People(desk)
        self._speak()
        self._counts = Today()
        self.bridge = Bridge(desk, self)
        self.problems = Problems(theme, t, desk.database.path.parent)
        self.problems.install()
        self.spool = Spool(desk, self._press(), self._slip_moved)
        self.search = Search(desk.database.read, desk.site, Chinese())
        self.window = SiteWindow(theme, t, self.settings)
        self.headings, self.lights = Headings(desk, t), Lights(desk, self.spool, t)
        self._make_screens()
        self._wire()
        self.spool.start()

    def _speak(self) -> None:
        if self.settings.language:
            self._t.switch(self.settings.language)
        self._theme.change(mode="dark" if self.settings.mode == "dark" else "light", scale=self.settings.scale,
                           language=self._t.language)

    def _make_screens(self) -> None:
        t, theme, desk = self._t, self._theme, self.desk
        self.reception = ReceptionScreen(desk, self.search, t, theme, self.window.say)
        self.clearing = ClearingScreen(desk, t, theme, self.window.say)
        self.roster = RosterScreen(theme, t, desk, self.bridge)
        self.settings_screen = SettingsScreen(theme, t, desk, self.settings, self.people)
        self.printer_page = PrinterPage(theme, t, self.settings, desk, self.bridge)
        self.settings_screen.add_page(self.printer_page)
        for screen in (self.reception, self.clearing, self.roster):
            self.window.add_screen(screen)
        self.window.add_screen(self.settings_screen, foot=True)

    def _wire(self) -> None:
        self.bridge.changed.connect(self._changed)
        self.settings_screen.spoken.connect(self._spoken)
        self.settings_screen.said.connect(self.window.say)
        self.roster.said.connect(self.window.say)
        self.printer_page.chosen.connect(lambda: self.spool.use(self._press()))
        self.window.light_pressed.connect(self._light_pressed)
        self.scanner = ScannerFilter(lambda digits: read_code(digits) is not None)
        self.scanner.scanned.connect(self._scanned)
        self.scanner.listen()
        QShortcut(QKeySequence("Ctrl+L"), self.window, self.switch_person)
        self._clock = QTimer(self, interval=1000)
        self._clock.timeout.connect(self._tick)
        self._clock.start()
        self._recount = QTimer(self, singleShot=True, interval=RECOUNT_MS)
        self._recount.timeout.connect(self._count)
        self._trace = QTimer(self, interval=TRACE_MS)
        self._trace.timeout.connect(lambda: self._twins.note(self.desk))
        self._trace.start()

    def show(self, screen: str) -> None:
        """Open the window, on a screen by name or the first one."""
        self._twins.note(self.desk)
        self._count()
        self._spoken()
        self._role()
        for one in self.window.screens():
            if one.name == screen:
                self.window.open(one)
        self.window.show()
        if not self.desk.operator.name:
            QTimer.singleShot(0, self, lambda: self.switch_person(must=True))
        QTimer.singleShot(300, self, self._warm)

    def switch_person(self, must: bool = False) -> None:
        """Ctrl+L: somebody else is at the laptop now."""
        dialog = SwitchPerson(self._theme, self._t, self.people, self.window, must=must)
        dialog.switched.connect(lambda operator: self._role())
        dialog.exec()

    def _role(self) -> None:
        self.window.open_only(RAIL.get(self.desk.operator.role, RAIL["desk"]))
        self._tick()
        screen = self.window.current()
        if screen is not None:
            screen.enter()

    def _warm(self) -> None:
        """What the first Chinese character would otherwise wait for."""
        self.bridge.run(self.search.warm, lambda result: None)

    def _changed(self, subjects: set[str]) -> None:
        self.window.changed(subjects)
        self._recount.start()

    def _tick(self) -> None:
        """The head and the strip as they are now."""
        self.window.set_head(self.headings.now(self._counts))
        for name, state, words in self.lights.now(self._counts):
            self.window.set_light(name, state, words)

    def _count(self) -> None:
        """Count the day anew; on a large site that takes longer than a key press may."""
        day = day_of(self.desk.clock.now(), self.desk.state("site").zone)
        with self.desk.database.read() as sql:
            self._counts = today(sql, self.desk.site, day)
        self._tick()

    def _spoken(self) -> None:
        self.window.retranslate()
        site = self.desk.state("site")
        self.window.setWindowTitle(self._t("{site} · Handover Desk", site=site.name))
        self.window.set_drill(self._t("Drill: nothing here counts") if site.drill else "")
        self._tick()

    def _scanned(self, digits: str) -> None:
        if self._app.activeModalWidget() is None:
            self.window.open(self.reception)
            self.reception.scanned(digits)

    def _press(self) -> Press | None:
        try:
            printer = printer_at(self.settings.printer)
        except Trouble:
            return None
        return None if printer is None else Press(self.desk, printer, self.settings.get("paper", "80"))

    def _slip_moved(self, row: SlipRow) -> None:
        """Called in the printer's thread."""
        self.bridge.here(lambda: self._say_slip(row))

    def _say_slip(self, row: SlipRow) -> None:
        sentence = self.lights.sentence(row)
        if sentence:
            self.window.say("trouble", sentence)
        self._tick()

    def _light_pressed(self, name: str) -> None:
        if name == "printer" and self.settings_screen in self.window.screens():
            self.window.open(self.settings_screen)
            self.settings_screen.open_page(self.printer_page)

    def close(self) -> None:
        """Stop the printer thread, leave the trace, close the file."""
        self.scanner.stop()
        self._clock.stop()
        self._trace.stop()
        self.spool.stop()
        self.bridge.close()
        self.problems.remove()
        self._twins.note(self.desk)
        self.desk.database.close()
