"""The drill, from the settings: a second window of the same list, in which nothing counts."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.desk import Desk
from app.drill import start
from app.errors import Refused, Trouble
from app.words import Words
from ui.bridge import Bridge
from ui.theme import Theme
from ui.tokens import Kind
from ui.widgets.buttons import QuietButton
from ui.widgets.chip import Chip
from ui.widgets.painted import label


class DrillPage(QWidget):
    """`started(folder)` when a drill is made and its window may open."""

    started = Signal(object)

    def __init__(self, theme: Theme, t: Words, desk: Desk, bridge: Bridge) -> None:
        super().__init__()
        self._t, self._desk, self._bridge = t, desk, bridge
        self._title, self._about, self._end = label("title"), label("body", wrap=True), label("quiet", wrap=True)
        self.begin = QuietButton(theme, icon="play")
        self.outcome = Chip(theme, "off", large=True)
        self.outcome.hide()
        self.begin.clicked.connect(self.start)
        row = QHBoxLayout()
        row.addWidget(self.begin)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(24)
        column.addWidget(self._title)
        column.addWidget(self._about)
        column.addLayout(row)
        column.addWidget(self.outcome)
        column.addWidget(self._end)
        column.addStretch(1)

    def start(self) -> None:
        """Make the drill; work goes on meanwhile."""
        self.begin.setEnabled(False)
        self._say("off", self._t("The list is copied for the drill …"))
        self._bridge.run(lambda: start(self._desk), self._made)

    def _made(self, result: Path | Refused | Trouble) -> None:
        self.begin.setEnabled(True)
        if isinstance(result, Path):
            self._say("ok", self._t("The drill opens in a window of its own, with a red band."))
            self.started.emit(result)
        else:
            self._say("attention" if isinstance(result, Refused) else "stop", self._t.say(result))

    def _say(self, kind: Kind, words: str) -> None:
        self.outcome.say(kind, words)
        self.outcome.show()

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        t = self._t
        self._title.setText(t("Drill"))
        self._about.setText(t("Practise with the list of this site. Numbers begin with T001, slips are marked as a "
                              "drill, and nothing of it ever reaches the site."))
        self.begin.say(t("Start a drill"))
        self._end.setText(t("Close the window of the drill to end it. Each drill begins anew."))
        self.outcome.hide()
