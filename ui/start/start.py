"""The window of a laptop that has no site yet: three doors, and the way through the first."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.clock import Clock
from app.desk import Desk
from app.errors import Refused, Trouble
from app.first_start import start_site
from app.log.here import local
from app.settings import Settings
from app.words import LANGUAGES, Words
from ui.bridge import Work
from ui.settings.choice import Choice
from ui.settings.scrolled import fill
from ui.settings.stick import ASKING, ENDING
from ui.start.doors import Doors
from ui.start.join import JoinPage
from ui.start.made import MadePage
from ui.start.new_site import NewSitePage
from ui.start.restore import asked
from ui.theme import Theme
from ui.widgets.painted import paint_as

_FIRST_ZONE = "Asia/Shanghai"


class StartWindow(QWidget):
    """`begun(desk, screen)` when there is a site: the open desk, and the screen to begin with ("roster", or
    "" for the first). `demo_asked` for the demo; `restore_asked(file)` for a backup that was looked at. The window
    stays open; whoever listens closes it."""

    begun = Signal(object, str)
    demo_asked = Signal()
    restore_asked = Signal(object)

    def __init__(self, theme: Theme, t: Words, folder: Path, clock: Clock) -> None:
        super().__init__()
        self._theme, self._t, self._folder, self._clock = theme, t, folder, clock
        self._desk: Desk | None = None
        self._work = Work(self)
        self._deaf: Callable[[], None] | None = None
        today = local(clock.now(), _FIRST_ZONE).date()
        self.languages = Choice(tuple(LANGUAGES))
        self.doors, self.form, self.made = Doors(theme, t), NewSitePage(theme, t, today), MadePage(theme, t)
        self.join = JoinPage(theme, t)
        self._pages = QStackedWidget()
        self._lay_out()
        self._wire()
        self.resize(1160, 680)
        self.retranslate()
        self._open(self.doors)

    def _lay_out(self) -> None:
        for page in (self.doors, self.form, self.join, self.made):
            self._pages.addWidget(page)
        self.languages.say(LANGUAGES)
        self.languages.put(self._t.language)
        top = QHBoxLayout()
        top.addStretch(1)
        top.addWidget(self.languages)
        inner = QFrame()
        paint_as(inner, role="page")
        column = QVBoxLayout(inner)
        column.setContentsMargins(48, 24, 48, 24)
        column.setSpacing(16)
        column.addLayout(top)
        column.addWidget(self._pages, 1)
        fill(self, inner)

    def _wire(self) -> None:
        self.languages.chosen.connect(self._speak)
        self.doors.new_asked.connect(lambda: self._open(self.form))
        self.doors.join_asked.connect(self._open_join)
        self.join.left.connect(lambda: self._open(self.doors))
        self.join.asked.connect(self._join)
        self.join.stick_asked.connect(self._ask)
        self.join.stick_chosen.connect(self._by_stick)
        self.doors.demo_asked.connect(self.demo_asked)
        self.doors.restore_asked.connect(self._restore)
        self.form.left.connect(lambda: self._open(self.doors))
        self.form.asked.connect(self._start)
        self.made.go.connect(self._go)

    def _open(self, page: Doors | NewSitePage | JoinPage | MadePage) -> None:
        self._pages.setCurrentWidget(page)
        page.enter()

    def _speak(self, language: str) -> None:
        self._t.switch(language)
        self._theme.change(language=language)
        if self._desk is not None:
            Settings(self._desk.database, self._desk.site).language = language
        self.retranslate()

    def _start(self) -> None:
        """Make the site from what stands in the form; once."""
        form = self.form
        if self._desk is not None:
            return
        form.refuse("")
        form.trouble("")
        try:
            self._desk = start_site(self._folder, self._clock, name=form.name.text(), days=form.days.days(),
                                    zone=form.zone.value(), language=self._t.language)
        except Refused as no:
            form.refuse(self._t.say(no))
        except Trouble as trouble:
            form.trouble(self._t.say(trouble))
        else:
            self.made.show_site(form.name.text().strip())
            self._open(self.made)

    def _open_join(self) -> None:
        self._open(self.join)
        self._work.run(self._look, lambda done: None)

    def _look(self) -> None:
        """Listen for main laptops from now on."""
        from app.sync.hint import look

        if self._deaf is None:
            self._deaf = look(lambda found: self._work.here(lambda: self.join.found(found)))

    def _join(self) -> None:
        """Take part in the site whose main laptop shows the code that stands in the form."""
        if self._desk is not None:
            return
        from app.sync.far import join_whole  # what speaks with the network takes a third of a second to import

        address, code = self.join.address.text(), self.join.code.text()

        def told(came: int, of: int, left: int) -> None:
            self._work.here(lambda: self.join.working(came, of, left))
            self._work.go_on()

        self._take_part(lambda: join_whole(self._folder, self._clock, address, code, told))

    def _ask(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, self._t("Write a file that asks to join"),
                                              f"{socket.gethostname()}.{ASKING}", f"*.{ASKING}")
        if name:
            self.ask_by_stick(Path(name))

    def ask_by_stick(self, file: Path) -> None:
        """Write the file that asks the main laptop to let this one in."""
        from app.sync.stick import ask

        self.join.trouble("")
        try:
            ask(self._folder, file)
        except Trouble as trouble:
            self.join.trouble(self._t.say(trouble))
        else:
            self.join.told(self._t("{file} is written. Take it to the main laptop.", file=str(file)))

    def _by_stick(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self._t("The file that the main laptop wrote"), "",
                                              f"*.{ENDING};;*")
        if name:
            self.join_by_stick(Path(name))

    def join_by_stick(self, file: Path) -> None:
        """Take part with what the main laptop wrote."""
        from app.sync.stick import join

        self._take_part(lambda: join(self._folder, self._clock, file))

    def _take_part(self, work: Callable[[], tuple[Desk, object]]) -> None:
        if self._desk is not None or self.join.busy:
            return
        self.join.trouble("")
        self.join.working(0, 0, 0)
        self._work.run(work, self._taken)

    def _taken(self, done: tuple[Desk, object] | Refused | Trouble) -> None:
        self.join.rest()
        if isinstance(done, Refused | Trouble):
            self.join.trouble(self._t.say(done))
            self.join.code.setFocus()
            return
        self._desk, _ = done
        Settings(self._desk.database, self._desk.site).language = self._t.language
        self._go("")

    def _restore(self) -> None:
        file = asked(self, self._t, self._clock, "", here=False)
        if file is not None:
            self.restore_asked.emit(file)

    def _go(self, screen: str) -> None:
        if self._desk is not None:
            self.begun.emit(self._desk, screen)

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        self.setWindowTitle(self._t("Handover Desk"))
        self.languages.setAccessibleName(self._t("Language"))
        self.doors.retranslate()
        self.form.retranslate(self._t.language)
        self.join.retranslate()
        self.made.retranslate()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._work.close()
        if self._deaf is not None:
            self._deaf()
        super().closeEvent(event)
