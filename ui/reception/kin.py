"""The other units of the same owners: each with its state, and whether it is taken along (USERS.md 4.6)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLayout, QWidget

from app.words import Words
from ui.reception.pool import Pool
from ui.reception.sayings import Sayings
from ui.reception.sight import KinSight
from ui.theme import Theme
from ui.widgets.chip import Chip
from ui.widgets.flow import Flowing
from ui.widgets.painted import label


class KinRow(QWidget):
    """One unit: a tick that takes it along, its layout, its state."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.tick = QCheckBox()
        self.tick.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._code, self._layout = label("strong"), label("quiet")
        self.state = Chip(theme)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 16, 0)
        row.setSpacing(8)
        for widget in (self.tick, self._code, self._layout, self.state):
            row.addWidget(widget)

    def show_kin(self, kin: KinSight, sayings: Sayings, t: Words) -> None:
        """Another unit."""
        self.tick.setText(kin.row.code)
        self.tick.setChecked(kin.along)
        self.tick.setVisible(kin.free)
        self._code.setText(kin.row.code)
        self._code.setVisible(not kin.free)
        about = kin.row.layout if kin.sure else " · ".join(filter(None, (kin.row.layout, t("same name, ask"))))
        self._layout.setText(about)
        kind, word = sayings.step(kin.coming.step)
        if kin.row.withdrawn:
            kind, word = "off", t("Contract ended")
        numbers = kin.row.here.numbers if kin.row.here is not None else ()
        self.state.say(kind, " · ".join((word, *numbers)))


class Kin(Flowing):
    """`ticked(unit)`: taken along or left out."""

    ticked = Signal(str)

    def __init__(self, theme: Theme, t: Words) -> None:
        super().__init__()
        self._theme, self._t, self._sayings = theme, t, Sayings(t)
        self._units: list[str] = []
        self._title = label("label")
        self.flow.addWidget(self._title)
        self._rows: Pool[KinRow] = Pool(self._row(self.flow))

    def show_kin(self, kin: Sequence[KinSight]) -> None:
        """Other units; nothing is there where there are none."""
        self.setVisible(bool(kin))
        self._units = [one.row.unit for one in kin]
        free = any(one.free for one in kin)
        self._title.setText(self._t("Also owns · Alt+U") if free else self._t("Also owns"))
        for row, one in zip(self._rows.take(len(kin)), kin, strict=True):
            row.show_kin(one, self._sayings, self._t)

    def rows(self) -> Sequence[KinRow]:
        """Those that are shown."""
        return self._rows.used()

    def _row(self, flow: QLayout) -> Callable[[int], KinRow]:
        def made(at: int) -> KinRow:
            row = KinRow(self._theme)
            row.tick.clicked.connect(lambda: self.ticked.emit(self._units[at]))
            flow.addWidget(row)
            return row
        return made
