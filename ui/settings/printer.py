"""Settings of this laptop's slip printer: where it is, how wide its paper is, and a slip to see that it works."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.desk import Desk
from app.errors import Refused, Trouble
from app.settings import Settings
from app.tickets.press import PAPER, Press, printer_at
from app.tickets.printer import Outcome
from app.words import Words
from ui.bridge import Bridge
from ui.settings.choice import Choice
from ui.settings.field import Field
from ui.theme import Theme
from ui.tokens import Kind
from ui.widgets.buttons import QuietButton
from ui.widgets.chip import Chip
from ui.widgets.painted import label


class PrinterPage(QWidget):
    """`chosen` when the printer is another one; `told(kind, words)` what became of a test slip."""

    chosen = Signal()
    told = Signal(str, str)

    def __init__(self, theme: Theme, t: Words, settings: Settings, desk: Desk, bridge: Bridge) -> None:
        super().__init__()
        self._t, self._settings, self._desk, self._bridge = t, settings, desk, bridge
        self._title, self._about = label("title"), label("quiet", wrap=True)
        self.address, self.paper = QLineEdit(), Choice(tuple(PAPER))
        self.fields = [Field(theme, self.address), Field(theme, self.paper)]
        self.test = QuietButton(theme)
        self.outcome = Chip(theme, "off", large=True)
        self._hush()
        self.address.editingFinished.connect(self.save)
        self.paper.chosen.connect(lambda paper: self.save())
        self.test.clicked.connect(self.print_test)
        self._lay_out()
        self.show_settings()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(24)
        row = QHBoxLayout()
        row.addWidget(self.test)
        row.addStretch(1)
        for widget in (self._title, *self.fields):
            column.addWidget(widget)
        column.addLayout(row)
        column.addWidget(self.outcome)
        column.addWidget(self._about)
        column.addStretch(1)

    def show_settings(self) -> None:
        """What holds now."""
        self.address.setText(self._settings.printer)
        self.paper.put(self._settings.get("paper", "80"))

    def save(self) -> bool:
        """Take what stands here; whether it was an address."""
        address, paper = self.address.text().strip(), self.paper.value() or "80"
        try:
            printer_at(address)
        except Trouble as trouble:
            self._say("stop", self._t.say(trouble))
            self._complains = True
            return False
        if self._complains:
            self._hush()
        if (address, paper) != (self._settings.printer, self._settings.get("paper", "80")):
            self._settings.set_all({"printer": address, "paper": paper})
            self._hush()
            self.chosen.emit()
        return True

    def print_test(self) -> None:
        """Print the test slip and say what became of it."""
        if not self.save():
            return
        printer = printer_at(self._settings.printer)
        if printer is None:
            self._say("attention", self._t("No printer is set up; slips are shown on the screen."))
            return
        press = Press(self._desk, printer, self._settings.get("paper", "80"))
        name = self._settings.printer
        self.test.setEnabled(False)
        self._say("off", self._t("Printing …"))
        self._bridge.run(lambda: press.test(name), self._tested)

    def _tested(self, outcome: Outcome | Refused | Trouble) -> None:
        self.test.setEnabled(True)
        trouble = outcome.trouble(no=self._t("Test slip"), n=0) if isinstance(outcome, Outcome) else outcome
        if trouble is not None and trouble.key == "printer_paper_out":
            self._say("stop", self._t("The printer has no paper. Put some in and print the test slip again."))
        elif trouble is not None:
            self._say("stop", self._t.say(trouble))
        elif isinstance(outcome, Outcome) and outcome.state == "confirmed":
            self._say("ok", self._t("The printer says that the slip is out."))
        else:
            self._say("ok", self._t("Sent. This printer cannot say more: look whether the slip is out."))

    def _say(self, kind: Kind, words: str) -> None:
        self.outcome.say(kind, words)
        self.told.emit(kind, words)
        self.outcome.show()

    def _hush(self) -> None:
        self._complains = False
        self.outcome.hide()

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        t = self._t
        self._hush()
        self._title.setText(t("Slip printer"))
        self.fields[0].say(t("Address"))
        self.fields[1].say(t("Paper"))
        self.address.setPlaceholderText(t("192.168.1.50 or /dev/usb/lp0; empty for none"))
        self.paper.say({"58": t("58 mm"), "80": t("80 mm"), "80-180dpi": t("80 mm, 180 dpi")})
        self.test.say(t("Print a test slip"))
        self._about.setText(t("A cable is safer than Wi-Fi: when the Wi-Fi goes, it would take the printer with it."))
