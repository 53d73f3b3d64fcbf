"""The rail at the left: one place per screen, icon and word, Ctrl+1 to Ctrl+9."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QScrollArea, QSizePolicy, QToolButton, QVBoxLayout

from ui.screen import Screen
from ui.theme import Theme
from ui.widgets.painted import paint_as


class Place(QToolButton):
    """The button that leads to one screen."""

    def __init__(self, theme: Theme, screen: Screen) -> None:
        super().__init__()
        self._theme = theme
        self.leads_to = screen
        self.number = 0
        self.setCheckable(True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        paint_as(self, role="place")
        theme.changed.connect(self.dress)
        self.toggled.connect(self.dress)

    def dress(self) -> None:
        """Take icon and word again, as colour, language or state may be others now."""
        title = self.leads_to.title()
        self.setText(title)
        self.setAccessibleName(title)
        self.setToolTip(f"{title}  Ctrl+{self.number}" if self.number else title)
        self.setIcon(self._theme.icon(self.leads_to.icon, "accent" if self.isChecked() else "quiet"))
        self.setIconSize(QSize(self._theme.px(24), self._theme.px(24)))


class Rail(QScrollArea):
    """All places a person may go to; gone when there is only one. `chosen` carries the screen."""

    chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._group = QButtonGroup(self)
        self._places: list[Place] = []
        self._open: list[Place] = []
        self._above = 0
        body = QFrame()
        paint_as(body, role="rail")
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(8, 8, 8, 8)
        self._column.setSpacing(4)
        self._column.addStretch(1)
        self.setWidget(body)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.changed.connect(self._fit)

    def add(self, screen: Screen, foot: bool) -> None:
        """Put a screen's place above the gap, or below it when it is one for seldom visits."""
        place = Place(self._theme, screen)
        place.clicked.connect(lambda: self.chosen.emit(screen))
        self._group.addButton(place)
        self._places.append(place)
        self._above += 0 if foot else 1
        self._column.insertWidget(self._column.count() if foot else self._above - 1, place)
        self.open_only({known.leads_to.name for known in self._places if known in self._open} | {screen.name})

    def open_only(self, names: set[str]) -> None:
        """Show only these screens, numbered from the top for Ctrl+1 to Ctrl+9."""
        in_order = sorted(self._places, key=self._column.indexOf)
        self._open = [place for place in in_order if place.leads_to.name in names]
        for place in in_order:
            place.number = self._open.index(place) + 1 if place in self._open else 0
            place.setVisible(place in self._open)
            place.dress()
        self.setVisible(len(self._open) > 1)
        self._fit()

    def screens(self) -> list[Screen]:
        """The screens that are open to this person, from the top."""
        return [place.leads_to for place in self._open]

    def mark(self, screen: Screen) -> None:
        for place in self._places:
            if place.leads_to is screen:
                place.setChecked(True)
                self.ensureWidgetVisible(place)

    def retranslate(self) -> None:
        for place in self._places:
            place.dress()

    def _fit(self) -> None:
        """Draw the places closer together when they are too many for the height."""
        self.updateGeometry()
        for tight in (False, True):
            self._column.setSpacing(0 if tight else 4)
            for place in self._places:
                paint_as(place, tight=tight)
            self._column.invalidate()
            if self._column.sizeHint().height() <= self.height():
                return

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(80) + 17, 320)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width(), 160)
