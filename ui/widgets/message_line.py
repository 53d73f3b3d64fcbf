"""The one line in which the program speaks: news, a thing done, a refusal, or something in the way."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from ui.theme import Theme
from ui.tokens import ICONS, Kind
from ui.widgets.elided import Elided
from ui.widgets.painted import paint_as
from ui.widgets.picture import Picture

Said = Literal["news", "done", "refused", "trouble"]

_KINDS: Mapping[Said, Kind] = MappingProxyType(
    {"news": "news", "done": "ok", "refused": "attention", "trouble": "stop"}
)


class MessageLine(QFrame):
    """Icon and sentence on the pale ground of their kind; keeps its place while silent, so nothing jumps."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.kind: Said | None = None
        self._icon = Picture(theme, size=20)
        self._words = Elided("strong")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self._words, 1, Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        paint_as(self, role="message", kind="none")

    def say(self, kind: Said, text: str) -> None:
        """Show one sentence, at once and in place of the last."""
        self.kind = kind
        shade = _KINDS[kind]
        self._words.say(text)
        self._icon.show_icon(ICONS[shade], shade)
        paint_as(self, kind=shade)

    def hush(self) -> None:
        self.kind = None
        self._words.say("")
        self._icon.show_icon("", "quiet")
        paint_as(self, kind="none")

    def text(self) -> str:
        return self._words.text()

    def sizeHint(self) -> QSize:
        return QSize(200, self._theme.px(32))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)
