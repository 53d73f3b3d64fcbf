"""Settings of this laptop's slip printer: where it is, how wide its paper is, and a slip to see that it works."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.desk import Desk
from app.errors import Refused, Trouble
from app.settings import Settings
from app.tickets.address import printer_at
from app.tickets.model import PAPER, TEXTS, Model, models, options, paper_for
from app.tickets.press import Press
from app.tickets.printer import NoPrinter, Outcome
from app.words import Words
from ui.bridge import Bridge
from ui.settings.choice import Choice
from ui.settings.field import Field
from ui.settings.finding import Finding
from ui.theme import Theme
from ui.tokens import Kind
from ui.widgets.buttons import QuietButton
from ui.widgets.chip import Chip
from ui.widgets.flow import Flowing
from ui.widgets.painted import label

if TYPE_CHECKING:  # Pillow costs a fifth of a second: only who draws pays for it
    from PIL.Image import Image

PICTURES = "*.png *.jpg *.jpeg *.bmp"


class PrinterPage(QWidget):
    """`chosen` when the printer or how it prints is another one; `told(kind, words)` what became of a test slip."""

    chosen = Signal()
    told = Signal(str, str)

    def __init__(self, theme: Theme, t: Words, settings: Settings, desk: Desk, bridge: Bridge) -> None:
        super().__init__()
        self._t, self._settings, self._desk, self._bridge = t, settings, desk, bridge
        self._title, self._about = label("title"), label("quiet", wrap=True)
        self.address, self.paper, self.text = QLineEdit(), Choice(tuple(PAPER)), Choice(TEXTS)
        self.model, self.logo, self.form_printer = QComboBox(), QLineEdit(), QComboBox()
        controls = (self.address, self.paper, self.model, self.text, self.logo, self.form_printer)
        self.fields = [Field(theme, control) for control in controls]
        self.cut, self.drawer, self.shared = QCheckBox(), QCheckBox(), QCheckBox()
        self.finding = Finding(theme, t, bridge)
        self.test, self.look, self.code_pages, self.look_pages = (QuietButton(theme) for _ in range(4))
        self.choose_logo = QuietButton(theme)
        self._theme = theme
        self.outcome = Chip(theme, "off", large=True)
        self._models: dict[str, Model] = {}
        self._hush()
        self._wire()
        self._lay_out()
        self.show_settings()

    def _wire(self) -> None:
        for line in (self.address, self.logo):
            line.editingFinished.connect(self.save)
        for choice in (self.paper, self.text):
            choice.chosen.connect(lambda key: self.save())
        for box in (self.cut, self.drawer, self.shared):
            box.clicked.connect(lambda on: self.save())
        self.model.activated.connect(lambda at: self._take_model())
        self.form_printer.activated.connect(lambda at: self.save())
        self.finding.chosen.connect(self._take)
        self.test.clicked.connect(self.print_test)
        self.look.clicked.connect(
            lambda: self._look(lambda press: press.preview_test(self.address.text().strip())))
        self.look_pages.clicked.connect(lambda: self._look(lambda press: press.preview_code_pages()))
        self.code_pages.clicked.connect(self.print_code_pages)
        self.choose_logo.clicked.connect(self._choose_logo)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        address, paper, model, text, logo, forms = self.fields
        switches, buttons, picture = Flowing(16), Flowing(), QHBoxLayout()
        for row, widgets in ((switches, (self.cut, self.drawer, self.shared)),
                             (buttons, (self.test, self.look, self.code_pages, self.look_pages))):
            for widget in widgets:
                row.flow.addWidget(widget)
        picture.addWidget(logo, 1)
        picture.addWidget(self.choose_logo)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(12)
        for at, cell in enumerate((paper, model, text, forms)):
            grid.addWidget(cell, at // 2, at % 2)
        for widget in (self._title, address, self.finding):
            column.addWidget(widget)
        column.addWidget(buttons)
        column.addWidget(self.outcome)
        column.addLayout(grid)
        column.addWidget(switches)
        column.addLayout(picture)
        column.addWidget(self._about)
        column.addStretch(1)

    def show_settings(self) -> None:
        """What holds now."""
        now = options(self._settings)
        self.address.setText(self._settings.printer)
        self.paper.put(now.paper)
        self.text.put(now.text)
        self.cut.setChecked(now.cut)
        self.drawer.setChecked(now.drawer)
        self.logo.setText(now.logo)
        self.shared.setChecked(self._settings.get("printer_shared") == "yes")

    def showEvent(self, event: object) -> None:
        """Models and the system's printers are looked for when somebody looks."""
        if not self._models:
            self._models = {model.key: model for model in models()}
            self._fill()
        super().showEvent(event)  # type: ignore[arg-type]

    def _fill(self) -> None:
        from PySide6.QtPrintSupport import QPrinterInfo  # who prints no form does not load it

        known = [(model.name, model.key) for model in self._models.values()]
        system = [(name, name) for name in QPrinterInfo.availablePrinterNames()]
        for box, kept, first, named in ((self.model, "printer_model", self._t("Not in this list"), known),
                                        (self.form_printer, "form_printer", self._t("The system's usual one"), system)):
            box.clear()
            for words, key in (("", ""), *named):
                box.addItem(words or first, key)
            box.setCurrentIndex(max(0, box.findData(self._settings.get(kept))))

    def _wanted(self) -> dict[str, str]:
        """What stands here, as it is kept."""
        forms = self.form_printer.currentData() if self.form_printer.count() else self._settings.get("form_printer")
        model = self.model.currentData() if self.model.count() else self._settings.get("printer_model")
        return {"printer": self.address.text().strip(), "paper": self.paper.value() or "80",
                "printer_text": self.text.value(), "printer_cut": "" if self.cut.isChecked() else "no",
                "printer_drawer": "yes" if self.drawer.isChecked() else "", "slip_logo": self.logo.text().strip(),
                "printer_shared": "yes" if self.shared.isChecked() else "", "printer_model": model or "",
                "form_printer": forms or ""}

    def save(self) -> bool:
        """Take what stands here; whether it was an address."""
        wanted = self._wanted()
        try:
            printer_at(wanted["printer"])
        except Trouble as trouble:
            self._say("stop", self._t.say(trouble))
            self._complains = True
            return False
        if self._complains:
            self._hush()
        before = {key: self._settings.get(key, "80" if key == "paper" else "") for key in wanted}
        if before != wanted:
            self._settings.set_all(wanted)
            self._hush()
            self.chosen.emit()
        model = self._models.get(wanted["printer_model"])
        if model is not None and 0 < model.dots < PAPER.get(wanted["paper"], 0):
            self._say("attention", self._t("{model} prints {n} dots across: this paper is too wide for it.",
                                           model=model.name, n=model.dots))
        return True

    def _take(self, address: str) -> None:
        """One that was found."""
        self.address.setText(address)
        self.save()

    def _take_model(self) -> None:
        """A known model tells how wide it prints and whether it cuts."""
        model = self._models.get(self.model.currentData())
        if model is not None:
            self.paper.put(paper_for(model))
            self.cut.setChecked(model.cuts)
        self.save()

    def _choose_logo(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self._t("A picture for the head of slips"), "", PICTURES)
        if name:
            self.logo.setText(name)
            self.save()

    def print_test(self) -> None:
        """Print the test slip and say what became of it."""
        name = self.address.text().strip()
        self._print(lambda press: press.test(name))

    def _look(self, draw: Callable[[Press], Image]) -> None:
        """A slip on the screen, on the paper that is chosen."""
        from ui.slip_sheet import SlipSheet

        if self.save():
            try:
                picture = draw(Press(self._desk, NoPrinter(), options(self._settings)))
            except Trouble as trouble:
                self._say("stop", self._t.say(trouble))
            else:
                SlipSheet(self._theme, self._t, self._desk.letter, picture, "", self).open()

    def print_code_pages(self) -> None:
        """Print the same line in every encoding."""
        self._print(lambda press: press.code_pages())

    def _print(self, slip: Callable[[Press], Outcome]) -> None:
        if not self.save():
            return
        printer = printer_at(self._settings.printer)
        if printer is None:
            self._say("attention", self._t("No printer is set up; slips are shown on the screen."))
            return
        press = Press(self._desk, printer, options(self._settings))
        self._enable(False)
        self._say("off", self._t("Printing …"))
        self._bridge.run(lambda: slip(press), self._tested)

    def _enable(self, enabled: bool) -> None:
        for button in (self.test, self.code_pages):
            button.setEnabled(enabled)

    def _tested(self, outcome: Outcome | Refused | Trouble) -> None:
        self._enable(True)
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
        address, paper, model, text, logo, forms = self.fields
        address.say(t("Address"))
        paper.say(t("Paper"))
        model.say(t("Model"), t("A known model sets paper and knife."))
        text.say(t("Slips as"), t("Text only where a picture takes too long; the print shows which one fits."))
        logo.say(t("Picture at the head of slips"))
        forms.say(t("Printer for A4 forms"))
        self.address.setPlaceholderText(t("192.168.1.50 or /dev/usb/lp0; empty for none"))
        self.paper.say({"58": t("58 mm"), "80": t("80 mm"), "80-180dpi": t("80 mm, 180 dpi")})
        self.text.say({"": t("Picture"), "gb18030": "GB18030", "big5": "Big5", "utf-8": "UTF-8"})
        self.cut.setText(t("Cut the paper"))
        self.drawer.setText(t("Open the cash drawer"))
        self.shared.setText(t("Other desks may print here"))
        self.test.say(t("Print a test slip"))
        self.look.say(t("Look at the test slip"))
        self.code_pages.say(t("Print the encodings"))
        self.look_pages.say(t("Look at the encodings"))
        self.choose_logo.say(t("Choose a picture"))
        self.finding.retranslate()
        self._about.setText(t("A cable is safer than Wi-Fi: when the Wi-Fi goes, it would take the printer with it."))
        if self._models:
            self._fill()
