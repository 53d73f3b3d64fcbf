"""What the agent's lines on the card do: begin, fill in, take back, and where the cursor goes meanwhile."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from ui.reception.agent import AgentRow
from ui.reception.session import Session
from ui.reception.telling import Telling


class AgentTalk(QObject):
    """Listens to the agent's row; `show` shows everything as it is now, `line` is where the cursor lives."""

    def __init__(self, row: AgentRow, line: QWidget, session: Session, telling: Telling, show: Callable[[], None]
                 ) -> None:
        super().__init__()
        self._row, self._line, self._session, self._telling, self._show = row, line, session, telling, show
        row.entered.connect(self._entered)
        row.escaped.connect(self._escaped)
        row.said.connect(self._said)
        row.finished.connect(self.finish)
        row.seen.connect(self._seen)

    def toggle(self) -> None:
        """Alt+A: an agent came; once more: none did."""
        if self._session.draft.agent is not None or self._row.isAncestorOf(QApplication.focusWidget() or self._line):
            self._telling.no_agent()
            self._show()
            self._line.setFocus()
        elif self._telling.agent_begun():
            self._show()
            self._row.name.setFocus()

    def finish(self) -> None:
        """What was filled in of a household that is here is not lost when the cursor goes elsewhere."""
        if self._telling.agent_done():
            self._show()

    def _entered(self) -> None:
        """Enter: of a household that is here the visit is amended, else it is checked in."""
        if not self._telling.agent_done():
            self._session.enter()
        self._show()
        self._line.setFocus()

    def _escaped(self) -> None:
        self._session.redraft(agent=None)
        self._show()
        self._line.setFocus()

    def _said(self) -> None:
        known = self._telling.agent()
        self._telling.agent_said(self._row.agent(known.authorisation if known else ""))

    def _seen(self, seen: str) -> None:
        self._telling.paper(seen)
        self._show()
