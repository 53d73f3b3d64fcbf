"""What belongs to every home of the site: its set of keys, and the company that mends what a trade left wrong."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from app.catalogue import catalogue
from app.desk import Desk
from app.errors import Refused
from app.site_settings import configure
from app.stations.site import Site
from app.words import Words
from ui.inspection.sayings import KEY_NAMES
from ui.settings.field import Field
from ui.theme import Theme
from ui.widgets.painted import label

KEYS_ACROSS, TRADES_ACROSS = 5, 3


class HomesPage(QWidget):
    """Counts of keys and names of companies; an empty key is not handed out, an empty company not named."""

    def __init__(self, theme: Theme, t: Words, desk: Desk) -> None:
        super().__init__()
        self._t, self._desk = t, desk
        self._trades = catalogue().trades
        self._shown: dict[str, str] = {}
        self._title, self._about = label("title"), label("quiet", wrap=True)
        self._who, self._who_about = label("title"), label("quiet", wrap=True)
        self.keys = {kind: QLineEdit(maxLength=2) for kind in KEY_NAMES}
        self.companies = {trade: QLineEdit(maxLength=60) for trade in self._trades}
        self._lines = {**self.keys, **self.companies}
        self.fields = {name: Field(theme, line) for name, line in self._lines.items()}
        self._lay_out()
        self.show_settings()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for title, about, names, across in ((self._title, self._about, self.keys, KEYS_ACROSS),
                                            (self._who, self._who_about, self.companies, TRADES_ACROSS)):
            grid = QGridLayout()
            grid.setHorizontalSpacing(24)
            grid.setVerticalSpacing(12)
            for at, name in enumerate(names):
                grid.addWidget(self.fields[name], at // across, at % across)
            column.addWidget(title)
            column.addWidget(about)
            column.addLayout(grid)
            column.addSpacing(16)
        column.addStretch(1)

    def show_settings(self) -> None:
        """What holds now; what a person has changed here and not saved stays."""
        now = self._kept()
        for name, line in self._lines.items():
            if line.text().strip() == self._shown.get(name, ""):
                line.setText(now[name])
        self._shown = now

    def _kept(self) -> dict[str, str]:
        site: Site = self._desk.state("site")
        counts = {kind: str(site.key_set.get(kind) or "") for kind in self.keys}
        return counts | {trade: site.contractors.get(trade, "") for trade in self.companies}

    def save(self) -> bool:
        """Write what is different; True when something was. What is no count is said at its field."""
        for field in self.fields.values():
            field.complain("")
        said = {name: line.text().strip() for name, line in self._lines.items()}
        fresh = {name: text for name, text in said.items() if text != self._shown[name]}
        wrong = [name for name in fresh if name in self.keys and fresh[name] and not fresh[name].isdecimal()]
        if wrong:
            self.fields[wrong[0]].complain(self._t.say(Refused("key_count", text=fresh[wrong[0]])))
            return False
        parts = {"key_set": {n: int(text or 0) for n, text in fresh.items() if n in self.keys},
                 "contractors": {n: text for n, text in fresh.items() if n in self.companies}}
        return configure(self._desk, **{name: part for name, part in parts.items() if part})

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        t = self._t
        self._title.setText(t("Keys of a home"))
        self._about.setText(t("Offered when a home is accepted. None filled in: five of the door, two of the mailbox."))
        self._who.setText(t("Who mends what"))
        self._who_about.setText(t("The company for each trade; it stands on repair orders and in the workbook."))
        for kind in self.keys:
            self.fields[kind].say(t(KEY_NAMES[kind]))
        for trade in self.companies:
            self.fields[trade].say(self._trades[trade].name(t.language))
