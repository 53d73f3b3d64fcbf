"""The strip at the bottom: small lights that tell the truth about printer, laptops and open matters."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy

from ui.theme import Theme
from ui.tokens import ICONS, Kind
from ui.widgets.painted import paint_as

_GAP = 8
_SIDE = 16


class Light(QPushButton):
    """Icon and words in a state; a press opens what it stands for."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.state: Kind = "off"
        self.words = ""
        self._picture = ICONS["off"]
        self._short = False
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        paint_as(self, role="light", kind="off")
        theme.changed.connect(self._dress)

    def show_state(self, state: Kind, words: str, icon: str = "") -> bool:
        """Say `words` in `state` ("off": not set up, or only a figure); False when it did already."""
        said = (state, words, icon or ICONS[state])
        if said == (self.state, self.words, self._picture):
            return False
        self.state, self.words, self._picture = said
        self.setAccessibleName(words)
        paint_as(self, kind=state)
        self._dress()
        return True

    def shorten(self, short: bool) -> None:
        """Show the icon alone, the words in its tooltip; for calm lights when another needs the room."""
        self._short = short
        self.updateGeometry()
        self._fit()

    def whole(self) -> int:
        """Pixels that icon and words take when nothing is cut."""
        return self._around() + self.fontMetrics().horizontalAdvance(" " + self.words) + 4

    def _dress(self) -> None:
        side = self._theme.px(16)
        self.setIcon(self._theme.icon(self._picture, self.state, 16))
        self.setIconSize(QSize(side, side))
        self.updateGeometry()
        self._fit()

    def _around(self) -> int:
        return self._theme.px(16) + 8 + 2 * _GAP

    def _fit(self) -> None:
        room = self.width() - self._around()
        fitting = "" if self._short else self.fontMetrics().elidedText(
            self.words, Qt.TextElideMode.ElideRight, max(room, 0)
        )
        self.setText(" " + fitting if fitting else "")
        self.setToolTip("" if fitting == self.words else self.words)

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        wide = self._theme.px(16) + 2 * _GAP + 4 if self._short else self.whole()
        return QSize(wide, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(16) + 2 * _GAP, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


class StatusStrip(QFrame):
    """The row of lights, in the order in which they were first set; `pressed` names the light."""

    pressed = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._lights: dict[str, Light] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(_SIDE, 4, _SIDE, 4)
        self._row.setSpacing(_GAP)
        self._row.addStretch(1)
        paint_as(self, role="strip")
        theme.changed.connect(self._arrange)

    def set_light(self, name: str, state: Kind, words: str, icon: str = "") -> None:
        """Light `name` up in `state`, with the state's icon or an own one; empty words take it away."""
        light = self._lights.get(name) or self._add(name)
        if light.show_state(state, words, icon):
            light.setVisible(bool(words))
            self._arrange()

    def light(self, name: str) -> Light:
        return self._lights[name]

    def _add(self, name: str) -> Light:
        light = self._lights[name] = Light(self._theme)
        light.hide()
        light.clicked.connect(lambda: self.pressed.emit(name))
        self._row.insertWidget(self._row.count() - 1, light)
        return light

    def _arrange(self) -> None:
        """Shorten calm lights, from the left, until those that want a person have room for their words."""
        lit = [light for light in self._lights.values() if light.words]
        over = sum(light.whole() + _GAP for light in lit) - (self.width() - 2 * _SIDE)
        for light in lit:
            short = over > 0 and light.state in ("ok", "off")
            light.shorten(short)
            over -= light.whole() - light.sizeHint().width() if short else 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._arrange()

    def minimumSizeHint(self) -> QSize:
        return QSize(320, super().minimumSizeHint().height())
