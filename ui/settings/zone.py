"""Choosing a time zone: those of the region by their usual names, all others by their own."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox

from app.words import Words
from app.zones import OFFERED, zones

SHORTEST = 16  # characters in sight; the longest name would need half the screen


class ZoneChoice(QComboBox):
    """A list of time zones; `value()` is the IANA name."""

    def __init__(self) -> None:
        super().__init__()
        self.setMaxVisibleItems(12)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(SHORTEST)
        for name in zones():
            self.addItem(name.replace("_", " "), name)
        self.insertSeparator(len(OFFERED))

    def retranslate(self, t: Words) -> None:
        """The usual names."""
        names = {
            "Asia/Shanghai": t("Mainland China (Beijing time)"), "Asia/Hong_Kong": t("Hong Kong"),
            "Asia/Macau": t("Macau"), "Asia/Taipei": t("Taipei"), "Asia/Singapore": t("Singapore"),
            "Asia/Kuala_Lumpur": t("Kuala Lumpur"),
        }  # fmt: skip
        for zone, name in names.items():
            self.setItemText(self.findData(zone), name)

    def put(self, zone: str) -> None:
        """Show a zone; one that this laptop does not know is added, so that nothing is changed by looking."""
        if self.findData(zone) < 0:
            self.addItem(zone, zone)
        self.setCurrentIndex(self.findData(zone))

    def value(self) -> str:
        """The IANA name of the chosen zone."""
        return str(self.currentData())
