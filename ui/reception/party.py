"""How many came, who of the owners, and whether an agent: one row of the card."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from app.words import Words
from ui.reception.pool import Pool, laid_in
from ui.theme import Theme
from ui.widgets.buttons import KeyButton, QuietButton
from ui.widgets.flow import Flow
from ui.widgets.painted import label

NOBODY_COUNTED = "—"
LARGEST = 99


class PartyRow(QWidget):
    """`party(int)` how many, `owner(str)` one of the owners, `agent()`: what was clicked. It shows what it is given
    and keeps nothing."""

    party = Signal(int)
    owner = Signal(str)
    agent = Signal()

    def __init__(self, theme: Theme, t: Words) -> None:
        super().__init__()
        self._t, self._count = t, 0
        self._name, self._hint = label("label"), label("quiet")
        self.fewer, self.more = QPushButton("−"), QPushButton("+")
        self.count = QLabel(NOBODY_COUNTED)
        self.count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.agent_button = QuietButton(theme, key="Alt+A")
        self.agent_button.setCheckable(True)
        flow = Flow()
        self.setLayout(flow)
        self._stepper = self._lay_out_stepper(theme)
        self._came = label("label")
        flow.addWidget(self._stepper)
        flow.addWidget(self.agent_button)
        flow.addWidget(self._came)
        self._owners: Pool[KeyButton] = Pool(laid_in(flow, lambda: self._owner(theme)))
        self.agent_button.clicked.connect(self.agent)
        self.fewer.clicked.connect(lambda: self._step(-1))
        self.more.clicked.connect(lambda: self._step(1))

    def show_party(self, party: int | None, owners: Sequence[str], who: Sequence[str], agent: bool) -> None:
        """How many came, the owners and who of them came, whether an agent did."""
        self._count = party or 0
        self.count.setText(str(party) if party else NOBODY_COUNTED)
        self.count.setAccessibleName(self._t("Party: {n}", n=self.count.text()))
        self.fewer.setEnabled(self._count > 1)
        self.more.setEnabled(self._count < LARGEST)
        self.agent_button.setChecked(agent)
        self._came.setVisible(bool(owners))
        for at, (button, name) in enumerate(zip(self._owners.take(len(owners)), owners, strict=True)):
            button.say(name, "Alt+W" if at == 0 else "")
            button.setChecked(name in who)

    def retranslate(self) -> None:
        """Say every word again."""
        t = self._t
        self._name.setText(t("Party"))
        self._hint.setText("Alt+1…9")
        self._came.setText(t("Who came"))
        self.agent_button.say(t("Agent"), "Alt+A")
        self.fewer.setAccessibleName(t("One person fewer"))
        self.more.setAccessibleName(t("One person more"))

    def _lay_out_stepper(self, theme: Theme) -> QWidget:
        stepper = QWidget()
        row = QHBoxLayout(stepper)
        row.setContentsMargins(0, 0, 16, 0)
        row.setSpacing(8)
        self.count.setMinimumWidth(theme.px(32))
        self.count.setProperty("role", "title")
        for widget in (self._name, self.fewer, self.count, self.more, self._hint):
            row.addWidget(widget)
        for button in (self.fewer, self.more):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setProperty("step", True)
        return stepper

    def _owner(self, theme: Theme) -> KeyButton:
        button = QuietButton(theme)
        button.setCheckable(True)
        button.clicked.connect(lambda: self.owner.emit(button.words))
        return button

    def _step(self, by: int) -> None:
        self.party.emit(max(1, min(LARGEST, self._count + by)))
