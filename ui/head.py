"""The head of the frame: which site, which day, which roster, what time, and who sits here."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QSizePolicy

from ui.theme import Theme
from ui.widgets.elided import Elided
from ui.widgets.painted import label, paint_as


@dataclass(frozen=True, slots=True)
class Heading:
    """What the head says, each part a finished phrase in the screen's language; an empty part is left out."""

    site: str = ""
    day: str = ""
    roster: str = ""
    date: str = ""
    clock: str = ""
    person: str = ""


class Head(QFrame):
    """Site, day and roster at the left; date, time and the person's menu at the right."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._site = Elided("strong")
        self._about = Elided("quiet")
        self._date = label("quiet")
        self._clock = label("strong")
        self.person = QPushButton()
        self.menu = QMenu(self.person)
        self._lay_out()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._dress)
        self._dress()

    def show_heading(self, heading: Heading) -> None:
        self._site.say(heading.site)
        self._about.say(" · ".join(part for part in (heading.day, heading.roster) if part))
        self._date.setText(heading.date)
        self._clock.setText(heading.clock)
        self.person.setText(heading.person)
        self.person.setAccessibleName(heading.person)
        self.person.setVisible(bool(heading.person))

    def _lay_out(self) -> None:
        self.person.setMenu(self.menu)
        self.person.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._site.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        paint_as(self, role="head")
        paint_as(self.person, role="bare")
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 16, 0)
        row.setSpacing(16)
        row.addWidget(self._site)
        row.addWidget(self._about, 1)
        for widget in (self._date, self._clock, self.person):
            row.addWidget(widget)

    def _dress(self) -> None:
        self.person.setIcon(self._theme.icon("person", "quiet", 20))
        self.person.setIconSize(QSize(self._theme.px(20), self._theme.px(20)))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(400, self._theme.px(48))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)
