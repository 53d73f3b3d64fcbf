"""Settings of the site that every laptop shares: name, days, time zone, words on slips."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.clock import Clock
from app.desk import Desk
from app.errors import Refused
from app.log.here import local
from app.site_settings import configure
from app.stations.site import Site
from app.words import LANGUAGES, Words
from ui.settings.choice import Choice
from ui.settings.days import Days
from ui.settings.field import Field
from ui.settings.zone import ZoneChoice
from ui.theme import Theme
from ui.widgets.painted import label

SETTINGS = ("name", "subtitle", "zone", "slip_language", "slip_second", "days")


class SitePage(QWidget):
    """A form over one state; what a person has changed and not saved stays when others change the rest."""

    def __init__(self, theme: Theme, t: Words, desk: Desk, clock: Clock) -> None:
        super().__init__()
        self._t, self._desk = t, desk
        self._shown: Site = desk.state("site")
        self._blank = True
        self._title = label("title")
        self.name, self.subtitle, self.zone = QLineEdit(), QLineEdit(), ZoneChoice()
        self.days = Days(local(clock.now(), self._shown.zone).date())
        self.slips, self.second = Choice(tuple(LANGUAGES)), Choice(("", *LANGUAGES))
        controls = (self.name, self.subtitle, self.days, self.zone, self.slips, self.second)
        self.fields = [Field(theme, control) for control in controls]
        for line in (self.name, self.subtitle):
            line.setMaxLength(60)
        self._lay_out()
        self.show_settings()

    def _lay_out(self) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        for row, fields in ((first, self.fields[:2]), (second, self.fields[2:4])):
            row.setSpacing(24)
            for field in fields:
                row.addWidget(field, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(24)
        column.addWidget(self._title)
        column.addLayout(first)
        column.addLayout(second)
        column.addWidget(self.fields[4])
        column.addWidget(self.fields[5])
        column.addStretch(1)

    def show_settings(self) -> None:
        """What holds now; what a person has changed here and not saved stays."""
        then, now = self._values(self._shown), self._values(self._desk.state("site"))
        here = self._here()
        puts: dict[str, Callable[[Any], None]] = {
            "name": self.name.setText, "subtitle": self.subtitle.setText, "days": self.days.put,
            "zone": self.zone.put, "slip_language": self.slips.put, "slip_second": self.second.put,
        }  # fmt: skip
        for name, put in puts.items():
            if here[name] == then[name] or self._blank:
                put(now[name])
        self._shown, self._blank = self._desk.state("site"), False

    @staticmethod
    def _values(site: Site) -> dict[str, Any]:
        return {name: getattr(site, name) for name in SETTINGS}

    def _here(self) -> dict[str, Any]:
        return {"name": self.name.text().strip(), "subtitle": self.subtitle.text().strip(),
                "zone": self.zone.value(), "slip_language": self.slips.value(),
                "slip_second": self.second.value(), "days": self.days.days()}

    def save(self) -> bool:
        """Write what is different; True when something was. What the rules refuse is said at its field."""
        self.fields[0].complain("")
        then = self._values(self._shown)
        wanted = {name: value for name, value in self._here().items() if then[name] != value}
        try:
            return configure(self._desk, **wanted)
        except Refused as no:
            if no.key != "name_empty":
                raise
            self.fields[0].complain(self._t.say(no))
            return False

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        t = self._t
        self._title.setText(t("The site"))
        name, subtitle, days, zone, slips, second = self.fields
        name.say(t("Name of the site"), t("As owners know it; it stands on every slip."))
        subtitle.say(t("Second line on slips"), t("The phase or the developer; may stay empty."))
        days.say(t("Days of the handover"))
        zone.say(t("Time zone"))
        slips.say(t("Language of slips"))
        self.slips.say(LANGUAGES)
        second.say(t("Second language on slips"), t("Every line stands in both."))
        self.second.say({"": t("None"), **LANGUAGES})
        self.days.retranslate(t, t.language)
        self.zone.retranslate(t)
