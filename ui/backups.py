"""Backups as the window makes them: every ten minutes, when it closes, and when somebody asks."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from app.backup import backup
from app.desk import Desk, Vector
from app.errors import Refused, Trouble
from app.settings import Settings
from app.words import Words
from ui.bridge import Bridge
from ui.tokens import Kind

FIRST_MS = 20_000  # after the window opened, when people have what they came for
EVERY_MS = 600_000
AGAIN_MS = 60_000  # after one that failed: a stick may have been put in
OLD_MIN = 25


class Backups(QObject):
    """`moved` when there is something new to say of them. `trouble` is why the last one failed."""

    moved = Signal()

    def __init__(self, desk: Desk, settings: Settings, bridge: Bridge, t: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self.settings, self._bridge, self._t = desk, settings, bridge, t
        self.trouble: Trouble | Refused | None = None
        self.running = False
        self._held: Vector = {}  # what the newest one of this window holds
        self._timer = QTimer(self, singleShot=True, interval=FIRST_MS)
        self._timer.timeout.connect(self.make)
        self._timer.start()

    def make(self) -> None:
        """Make one now, where a folder is chosen; work goes on meanwhile."""
        self._timer.start(EVERY_MS)
        folder = self.settings.backup_folder
        if not folder or self.running:
            return
        self.running = True
        held = self._desk.vector()

        def done(result: Path | Refused | Trouble) -> None:
            self.running = False
            self.trouble = None if isinstance(result, Path) else result
            if self.trouble is None:
                self._held = held
            else:
                self._timer.start(AGAIN_MS)
            self.moved.emit()

        self._bridge.run(lambda: backup(self._desk, Path(folder)), done)
        self.moved.emit()

    def choose(self, folder: str) -> None:
        """Another folder from now on; the first backup in it is made at once."""
        self.settings.backup_folder = folder
        self.trouble = None
        self.make()
        self.moved.emit()

    def close(self, last: bool) -> None:
        """A last one, if it is wanted, of what was done since; the bridge waits for it when it closes."""
        self._timer.stop()
        if last and self.settings.backup_folder and not self.running and self._desk.vector() != self._held:
            folder = Path(self.settings.backup_folder)
            self._bridge.run(lambda: backup(self._desk, folder), lambda result: None)

    def state(self) -> tuple[Kind, str]:
        """What the strip says."""
        t, at = self._t, self.settings.backup_at
        old = max(0, self._desk.clock.now() - at) // 60_000
        if self._desk.state("site").drill:
            return "off", ""
        if self.trouble is not None:
            return "stop", t("Backup failed")
        if not self.settings.backup_folder:
            return "attention", t("No backups")
        if not at:
            return "attention", t("No backup yet")
        if old > OLD_MIN:
            return "attention", t("Last backup {n} min ago", n=old) if old < 120 else t(
                "Last backup {n} hours ago", n=old // 60)
        return "ok", t("Backup {n} min ago", n=old)

    def sentence(self) -> str:
        """The same with its cause, or with where the newest one is."""
        if self.trouble is not None:
            return self._t.say(self.trouble)
        if not self.settings.backup_folder:
            return self._t.say(Trouble("backup_no_folder"))
        if not self.settings.backup_at:
            return self._t("The first backup is made in a moment.")
        return self._t("The newest backup is checked and in {file}", file=self.settings.get("backup_file"))
