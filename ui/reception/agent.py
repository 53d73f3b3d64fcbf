"""Who came in the owner's place: name, telephone, what they may do, and whether the authorisation was seen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal

from app.unit import Agent
from app.words import Words
from ui.reception.draft import SCOPE, SEEN
from ui.reception.line import FormLine
from ui.theme import Theme
from ui.widgets.buttons import QuietButton
from ui.widgets.flow import Flowing
from ui.widgets.painted import label


class AgentRow(Flowing):
    """Asks for an agent on the card. `entered` and `escaped` come from its lines, `seen(str)` for the authorisation,
    `said` whenever anything in it is different, `finished` when a line is left or a button was pressed."""

    entered = Signal()
    escaped = Signal()
    seen = Signal(str)
    said = Signal()
    finished = Signal()

    def __init__(self, theme: Theme, t: Words, mono: Callable[[], int]) -> None:
        super().__init__()
        self._t = t
        self._may, self._paper = label("label"), label("label")
        self.name, self.phone = FormLine(mono), FormLine(mono)
        self.scope = {what: QuietButton(theme) for what in SCOPE}
        self.papers = {seen: QuietButton(theme) for seen in SEEN}
        for line in (self.name, self.phone):
            line.entered.connect(self.entered)
            line.escaped.connect(self.escaped)
            line.textEdited.connect(self.said)
            line.editingFinished.connect(self.finished)
        for button in self.scope.values():
            button.setCheckable(True)
            button.clicked.connect(self.said)
            button.clicked.connect(self.finished)
        for seen, button in self.papers.items():
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, seen=seen: self.seen.emit(seen))
        self._lay_out()
        self._theme = theme
        theme.changed.connect(self._fit)
        self._fit()

    def show_agent(self, agent: Agent, ask: bool) -> None:
        """What is known of the agent; `ask` for the authorisation here, unless the card asks for it anyway."""
        for line, text in ((self.name, agent.name), (self.phone, agent.phone)):
            if line.text() != text:
                line.setText(text)
        for what, button in self.scope.items():
            button.setChecked(what in agent.scope)
        for seen, button in self.papers.items():
            button.setChecked(agent.authorisation == seen)
            button.setVisible(ask)
        self._paper.setVisible(ask)

    def agent(self, authorisation: str) -> Agent:
        """The agent as filled in."""
        scope = tuple(what for what, button in self.scope.items() if button.isChecked())
        return Agent(self.name.text().strip(), self.phone.text().strip(), scope, authorisation)

    def retranslate(self) -> None:
        """Say every word again."""
        t = self._t
        self._may.setText(t("They may"))
        self._paper.setText(t("Authorisation"))
        for line, words in ((self.name, t("Agent's name")), (self.phone, t("Agent's phone"))):
            line.setPlaceholderText(words)
            line.setAccessibleName(words)
        for what, words in zip(SCOPE, (t("inspect"), t("sign"), t("take keys")), strict=True):
            self.scope[what].say(words)
        said = zip(SEEN, (t("Original seen"), t("Copy seen"), t("Missing")), ("Alt+P", "Alt+C", "Alt+M"), strict=True)
        for seen, words, key in said:
            self.papers[seen].say(words, key)

    def _fit(self) -> None:
        for line, wide in ((self.name, 152), (self.phone, 144)):
            line.setFixedWidth(self._theme.px(wide))

    def _lay_out(self) -> None:
        for widget in (self.name, self.phone, self._may, *self.scope.values(), self._paper,
                       *self.papers.values()):
            self.flow.addWidget(widget)
