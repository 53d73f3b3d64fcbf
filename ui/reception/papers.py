"""Papers that the desk itself asks for and clears: seen as original or copy, or missing (USERS.md 4.5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.sentences import N_
from app.words import Words
from ui.reception.draft import SEEN
from ui.reception.pool import Pool, laid_in
from ui.theme import Theme
from ui.widgets.buttons import QuietButton
from ui.widgets.flow import Flowing
from ui.widgets.painted import label

PAPERS: Mapping[str, str] = MappingProxyType({
    "E08": N_("Identity papers"), "E09": N_("Power of attorney"), "E10": N_("Co-owner's papers")})
KEYS = ("Alt+P", "Alt+C", "Alt+M")


class PaperAsk(Flowing):
    """One paper with three answers. `answered(code, seen)`."""

    answered = Signal(str, str)

    def __init__(self, theme: Theme, t: Words) -> None:
        super().__init__()
        self._t, self._code = t, ""
        self._name = label("strong")
        self.buttons = [QuietButton(theme) for _ in SEEN]
        self.flow.addWidget(self._name)
        for button, seen in zip(self.buttons, SEEN, strict=True):
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, seen=seen: self.answered.emit(self._code, seen))
            self.flow.addWidget(button)

    def ask(self, code: str, seen: str, now: bool, wide: int) -> None:
        """Whether a paper was seen; `now` when the keys answer this one, `wide` pixels for its name."""
        t = self._t
        self._code = code
        self._name.setText(t(PAPERS[code]))
        self._name.setMinimumWidth(wide)
        words = (t("Original seen"), t("Copy seen"), t("Missing"))
        for button, each, word, key in zip(self.buttons, SEEN, words, KEYS, strict=True):
            button.say(word, key if now else "")
            button.setChecked(each == seen)


class Papers(QWidget):
    """All papers that a household is asked for."""

    answered = Signal(str, str)

    def __init__(self, theme: Theme, t: Words) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._theme, self._t = theme, t
        self._asks: Pool[PaperAsk] = Pool(laid_in(column, self._ask))

    def show_papers(self, papers: Sequence[tuple[str, str]], now: str) -> None:
        """(code, seen) of each paper; the keys answer the one with the code `now`."""
        self.setVisible(bool(papers))
        metrics = QFontMetrics(self._theme.font("strong"))
        wide = max((metrics.horizontalAdvance(self._t(PAPERS[code])) for code, _ in papers), default=0) + 8
        for ask, (code, seen) in zip(self._asks.take(len(papers)), papers, strict=True):
            ask.ask(code, seen, code == now, wide)

    def asks(self) -> Sequence[PaperAsk]:
        """What is asked now."""
        return self._asks.used()

    def _ask(self) -> PaperAsk:
        made = PaperAsk(self._theme, self._t)
        made.answered.connect(self.answered)
        return made
