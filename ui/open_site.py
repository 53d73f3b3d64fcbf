"""An open site: which parts it has, who is given what, and which threads run."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from app.desk import Desk
from app.errors import Said, Trouble
from app.log.here import day_of
from app.people import People
from app.queries.today import Today, today
from app.search.ask import Search
from app.search.chinese import Chinese
from app.settings import Settings
from app.stations.arrival_slip import ArrivalSlip
from app.sync.links import Links
from app.tickets.code import meant_as_ours
from app.tickets.desk_printer import DeskPrinter, code_on
from app.tickets.spool import SlipRow, Spool
from app.twin import Twins
from app.words import Words
from ui.backups import Backups
from ui.bridge import Bridge
from ui.camera import Camera
from ui.heading import Headings
from ui.lights import Lights
from ui.lock import Lock
from ui.problem import Problems
from ui.qt_words import QtWords
from ui.reception.screen import ReceptionScreen
from ui.scanner import ScannerFilter
from ui.scans import Scans
from ui.screen import Screen
from ui.site_window import SiteWindow
from ui.sounds import Sounds
from ui.theme import Theme

if TYPE_CHECKING:
    from ui.rest import Rest
    from ui.settings.screen import Page

RAIL = {
    "desk": {"reception", "gifts"},
    "escort": {"inspection", "reception"},
    "finance": {"reception", "clearing", "gifts", "roster"},
    "lead": {"reception", "clearing", "inspection", "gifts", "roster", "summary", "draw", "ready",
             "settings"},
}
FIRST = {"escort": "inspection"}  # whose first screen is not reception
WARM_MS = 300  # after which nobody has typed a Chinese character yet
REST_MS = 20  # after the first screen is shown, and painted
RECOUNT_MS = 200  # how long after a change the day is counted anew
TRACE_MS = 60_000  # how often the trace of this desk outside its folder is made anew


class OpenSite(QObject):
    """A site with its window, its screens, its printer thread, its lights. `restore_asked(file)` when a backup is to
    take its place, `merge_asked(address, code)` when it is to go on as a part of another site, `drill_made(folder)`
    when a drill is to be opened beside it. `camera` reads codes where there is one."""

    restore_asked = Signal(object)
    merge_asked = Signal(str, str)
    drill_made = Signal(object)

    def __init__(self, app: QApplication, theme: Theme, t: Words, desk: Desk, twins: Twins,
                 camera: Camera | None = None) -> None:
        super().__init__()
        self._app, self._theme, self._t, self.desk, self._twins = app, theme, t, desk, twins
        self.settings = Settings(desk.database, desk.site)
        self.people = People(desk)
        self._qt_words = QtWords(app)
        self._speak()
        self._counts = Today()
        self.bridge = Bridge(desk, self)
        self.problems = Problems(theme, t, desk.database.path.parent, said=self._in_the_way)
        self.problems.install()
        self.printer = DeskPrinter(desk, self.settings)
        self.spool = Spool(desk, self.printer.press(), self._slip_moved)
        self.search = Search(desk.database.read, desk.site, Chinese())
        self.camera = camera
        self.window = SiteWindow(theme, t, self.settings, busy=self._busy, camera=camera is not None)
        self.backups = Backups(desk, self.settings, self.bridge, t, self)
        self.links = Links(desk, self.settings, lambda: self.bridge.here(self._linked))
        self.headings, self.lights = Headings(desk, t), Lights(desk, self.spool, self.backups, self.links, t)
        self.sounds = Sounds(self.settings.sounds)
        self.reception = ReceptionScreen(desk, self.search, t, theme, self.window.say, tone=self.sounds.bad)
        self.scans = Scans(desk, t, self.window, self.reception, self.sounds, self._asked)
        self.window.add_screen(self.reception)
        self._rest: Rest | None = None
        self._seated = ""  # whose first screen was opened
        self._letter = desk.letter
        self.lock = Lock(theme, t, desk, self.people, self.window, self._unfinished)
        self.lock.opened.connect(self._role)
        self._make_menu()
        self._make_timers()
        self._wire()
        self.spool.start()
        self._share_printer()

    # -- making --------------------------------------------------------------------------------------------

    def rest(self) -> Rest:
        """The screens behind the first one, made when the first one stands or when one of them is asked for."""
        if self._rest is None:
            from ui.rest import Rest  # its imports cost a fifth of a second, and reception does not wait for them

            made = self._rest = Rest(self._theme, self._t, self.desk, self.settings, self.people, self.bridge,
                                     self.backups, self.lights, self.links, self.window, self.search)
            for screen in (made.clearing, made.inspection, made.gifts, made.roster, made.summary, made.draw,
                           made.ready):
                self.window.add_screen(screen)
            self.window.add_screen(made.settle, foot=True)
            self.window.add_screen(made.settings, foot=True)
            made.settings.spoken.connect(self._spoken)
            made.settings.laptop.sounds_chosen.connect(self._sound)
            made.settings.said.connect(self.window.say)
            made.settings.left.connect(lambda: self.window.open(self.reception))
            made.roster.said.connect(self.window.say)
            made.ready.said.connect(self.window.say)
            made.summary.finishing.settle_asked.connect(self.open_settle)
            made.ready.settings_asked.connect(lambda: self.open_settings(made.backup))
            made.backup.restore_asked.connect(self.restore_asked)
            made.laptops.merge_asked.connect(self.merge_asked)
            made.drill.started.connect(self.drill_made)
            made.printer.chosen.connect(self._use_printer)
            self.window.retranslate()
            self.window.open_only(self._open())
            self._first()
            if self.links.wanted:
                self.bridge.run(self.links.start, lambda result: None)
        return self._rest

    def _make_menu(self) -> None:
        """Under the person's name: what everybody may do, whatever the role."""
        menu = self.window.person_menu()
        self._switch, self._keys, self._laptop = (QAction(menu) for _ in range(3))
        self._switch.triggered.connect(lambda: self.switch_person())
        self._keys.triggered.connect(lambda: self.window.show_keys())
        self._laptop.triggered.connect(lambda: self.open_settings())
        menu.addActions([self._switch, self._keys, self._laptop])

    def _make_timers(self) -> None:
        self._clock = QTimer(self, interval=1000)
        self._clock.timeout.connect(self._tick)
        self._clock.start()
        self._recount = QTimer(self, singleShot=True, interval=RECOUNT_MS)
        self._recount.timeout.connect(self._count)
        self._trace = QTimer(self, interval=TRACE_MS)
        self._trace.timeout.connect(lambda: self._twins.note(self.desk))
        self._trace.start()
        self._later = QTimer(self, singleShot=True, interval=REST_MS)
        self._later.timeout.connect(self.rest)
        self._warming = QTimer(self, singleShot=True, interval=WARM_MS)
        self._warming.timeout.connect(self._warm)

    def _wire(self) -> None:
        self.bridge.changed.connect(self._changed)
        self.window.light_pressed.connect(self._light_pressed)
        self.window.screen_shown.connect(self._shown)
        self.backups.moved.connect(self._tick)
        self.scanner = ScannerFilter(meant_as_ours)
        self.scanner.scanned.connect(self._scanned)
        self.scanner.foreign.connect(self.scans.foreign)
        self.scanner.listen()
        QShortcut(QKeySequence("Ctrl+L"), self.window, self.switch_person)
        QShortcut(QKeySequence("Ctrl+Shift+P"), self.window, self.ask_slips)
        if (camera := self.camera) is not None:
            camera.done.connect(self.scans.looked, Qt.ConnectionType.QueuedConnection)
            QShortcut(QKeySequence("Ctrl+Shift+S"), self.window, lambda: self.scans.look(camera))

    # -- what a person can do ------------------------------------------------------------------------------

    def show(self, screen: str = "") -> None:
        """Open the window, on a screen by name or the first one."""
        self._twins.note(self.desk)
        self._count()
        self._spoken()
        self._role()
        self.window.show()
        self.lock.watch()
        if screen:
            self.open(screen)
        self._later.start()
        if not self.desk.operator.name:
            QTimer.singleShot(0, self, self.lock.lock)
        self._warming.start()

    def _busy(self) -> bool:
        return self._rest is not None and self._rest.roster.busy

    def _unfinished(self) -> bool:
        """Whether somebody is in the middle of something, here or in a window that lies over this one."""
        asked, screen = self._asked() or self._app.activePopupWidget() is not None, self.window.current()
        return asked or self._busy() or (screen is not None and screen.unfinished())

    def open(self, name: str) -> None:
        """Bring a screen to the front by its name, if the person may see it."""
        self.rest()
        for one in self.window.screens():
            if one.name == name:
                self.window.open(one)

    def switch_person(self) -> None:
        """Ctrl+L: somebody else is at the laptop now."""
        from ui.settings.switch import SwitchPerson

        dialog = SwitchPerson(self._theme, self._t, self.people, self.window)
        dialog.switched.connect(lambda operator: self._role())
        dialog.exec()

    def open_settings(self, page: Page | None = None) -> None:
        """This laptop's own settings are open to everybody, also to whom the rail does not show them."""
        rest = self.rest()
        self.window.open_only(self._open() | {"settings"})
        self.window.open(rest.settings)
        rest.settings.open_page(page or rest.settings.laptop)

    def open_settle(self) -> None:
        """What two laptops said differently: everybody may look, the lead says what stands."""
        rest = self.rest()
        self.window.open_only(self._open() | {"settle"})
        self.window.open(rest.settle)

    def ask_slips(self) -> None:
        """What became of the slips, and what to do about it."""
        from ui.slips_menu import SlipsMenu

        menu = SlipsMenu(self.spool, self._t, self.lights.number,
                         lambda: self.open_settings(self.rest().printer), self.window)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.window.mapToGlobal(QPoint(24, self.window.height() - menu.sizeHint().height() - 48)))

    # -- what happens --------------------------------------------------------------------------------------

    def _open(self) -> set[str]:
        return RAIL.get(self.desk.operator.role, RAIL["desk"])

    def _role(self) -> None:
        self.window.open_only(self._open())
        self._first()
        self._tick()
        screen = self.window.current()
        if screen is not None:
            screen.enter()

    def _first(self) -> None:
        """Somebody else sits here: their first screen."""
        operator, first = self.desk.operator, FIRST.get(self.desk.operator.role, "")
        if self._rest is None or operator.name == self._seated:
            return
        self._seated = operator.name
        if first:
            self.open(first)

    def _shown(self, screen: Screen) -> None:
        if screen.name not in ("settings", "settle"):
            self.window.open_only(self._open())

    def _warm(self) -> None:
        """What the first Chinese character and the first check-in would otherwise wait for."""
        self.bridge.run(self.search.warm, lambda result: None)
        self.bridge.run(self.desk.warm, lambda result: None)

    def _changed(self, subjects: set[str]) -> None:
        self.window.changed(subjects)
        if "site" in subjects:
            self._name()
            self.bridge.run(self.links.heed, self._heeded)
        self._recount.start()

    def _tick(self) -> None:
        """The head, the strip and the lock as they are now."""
        self.lock.look()
        if self.desk.letter != self._letter:
            self._letter = self.desk.letter
            self.window.say("news", self._t("This laptop is desk {letter} from now on.", letter=self._letter))
        self.window.set_head(self.headings.now(self._counts))
        for name, state, words in self.lights.now(self._counts):
            self.window.set_light(name, state, words)

    def _linked(self) -> None:
        """It stands otherwise with the other laptops."""
        self._tick()
        if self._rest is not None:
            self._rest.laptops.show_settings()

    def _heeded(self, result: object) -> None:
        if result is True:
            site = self.desk.state("site")
            self.window.say("news", self._t("Desk {letter} is the main laptop now.",
                                            letter=self.desk.state(f"desk/{site.main}").letter or "?"))
            self._linked()

    def _count(self) -> None:
        """Count the day anew; on a large site that takes longer than a key press may."""
        day = day_of(self.desk.clock.now(), self.desk.state("site").zone)
        self._counts = today(self.desk.database.read, self.desk.site, day)
        self._tick()

    def _speak(self) -> None:
        if self.settings.language:
            self._t.switch(self.settings.language)
        self._theme.change(mode="dark" if self.settings.mode == "dark" else "light", scale=self.settings.scale,
                           language=self._t.language)

    def _spoken(self) -> None:
        """Everything is said again: the language is another one now."""
        t = self._t
        self._qt_words.speak(t.language)
        self.window.hush()
        self.window.retranslate()
        for action, words, key in ((self._switch, t("Switch person"), "Ctrl+L"),
                                   (self._keys, t("Keys of this screen"), "F1"),
                                   (self._laptop, t("Settings of this laptop"), "")):
            action.setText(f"{words}\t{key}" if key else words)
        self._name()
        self._tick()

    def _name(self) -> None:
        site = self.desk.state("site")
        self.window.setWindowTitle(self._t("{site} · Handover Desk", site=site.name))
        self.window.set_drill(self._t("Drill: nothing here counts") if site.drill else "")

    def _asked(self) -> bool:
        """Whether a window that wants an answer lies over all others."""
        return self._app.activeModalWidget() is not None

    def _scanned(self, digits: str) -> None:
        if not self._asked():
            self.lock.touched()
        self.scans.take(digits)

    def _sound(self, on: bool) -> None:
        """Heard at once, so that the loudness can be set."""
        self.sounds.on = on
        self.sounds.good()

    def _in_the_way(self, said: Said) -> None:
        """What nobody nearer has said."""
        self.window.say("trouble" if isinstance(said, Trouble) else "refused", self._t.say(said))

    # -- slips ---------------------------------------------------------------------------------------------

    def _use_printer(self) -> None:
        """The printer, or how it prints, is another one."""
        self.spool.use(self.printer.press())
        self._share_printer()

    def _share_printer(self) -> None:
        try:
            self.printer.share()
        except Trouble as trouble:
            self._in_the_way(trouble)

    def show_slip(self, row: SlipRow) -> None:
        """Where there is no printer, a slip that was asked for is looked at."""
        slip = self.spool.facts(row.entry)
        if slip is None:
            return
        try:
            picture = self.printer.preview(slip, row.copy)
        except Trouble as trouble:
            self._in_the_way(trouble)
            return
        from ui.slip_sheet import SlipSheet

        SlipSheet(self._theme, self._t, slip.number, picture, code_on(slip), self.window).open()

    def _slip_moved(self, row: SlipRow) -> None:
        """Called in the printer's thread, before a slip is printed and after."""
        lacks = self.printer.lacking(self.spool.facts(row.entry)) if row.state in ("sending", "shown") else ""
        self.bridge.here(lambda: self._say_slip(row, lacks))

    def _say_slip(self, row: SlipRow, lacks: str) -> None:
        sentence = self.lights.sentence(row)
        if lacks and not sentence:
            sentence = self._t("The font of slips lacks {characters}; 〓 is printed in their place.", characters=lacks)
        if sentence:
            self.window.say("trouble", sentence)
        slip = self.spool.facts(row.entry) if row.state == "shown" else None
        if slip is not None and (row.copy or not isinstance(slip, ArrivalSlip)):
            self.show_slip(row)  # a person asked for it: a first queue slip never takes the focus
        self._tick()

    def _light_pressed(self, name: str) -> None:
        if name == "printer":
            self.ask_slips()
        elif name == "laptops":
            exchange = self.links.exchange
            trouble = self.links.trouble or (exchange.trouble if exchange is not None else None)
            if self.desk.twice:
                trouble = Trouble("desk_twice", letter=self.desk.letter)
            if trouble is not None:
                self.window.say("trouble", self._t.say(trouble))
            self.open_settings(self.rest().laptops)
        elif name == "settle":
            self.open_settle()
        elif name == "backup":
            kind, _ = self.backups.state()
            self.window.say("trouble" if kind == "stop" else "news", self.backups.sentence())
            if kind == "attention":
                self.open_settings(self.rest().backup)

    def close(self, *, backup: bool = True) -> None:
        """Stop the printer thread, make a last backup, leave the trace, close the file."""
        self.scanner.stop()
        self.scans.close()
        if self.camera is not None:
            self.camera.close()
        self.sounds.close()
        self.lock.close()
        for timer in (self._clock, self._recount, self._trace, self._later, self._warming):
            timer.stop()
        self.window.hush()
        self.backups.close(backup)
        self.bridge.close()
        self.links.stop()
        self.spool.stop()
        self.printer.close()
        self.problems.remove()
        with suppress(Trouble):
            self._twins.note(self.desk)
        self.desk.database.close()
