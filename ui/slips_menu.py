"""What can be done about slips that did not come out: opened by a person, never by itself (USERS.md 10:05)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QWidget

from app.tickets.spool import SlipRow, Spool
from app.words import Words

ASKED = 6  # slips that are asked about at once


class SlipsMenu(QMenu):
    """Two lines for each slip that may be on paper or not, then trying again, then the printer's settings."""

    def __init__(self, spool: Spool, t: Words, number: Callable[[SlipRow], str], settings: Callable[[], None],
                 parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(t("Printer and slips"))
        for row in spool.slips("unconfirmed")[:ASKED]:
            no = number(row)
            self._offer(t("{no} came out", no=no), lambda row=row: spool.answer(row.entry, row.copy, True))
            self._offer(t("{no} did not come out: print it again", no=no),
                        lambda row=row: spool.answer(row.entry, row.copy, False))
            self.addSeparator()
        waiting = len(spool.slips("waiting")) if spool.printing is not None else 0
        if spool.held:
            hall = len(spool.in_the_hall())
            self._offer(t("Print only those still waiting in the hall ({n})", n=hall), lambda: spool.release(False))
            self._offer(t("Print all that wait ({n})", n=waiting), lambda: spool.release(True))
        elif waiting:
            self._offer(t("Try to print now ({n} waiting)", n=waiting), spool.wake)
        self._offer(t("Settings of the printer"), settings)

    def _offer(self, words: str, do: Callable[[], None]) -> None:
        self.addAction(words).triggered.connect(lambda _=False: do())
