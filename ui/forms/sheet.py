"""A form on the screen, to print it, to keep it as PDF, or only to look."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPixmap
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.errors import Refused, Trouble
from app.forms.page import Form
from app.words import Words
from ui.forms.pages import Pages, print_on, save
from ui.theme import Theme
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.chip import Chip
from ui.widgets.painted import label

MOST = 12  # pages that are looked at; all of them are printed
HIGH = 560  # pixels of the pages' window


class FormSheet(QDialog):
    """Opened by a person; Enter prints, Ctrl+S keeps it as PDF, Esc closes. `done()` records that it went out, and may
    say why not by Refused or Trouble."""

    def __init__(self, theme: Theme, t: Words, forms: Sequence[Form], paper: Words, printer: str,
                 done: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._t, self._printer, self._done = t, printer, done
        self._title = forms[0].title
        self.pages = Pages(forms, theme, paper)
        self.setWindowTitle(self._title)
        self.outcome = Chip(theme, "off", large=True)
        self.outcome.hide()
        self.print_button, self.save_button = PrimaryButton(theme, t("Print ⏎")), QuietButton(theme)
        self.close_button = QuietButton(theme)
        self.save_button.say(t("Keep as PDF"), "Ctrl+S")
        self.close_button.say(t("Close  Esc"))
        self.print_button.clicked.connect(self.print_all)
        self.save_button.clicked.connect(lambda: self.keep())
        self.close_button.clicked.connect(self.reject)
        self._lay_out()

    def _lay_out(self) -> None:
        sheets, inside = QWidget(), QVBoxLayout()
        sheets.setLayout(inside)
        for picture in self.pages.pictures(MOST):
            page = QLabel()
            page.setPixmap(QPixmap.fromImage(picture))
            inside.addWidget(page)
        paper = QScrollArea()
        paper.setWidget(sheets)
        paper.setAccessibleName(self._title)
        paper.setFixedSize(sheets.sizeHint().width() + 28, HIGH)
        foot = QHBoxLayout()
        for button in (self.print_button, self.save_button):
            foot.addWidget(button)
        foot.addWidget(label("quiet", self._t("Pages: {n}", n=len(self.pages))))
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(paper)
        column.addWidget(self.outcome)
        column.addLayout(foot)

    def print_all(self) -> None:
        """All pages on the printer for forms."""
        self._go(lambda: print_on(self.pages, self._printer, self._title), self._t("It is on its way to the printer."))

    def keep(self, file: Path | None = None) -> None:
        """All pages in one PDF; asked where, if `file` does not say."""
        if file is None:
            name, _ = QFileDialog.getSaveFileName(self, self._t("Keep as PDF"), f"{self._title}.pdf", "PDF (*.pdf)")
            if not name:
                return
            file = Path(name)
        chosen = file
        self._go(lambda: save(self.pages, chosen, self._title), self._t("Kept: {file}", file=str(file)))

    def _go(self, act: Callable[[], None], said: str) -> None:
        try:
            act()
            self._done()
        except (Refused, Trouble) as no:
            self.outcome.say("stop", self._t.say(no))
        else:
            self.outcome.say("ok", said)
        self.outcome.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.print_all()
        elif event.key() == Qt.Key.Key_S and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.keep()
        else:
            super().keyPressEvent(event)
