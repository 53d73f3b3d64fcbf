"""The screens behind reception: clearing, inspection, gifts, draw, owner lists, the evening, Ready?, and settings with
the pages of printer, backup and drill."""

from __future__ import annotations

from app.desk import Desk
from app.people import People
from app.search.ask import Search
from app.sentences import N_
from app.settings import Settings
from app.sync.links import Links
from app.words import Words
from ui.backups import Backups
from ui.bridge import Bridge
from ui.clearing.screen import ClearingScreen
from ui.draw.screen import DrawScreen
from ui.gifts.screen import GiftsScreen
from ui.inspection.screen import InspectionScreen
from ui.lights import Lights
from ui.ready.screen import ReadyScreen
from ui.roster.screen import RosterScreen
from ui.settings.backup import BackupPage
from ui.settings.drill import DrillPage
from ui.settings.laptops import LaptopsPage
from ui.settings.printer import PrinterPage
from ui.settings.screen import SettingsScreen
from ui.settings.stick import StickPage
from ui.settle.screen import SettleScreen
from ui.summary.screen import SummaryScreen
from ui.theme import Theme
from ui.window import Window


class Rest:
    """Made together, after the first screen is painted."""

    def __init__(self, theme: Theme, t: Words, desk: Desk, settings: Settings, people: People, bridge: Bridge,
                 backups: Backups, lights: Lights, links: Links, window: Window, search: Search) -> None:
        self.inspection = InspectionScreen(desk, settings, search, t, theme, window.say)
        self.clearing = ClearingScreen(desk, t, theme, window.say)
        self.gifts = GiftsScreen(desk, search, t, theme, window.say)
        self.draw = DrawScreen(desk, t, theme, window.say)
        self.settle = SettleScreen(desk, t, theme, window.say)
        self.roster = RosterScreen(theme, t, desk, bridge)
        self.summary = SummaryScreen(desk, t, theme, window.say, bridge)
        self.settings = SettingsScreen(theme, t, desk, settings, people)
        self.printer = PrinterPage(theme, t, settings, desk, bridge)
        self.settings.add_page(self.printer)
        self.laptops = LaptopsPage(theme, t, desk, settings, links, lights, bridge)
        self.settings.add_page(self.laptops, N_("Laptops"))
        self.stick = StickPage(theme, t, desk, links, bridge)
        self.settings.add_page(self.stick, N_("Sticks"))
        self.backup = BackupPage(theme, t, desk, backups)
        self.settings.add_page(self.backup, N_("Backup"))
        self.drill = DrillPage(theme, t, desk, bridge)
        self.settings.add_page(self.drill, N_("Drill"))
        self.ready = ReadyScreen(desk, t, theme, backups, lights.printer)
        self.ready.test_asked.connect(self.printer.print_test)
        self.printer.told.connect(self.ready.tested)
