"""Where households are sent: the figure of each station, and the colleague who comes instead."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from app.desk import Desk
from app.site_settings import configure
from app.stations.site import Site
from app.words import Words
from ui.settings.field import Field
from ui.theme import Theme
from ui.widgets.painted import label

STATIONS = ("finance", "signing", "desk", "escort")
COLLEAGUES = ("legal", "engineering")


class StationsPage(QWidget):
    """Four figures and two names; an empty one is not said to anybody."""

    def __init__(self, theme: Theme, t: Words, desk: Desk) -> None:
        super().__init__()
        self._t, self._desk = t, desk
        self._shown: dict[str, str] = {}
        self._title, self._about = label("title"), label("quiet", wrap=True)
        self._who, self._who_about = label("title"), label("quiet", wrap=True)
        self.lines = {name: QLineEdit() for name in (*STATIONS, *COLLEAGUES)}
        self.fields = {name: Field(theme, line) for name, line in self.lines.items()}
        for name, line in self.lines.items():
            line.setMaxLength(4 if name in STATIONS else 40)
        self._lay_out()
        self.show_settings()

    def _lay_out(self) -> None:
        figures, names = QGridLayout(), QGridLayout()
        for grid, keys in ((figures, STATIONS), (names, COLLEAGUES)):
            grid.setHorizontalSpacing(24)
            for at, key in enumerate(keys):
                grid.addWidget(self.fields[key], 0, at)
                grid.setColumnStretch(at, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._about)
        column.addSpacing(8)
        column.addLayout(figures)
        column.addSpacing(24)
        column.addWidget(self._who)
        column.addWidget(self._who_about)
        column.addSpacing(8)
        column.addLayout(names)
        column.addStretch(1)

    def show_settings(self) -> None:
        """What holds now; what a person has changed here and not saved stays."""
        now = self._kept()
        for name, line in self.lines.items():
            if line.text().strip() == self._shown.get(name, ""):
                line.setText(now[name])
        self._shown = now

    def _kept(self) -> dict[str, str]:
        site: Site = self._desk.state("site")
        return {name: site.stations.get(name, "") for name in STATIONS} | {
            name: site.colleagues.get(name, "") for name in COLLEAGUES}

    def save(self) -> bool:
        """Write what is different; True when something was."""
        said = {name: line.text().strip() for name, line in self.lines.items()}
        fresh = {name: text for name, text in said.items() if text != self._shown[name]}
        parts = {"stations": {n: fresh[n] for n in STATIONS if n in fresh},
                 "colleagues": {n: fresh[n] for n in COLLEAGUES if n in fresh}}
        return configure(self._desk, **{name: part for name, part in parts.items() if part})

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        t = self._t
        self._title.setText(t("Stations"))
        self._about.setText(t("The figure on each counter. Households with one step first are sent to it."))
        self._who.setText(t("Colleagues"))
        self._who_about.setText(t("Who comes in person. Households are told the name, never the reason."))
        names = {"finance": t("Finance"), "signing": t("Signing centre"), "desk": t("Reception counter"),
                 "escort": t("Escorts"), "legal": t("Legal questions"), "engineering": t("Engineering")}
        for name, said in names.items():
            self.fields[name].say(said)
