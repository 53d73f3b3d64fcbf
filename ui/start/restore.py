"""Restoring a backup, as a question: what is in it, and what becomes of what is here."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from app.clock import Clock
from app.errors import Trouble
from app.restore import look
from app.words import Words


def asked(parent: QWidget, t: Words, clock: Clock, folder: str, here: bool) -> Path | None:
    """The backup that somebody chose and agreed to, or None. `here` if a site is in use and would be put aside."""
    name, _ = QFileDialog.getOpenFileName(parent, t("Choose a backup"), folder,
                                          ";;".join((t("Backups (*.db)"), t("All files (*)"))))
    return Path(name) if name and agreed(parent, t, clock, Path(name), here) else None


def agreed(parent: QWidget, t: Words, clock: Clock, file: Path, here: bool) -> bool:
    """Show what is in a backup; whether it is to be restored."""
    try:
        found = look(file, clock)
    except Trouble as trouble:
        QMessageBox.warning(parent, t("Restore a backup"), t.say(trouble))
        return False
    box = QMessageBox(QMessageBox.Icon.Question, t("Restore a backup"), found.sentence(t), parent=parent)
    then = t("This laptop goes on under a new letter, so that no number comes twice.")
    box.setInformativeText(
        t("What was recorded here after that is put aside with the site of now; nothing is deleted.") + "\n" + then
        if here else then)
    go = box.addButton(t("Restore"), QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(box.addButton(t("Leave everything"), QMessageBox.ButtonRole.RejectRole))
    box.exec()
    return box.clickedButton() is go
