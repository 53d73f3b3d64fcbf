"""Settings: this laptop, the site, its stations, its homes, its people."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QSizePolicy,
    QVBoxLayout,
)

from app.desk import Desk
from app.errors import Refused, Trouble
from app.people import People
from app.sentences import N_
from app.settings import Settings
from app.words import Words
from ui.screen import Screen
from ui.settings.backup import BackupPage
from ui.settings.drill import DrillPage
from ui.settings.homes import HomesPage
from ui.settings.laptop import LaptopPage
from ui.settings.laptops import LaptopsPage
from ui.settings.people import PeoplePage
from ui.settings.printer import PrinterPage
from ui.settings.scrolled import fill
from ui.settings.site import SitePage
from ui.settings.stations import StationsPage
from ui.theme import Theme
from ui.widgets.buttons import PrimaryButton
from ui.widgets.card import Card, LongCard
from ui.widgets.chip import Chip
from ui.widgets.painted import paint_as

_SHARED = (SitePage, StationsPage, HomesPage, PeoplePage)
"""What every laptop of the site shares; the other pages are this laptop's own, and anybody's."""


Page = (LaptopPage | SitePage | StationsPage | HomesPage | PeoplePage | PrinterPage | LaptopsPage | BackupPage
        | DrillPage)


class SettingsScreen(Screen):
    """`spoken` when the language is another one; `said(kind, sentence)` for the message line of the frame;
    `left` for Esc."""

    spoken = Signal()
    said = Signal(str, str)
    left = Signal()

    def __init__(self, theme: Theme, t: Words, desk: Desk, settings: Settings, people: People) -> None:
        super().__init__("settings", "settings")
        self._t, self._desk = t, desk
        self.laptop = LaptopPage(theme, t, settings)
        self.site = SitePage(theme, t, desk, desk.clock)
        self.stations = StationsPage(theme, t, desk)
        self.homes = HomesPage(theme, t, desk)
        self.people = PeoplePage(theme, t, people)
        self.laptop.spoken.connect(self.spoken)
        self._pages: list[Page] = []
        self._names: list[str] = []
        self.places = QListWidget()
        self._lead_only = Chip(theme, "attention", large=True)
        self.save_button = PrimaryButton(theme)
        self.save_button.clicked.connect(self.save)
        self._lay_out()
        for page, name in ((self.laptop, N_("This laptop")), (self.site, N_("The site")),
                           (self.stations, N_("Stations")), (self.homes, N_("Homes")),
                           (self.people, N_("People"))):
            self.add_page(page, name)
        self.open_page(self.laptop)

    def _lay_out(self) -> None:
        self.places.setSizeAdjustPolicy(QListWidget.SizeAdjustPolicy.AdjustToContents)
        self.places.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Maximum)
        self.places.setMinimumWidth(176)
        self.places.currentRowChanged.connect(self._turn)
        contents = Card(8)
        contents.body.addWidget(self.places)
        left = QVBoxLayout()
        left.addWidget(contents)
        left.addStretch(1)
        card = LongCard()
        card.body.addWidget(self._lead_only)
        self._room = card.body  # no stack: a short page would scroll because another one is long
        card.foot.addWidget(self.save_button, 0, Qt.AlignmentFlag.AlignRight)
        inner = QFrame()
        paint_as(inner, role="page")
        across = QHBoxLayout(inner)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(16)
        across.addLayout(left)
        across.addWidget(card, 1)
        fill(self, inner)

    def add_page(self, page: Page, name: str = N_("Printer")) -> None:
        """One more page at the end, under an English name that is translated where it is shown."""
        self._pages.append(page)
        self._names.append(name)
        page.hide()
        self._room.addWidget(page, 1)
        self.places.addItem(self._t(name))

    def open_page(self, page: Page) -> None:
        """Show one of the pages."""
        self.places.setCurrentRow(self._pages.index(page))

    def _page(self) -> Page:
        return self._pages[max(0, self.places.currentRow())]

    def _turn(self, at: int) -> None:
        for other, page in enumerate(self._pages):
            page.setVisible(other == at)
        self.changed(set())

    def save(self) -> None:
        """Take what stands in the form."""
        page = self._page()
        if not isinstance(page, _SHARED):
            return
        try:
            if page.save():
                self.said.emit("done", self._t("Saved; the other laptops take it over by themselves."))
        except Refused as no:
            self.said.emit("refused", self._t.say(no))
        except Trouble as trouble:
            self.said.emit("trouble", self._t.say(trouble))

    def title(self) -> str:
        return self._t("Settings")

    def retranslate(self) -> None:
        t = self._t
        self.places.setAccessibleName(t("Settings"))
        for at, name in enumerate(self._names):
            self.places.item(at).setText(t(name))
        for page in self._pages:
            page.retranslate()
        self.save_button.say(t("Save ⏎"))
        self._lead_only.say("attention", t("Only the site lead changes these. Ctrl+L switches person."))

    def shown(self) -> None:
        self.changed(set())
        self.places.setFocus()

    def changed(self, subjects: set[str]) -> None:
        lead, page = self._desk.operator.role == "lead", self._page()
        shared = isinstance(page, _SHARED)
        self._lead_only.setVisible(shared and not lead)
        page.setEnabled(lead or not shared)
        self.save_button.setVisible(shared)
        self.save_button.setEnabled(lead)
        if "site" in subjects:
            self.site.show_settings()
            self.stations.show_settings()
            self.homes.show_settings()
        if any(subject.startswith("person/") for subject in subjects):
            self.people.show_settings()

    def keys(self) -> Sequence[tuple[str, str]]:
        return (("Enter", self._t("Save")), ("Esc", self._t("Back to the first screen")))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.save()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
