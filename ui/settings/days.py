"""The days of a handover, as first and last date."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QDate, QLocale, Signal
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QSizePolicy, QWidget

from app.words import Words
from ui.widgets.painted import label

LONGEST = 60
"""Days; a concentrated handover lasts two to five, and a wrong year must not make a list of thousands."""

_LOCALES = {"zh_Hans": QLocale(QLocale.Language.Chinese, QLocale.Country.China),
            "zh_Hant": QLocale(QLocale.Language.Chinese, QLocale.Script.TraditionalHanScript,
                               QLocale.Country.HongKong)}


class Days(QWidget):
    """Two dates; the last is never before the first."""

    changed = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self.first, self.last = QDateEdit(), QDateEdit()
        self._to = label("quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self.first, self._to, self.last):
            row.addWidget(widget)
        row.addStretch(1)
        for edit in (self.first, self.last):
            edit.setCalendarPopup(True)
            edit.setDisplayFormat("yyyy-MM-dd")
            edit.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            edit.dateChanged.connect(self.changed)
        self.first.dateChanged.connect(self._follow)
        self.setFocusProxy(self.first)
        self.put((today.isoformat(),))

    def retranslate(self, t: Words, language: str) -> None:
        """Names of the two dates, and of the months in their calendars."""
        self._to.setText(t("to"))
        for edit, name in ((self.first, t("First day")), (self.last, t("Last day"))):
            edit.setAccessibleName(name)
            edit.setLocale(_LOCALES.get(language, QLocale(QLocale.Language.English)))
            edit.calendarWidget().setLocale(edit.locale())

    def put(self, days: tuple[str, ...]) -> None:
        """Show ISO dates; none leaves what is there."""
        if days:
            self.first.setDate(QDate.fromString(min(days), "yyyy-MM-dd"))
            self.last.setDate(QDate.fromString(max(days), "yyyy-MM-dd"))

    def days(self) -> tuple[str, ...]:
        """Every day from the first to the last, ISO."""
        shown = (edit.date().toString("yyyy-MM-dd") for edit in (self.first, self.last))
        first, last = map(date.fromisoformat, shown)
        return tuple((first + timedelta(days=n)).isoformat() for n in range((last - first).days + 1))

    def _follow(self, first: QDate) -> None:
        self.last.setDateRange(first, first.addDays(LONGEST - 1))
