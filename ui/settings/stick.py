"""Records by stick, where there is no network; a laptop that joins by one; the key of the site on the lead's paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.desk import Desk
from app.errors import Refused, Trouble
from app.log.here import local
from app.sync.links import Links
from app.words import Words
from ui.bridge import Bridge
from ui.settings.field import Field
from ui.theme import Theme
from ui.tokens import Kind
from ui.widgets.buttons import QuietButton
from ui.widgets.card import rule
from ui.widgets.chip import Chip
from ui.widgets.painted import label

ENDING, ASKING = "handover", "handover-ask"

T = TypeVar("T")


class StickPage(QWidget):
    """Each button does one thing, and the band below says what came of it."""

    def __init__(self, theme: Theme, t: Words, desk: Desk, links: Links, bridge: Bridge) -> None:
        super().__init__()
        self._t, self._desk, self._links, self._bridge = t, desk, links, bridge
        self._title, self._about = label("title"), label("quiet", wrap=True)
        self._joining, self._paper = label("quiet", wrap=True), label("quiet", wrap=True)
        self.write, self.read, self.admit, self.show_key, self.take_key = (QuietButton(theme) for _ in range(5))
        self.all = QCheckBox()
        self.key, self.typed = label("strong", wrap=True), QLineEdit()
        self.field = Field(theme, self.typed)
        self.outcome = Chip(theme, "off", large=True)
        self.outcome.hide()
        self.key.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse
                                         | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.write.clicked.connect(self._write)
        self.read.clicked.connect(self._read)
        self.admit.clicked.connect(self._admit)
        self.show_key.clicked.connect(self._show_key)
        self.take_key.clicked.connect(self._take_key)
        self.typed.returnPressed.connect(self._take_key)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._title)
        column.addWidget(self._about)
        for row in ((self.write, self.all), (self.read,)):
            across = QHBoxLayout()
            for widget in row:
                across.addWidget(widget)
            across.addStretch(1)
            column.addLayout(across)
        column.addWidget(self.outcome)
        left = Qt.AlignmentFlag.AlignLeft
        for widget in (rule(), self._joining):
            column.addWidget(widget)
        column.addWidget(self.admit, 0, left)
        for widget in (rule(), self._paper):
            column.addWidget(widget)
        column.addWidget(self.show_key, 0, left)
        column.addWidget(self.key)
        column.addWidget(self.field)
        column.addWidget(self.take_key, 0, left)
        column.addStretch(1)
        for hidden in (self.key, self.field, self.take_key):
            hidden.hide()

    # -- records -----------------------------------------------------------------------------------------

    def _write(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, self._t("Records onto a stick"), self._name(), f"*.{ENDING}")
        if name:
            self.write_to(Path(name))

    def write_to(self, file: Path) -> None:
        """What the others may lack; all, if that is ticked."""
        from app.sync.stick import export

        everything = self.all.isChecked()
        self._run(lambda: export(self._links.member(), file, everything, self._bridge.go_on),
                  lambda n: self._t("{n} records written to {file}.", n=n, file=str(file)))

    def _read(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self._t("Records from a stick"), "", f"*.{ENDING};;*")
        if name:
            self.read_from(Path(name))

    def read_from(self, file: Path) -> None:
        """What another laptop wrote."""
        self._run(lambda: self._links.take(file, self._bridge.go_on), lambda taken: self._t(
            "{new} new records of {n} in {file}.", new=taken.new, n=taken.records, file=str(file))
            + (f" {self._t.say(taken.left)}" if taken.left is not None else ""))

    # -- joining -----------------------------------------------------------------------------------------

    def _admit(self) -> None:
        asked, _ = QFileDialog.getOpenFileName(self, self._t("The file of the laptop that wants to join"), "",
                                               f"*.{ASKING};;*")
        if asked:
            self.let_in(Path(asked), Path(asked).with_suffix(f".{ENDING}"))

    def let_in(self, asked: Path, file: Path) -> None:
        """Write the file with which that laptop joins, beside the one it wrote."""
        from app.sync.stick import admit

        if self._desk.operator.role != "lead":
            self._say("attention", self._t.say(Refused("lead_only")))
            return
        self._run(lambda: admit(self._links.member(), asked, file, self._bridge.go_on), lambda welcome: self._t(
            "Desk {letter} may join. Take {file} back to that laptop.", letter=welcome.letter, file=str(file)))

    # -- the key of the site -------------------------------------------------------------------------------

    def _show_key(self) -> None:
        try:
            key = self._links.paper_key()
        except (Refused, Trouble) as no:
            self._say("attention", self._t.say(no))
            return
        self.key.setText(key)
        self.key.setVisible(bool(key))
        self.field.setVisible(not key)
        self.take_key.setVisible(not key)
        if not key:
            self.typed.setFocus()

    def _take_key(self) -> None:
        text = self.typed.text()
        self._run(lambda: self._links.take_key(text), lambda done: self._t("This laptop can let others in now."))
        self.typed.clear()

    # -- saying --------------------------------------------------------------------------------------------

    def _run(self, work: Callable[[], T], words: Callable[[T], str]) -> None:
        self._say("news", self._t("Working …"))
        for button in (self.write, self.read, self.admit):
            button.setEnabled(False)
        self._bridge.run(work, lambda result: self._done(result, words))

    def _done(self, result: T | Refused | Trouble, words: Callable[[T], str]) -> None:
        for button in (self.write, self.read, self.admit):
            button.setEnabled(True)
        if isinstance(result, (Refused, Trouble)):
            self._say("stop", self._t.say(result))
        else:
            self._say("attention" if getattr(result, "left", None) else "ok", words(result))

    def _say(self, kind: Kind, words: str) -> None:
        self.outcome.say(kind, words)
        self.outcome.show()

    def _name(self) -> str:
        site = self._desk.state("site")
        day = local(self._desk.clock.now(), site.zone)
        plain = "".join(letter if letter.isalnum() else " " for letter in site.name).strip()
        return f"{plain} {self._desk.letter} {day:%m-%d %H%M}.{ENDING}"

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        t = self._t
        self._title.setText(t("Without a network"))
        self._about.setText(t(
            "Records go from laptop to laptop in a file. Only laptops of this site can read it; taking one in twice "
            "does no harm."))
        self.write.say(t("Records onto a stick"))
        self.all.setText(t("All, not only what the others may lack"))
        self.read.say(t("Records from a stick"))
        self._joining.setText(t(
            "A new laptop that cannot reach the main one writes a file that asks to join. Choose it here, and take "
            "what is written beside it back to the new laptop."))
        self.admit.say(t("Let a laptop join by stick"))
        self._paper.setText(t(
            "The key of the site lets laptops in. It is on the laptop where the site was made, and on the lead's "
            "paper; with it, another laptop can take that place."))
        self.show_key.say(t("The key of the site"))
        self.field.say(t("From the paper"), t("Groups of four letters and figures."))
        self.take_key.say(t("Take this key"))
