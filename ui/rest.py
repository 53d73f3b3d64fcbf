"""The screens behind reception: clearing, inspection, gifts, owner lists, the evening, settings with the printer's
page."""

from __future__ import annotations

from app.desk import Desk
from app.people import People
from app.search.ask import Search
from app.settings import Settings
from app.words import Words
from ui.bridge import Bridge
from ui.clearing.screen import ClearingScreen
from ui.gifts.screen import GiftsScreen
from ui.inspection.screen import InspectionScreen
from ui.roster.screen import RosterScreen
from ui.settings.printer import PrinterPage
from ui.settings.screen import SettingsScreen
from ui.summary.screen import SummaryScreen
from ui.theme import Theme
from ui.window import Window


class Rest:
    """Made together, after the first screen is painted."""

    def __init__(self, theme: Theme, t: Words, desk: Desk, settings: Settings, people: People, bridge: Bridge,
                 window: Window, search: Search) -> None:
        self.inspection = InspectionScreen(desk, settings, search, t, theme, window.say)
        self.clearing = ClearingScreen(desk, t, theme, window.say)
        self.gifts = GiftsScreen(desk, search, t, theme, window.say)
        self.roster = RosterScreen(theme, t, desk, bridge)
        self.summary = SummaryScreen(desk, t, theme, window.say, bridge)
        self.settings = SettingsScreen(theme, t, desk, settings, people)
        self.printer = PrinterPage(theme, t, settings, desk, bridge)
        self.settings.add_page(self.printer)
