"""Settings of this laptop's backups: into which folder, one at once, and back to one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.desk import Desk
from app.errors import Refused
from app.words import Words
from ui.backups import Backups
from ui.settings.field import Field
from ui.start.restore import asked
from ui.theme import Theme
from ui.widgets.buttons import QuietButton
from ui.widgets.chip import Chip
from ui.widgets.painted import label


class BackupPage(QWidget):
    """The folder holds as soon as it is chosen. `restore_asked(file)` when the lead goes back to a backup."""

    restore_asked = Signal(object)

    def __init__(self, theme: Theme, t: Words, desk: Desk, backups: Backups) -> None:
        super().__init__()
        self._t, self._desk, self._backups = t, desk, backups
        self._title, self._about = label("title"), label("quiet", wrap=True)
        self.folder = QLineEdit()
        self.field = Field(theme, self.folder)
        self.choose, self.now, self.restore = QuietButton(theme), QuietButton(theme), QuietButton(theme)
        self.outcome = Chip(theme, "off", large=True)
        self.folder.editingFinished.connect(self.save)
        self.choose.clicked.connect(self._choose)
        self.now.clicked.connect(self._make)
        self.restore.clicked.connect(self._restore)
        backups.moved.connect(self._show)
        self._lay_out()
        self.show_settings()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(24)
        row = QHBoxLayout()
        row.addWidget(self.choose)
        row.addWidget(self.now)
        row.addStretch(1)
        row.addWidget(self.restore)
        for widget in (self._title, self.field):
            column.addWidget(widget)
        column.addLayout(row)
        column.addWidget(self.outcome)
        column.addWidget(self._about)
        column.addStretch(1)

    def show_settings(self) -> None:
        """What holds now."""
        self.folder.setText(self._backups.settings.backup_folder)
        self._show()

    def save(self) -> None:
        """Take the folder that stands here."""
        folder = self.folder.text().strip()
        if folder == self._backups.settings.backup_folder:
            return
        if folder and not Path(folder).is_dir():
            self.field.complain(self._t("There is no such folder on this laptop."))
            return
        self.field.complain("")
        self._backups.choose(folder)

    def _choose(self) -> None:
        found = QFileDialog.getExistingDirectory(self, self._t("The folder for backups"), self.folder.text())
        if found:
            self.folder.setText(found)
            self.save()

    def _make(self) -> None:
        self.save()
        self._backups.make()

    def _restore(self) -> None:
        if self._desk.operator.role != "lead":
            self.outcome.say("attention", self._t.say(Refused("lead_only")))
            return
        file = asked(self, self._t, self._desk.clock, self._backups.settings.backup_folder, here=True)
        if file is not None:
            self.restore_asked.emit(file)

    def _show(self) -> None:
        running, (kind, _) = self._backups.running, self._backups.state()
        self.now.setEnabled(not running and bool(self._backups.settings.backup_folder))
        self.outcome.say("off" if running else kind,
                         self._t("The backup is being made …") if running else self._backups.sentence())

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        t = self._t
        self._title.setText(t("Backup"))
        self.field.say(t("Folder"), t("On another disk than this laptop's: a USB stick that stays in."))
        self.folder.setPlaceholderText(t("None yet"))
        self.choose.say(t("Choose a folder"))
        self.restore.say(t("Restore a backup"))
        self.now.say(t("Back up now"))
        self._about.setText(t(
            "Every ten minutes and when the program is closed, while work goes on. Each backup is opened and checked "
            "before it gets its name. The newest twelve are kept, before them one an hour, then one a day."))
        self._show()
