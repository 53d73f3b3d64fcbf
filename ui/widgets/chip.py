"""A state in a word: icon and word on the state's pale ground."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy

from ui.theme import Theme
from ui.tokens import ICONS, Kind
from ui.widgets.painted import paint_as
from ui.widgets.picture import Picture


class Chip(QFrame):
    """May go on, one step first, a colleague will help: never by colour alone.

    `large` is a band of 16 px words that wraps (the card's state), otherwise a small tag. `icon` is another
    picture than the kind's own, where there is a better one (a wheelchair, a gift).
    """

    def __init__(
        self, theme: Theme, kind: Kind = "off", words: str = "", icon: str = "", large: bool = False
    ) -> None:
        super().__init__()
        self.kind: Kind = kind
        self._icon = Picture(theme, size=24 if large else 16)
        self._words = QLabel()
        self._words.setWordWrap(large)
        row = QHBoxLayout(self)
        row.setContentsMargins(*((16, 12, 16, 12) if large else (8, 4, 8, 4)))
        row.setSpacing(12 if large else 6)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop if large else Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._words, 1)
        across = QSizePolicy.Policy.Preferred if large else QSizePolicy.Policy.Maximum
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        paint_as(self, role="chip", large=large)
        self.say(kind, words, icon)

    def say(self, kind: Kind, words: str, icon: str = "") -> None:
        self.kind = kind
        self._words.setText(words)
        self._icon.show_icon(icon or ICONS[kind], kind)
        self.setAccessibleName(words)
        paint_as(self, kind=kind)

    def text(self) -> str:
        return self._words.text()
