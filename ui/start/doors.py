"""The first page of all: what is this laptop to be?"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.words import Words
from ui.start.door import Door
from ui.theme import Theme
from ui.widgets.buttons import QuietButton
from ui.widgets.painted import label


class Doors(QWidget):
    """Three doors: `new_asked`, `join_asked`, `demo_asked`. 1, 2, 3 and arrows choose. Below them,
    for the bad day, `restore_asked`: 4."""

    new_asked = Signal()
    join_asked = Signal()
    demo_asked = Signal()
    restore_asked = Signal()

    def __init__(self, theme: Theme, t: Words) -> None:
        super().__init__()
        self._t = t
        self._title, self._about, self._foot = label("unit"), label("body", wrap=True), label("quiet")
        self.new, self.join, self.demo = (
            Door(theme, "home"), Door(theme, "hub"), Door(theme, "play"))  # fmt: skip
        self.new.clicked.connect(self.new_asked)
        self.join.clicked.connect(self.join_asked)
        self.demo.clicked.connect(self.demo_asked)
        self.restore = QuietButton(theme, icon="backup")
        self.restore.clicked.connect(self.restore_asked)
        row = QHBoxLayout()
        row.setSpacing(16)
        for door in (self.new, self.join, self.demo):
            row.addWidget(door, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addStretch(2)
        column.addWidget(self._title)
        column.addWidget(self._about)
        column.addSpacing(24)
        column.addLayout(row)
        column.addSpacing(8)
        foot = QHBoxLayout()
        foot.addWidget(self._foot, 1)
        foot.addWidget(self.restore)
        column.addLayout(foot)
        column.addStretch(3)

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        t = self._t
        self._title.setText(t("Handover Desk"))
        self._about.setText(t("What is this laptop going to do?"))
        self._foot.setText(t("Press 1, 2, 3 or 4. Everything stays on this laptop; nothing is sent anywhere."))
        self.restore.say(t("Restore a backup"))
        self.new.say(t("Start a new site"), t("Name and dates, then the owner list. Two minutes."))
        self.join.say(t("Join a site"), t("This laptop works with others: the main one shows an address and a code."))
        self.demo.say(t("Try the demo"),
                      t("A made-up site with households to check in. Nothing you do there counts."))

    def enter(self) -> None:
        """The cursor stands on the first door."""
        self.new.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        doors = {Qt.Key.Key_1: self.new, Qt.Key.Key_2: self.join, Qt.Key.Key_3: self.demo,
                 Qt.Key.Key_4: self.restore}
        door = doors.get(Qt.Key(event.key()))
        if door is not None and not event.isAutoRepeat():
            door.click()
        else:
            super().keyPressEvent(event)
