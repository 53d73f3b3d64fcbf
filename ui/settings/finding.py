"""Finding a printer: what is plugged in at once, what is on the network when somebody asks."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.errors import Refused, Trouble
from app.tickets.address import PORT
from app.tickets.finder import Printer, on_network, own_network, plugged_in
from app.words import Words
from ui.bridge import Bridge
from ui.theme import Theme
from ui.widgets.buttons import QuietButton
from ui.widgets.painted import label

ROWS = 4  # shown before it scrolls
ADDRESS = 0x0100  # Qt's first role for one's own data


class Finding(QWidget):
    """Two buttons and a list; `chosen(address)` for Enter or a double click in it."""

    chosen = Signal(str)
    _told = Signal(int, int)

    def __init__(self, theme: Theme, t: Words, bridge: Bridge) -> None:
        super().__init__()
        self._t, self._bridge = t, bridge
        self._stop = threading.Event()
        self._looking = False
        self.network, self.port = "", PORT  # what is looked through: '' for the laptop's own network
        self.find, self.look = QuietButton(theme), QuietButton(theme)
        self.said, self.list = label("quiet", wrap=True), QListWidget()
        self.find.clicked.connect(self.find_near)
        self.look.clicked.connect(self.look_around)
        self.list.itemActivated.connect(lambda item: self.chosen.emit(item.data(ADDRESS)))
        self._told.connect(self._say_progress)
        row, column = QHBoxLayout(), QVBoxLayout(self)
        row.setSpacing(16)
        for button in (self.find, self.look):
            row.addWidget(button)
        row.addWidget(self.said, 1)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.list)
        self.list.hide()

    def find_near(self) -> None:
        """USB, serial ports, the system's queues."""
        self._begin(self._t("Looking …"))
        self._bridge.run(plugged_in, self._found)

    def look_around(self) -> None:
        """Every machine of the laptop's network is asked for port 9100; pressed again, that ends."""
        if self._looking:
            self._stop.set()
            return
        network = self.network or own_network()
        if not network:
            self.said.setText(self._t("This laptop is in no network."))
            return
        self._begin(self._t("Looking through {network} …", network=network))
        self.look.say(self._t("Stop looking"))
        stop = self._stop = threading.Event()
        self._bridge.run(lambda: on_network(network, self._told.emit, stop, self.port), self._found)

    def _begin(self, words: str) -> None:
        self._looking = True
        self.find.setEnabled(False)
        self.said.setText(words)

    def _say_progress(self, tried: int, of: int) -> None:
        if self._looking:
            self.said.setText(self._t("Asked {n} of {of} machines", n=tried, of=of))

    def _found(self, found: Sequence[Printer] | Refused | Trouble) -> None:
        self._looking = False
        self.find.setEnabled(True)
        self.retranslate()
        if isinstance(found, Refused | Trouble):
            self.said.setText(self._t.say(found))
            return
        self.said.setText(self._t("Choose one and press Enter.") if found else self._t("No printer was found."))
        self.list.clear()
        for printer in found:
            words = printer.name if printer.name == printer.address else f"{printer.name}  ·  {printer.address}"
            item = QListWidgetItem(words)
            item.setData(ADDRESS, printer.address)
            self.list.addItem(item)
        self.list.setVisible(bool(found))
        if found:
            self.list.setFixedHeight(min(ROWS, len(found)) * self.list.sizeHintForRow(0) + 8)
            self.list.setCurrentRow(0)
            self.list.setFocus()

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        t = self._t
        self.find.say(t("Find a printer here"))
        self.look.say(t("Look on the network"))
        self.list.setAccessibleName(t("Printers found"))
        if not self._looking:
            self.said.setText("")
