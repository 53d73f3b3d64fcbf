"""Buttons that show the key which does the same."""

import re

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter

from ui.theme import Theme
from ui.widgets.painted import paint_as

_KEY = re.compile(r"\s+(⏎|Esc|F\d{1,2}|(?:Ctrl|Alt|Shift)\+\S+)$")


class KeyButton(QPushButton):
    """Words and, quieter beside them, the key: "Gift  F2". A click does not take the cursor from its line."""

    def __init__(
        self, theme: Theme, words: str = "", key: str = "", icon: str = "", role: str = "quiet"
    ) -> None:
        super().__init__()
        self._theme, self._role, self._picture = theme, role, icon
        self.words, self.key = "", ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        paint_as(self, role=role)
        self.say(words, key)

    def say(self, words: str, key: str = "") -> None:
        """Set words and key; a key at the end of the words ("Check in ⏎") is found by itself."""
        found = _KEY.search(words)
        self.key = key or (found[1] if found else "")
        self.words = words[: found.start()] if found else words
        self.setAccessibleName(self.words)
        self.setAccessibleDescription(self.key)
        self.updateGeometry()
        self.update()

    def _key_font(self) -> QFont:
        return self._theme.font("strong" if self._role == "primary" else "label")

    def _widths(self) -> tuple[int, int, int]:
        """Pixels of icon, words and key, each with the gap that stands before or after it."""
        icon = self._theme.px(20) + 8 if self._picture else 0
        words = self.fontMetrics().horizontalAdvance(self.words)
        key = QFontMetrics(self._key_font()).horizontalAdvance(self.key) + 12 if self.key else 0
        return icon, words, key

    def _inks(self) -> tuple[str, str]:
        if not self.isEnabled():
            return ("quiet", "quiet") if self._role == "primary" else ("faint", "faint")
        if self._role == "primary":
            return "on_accent", "on_accent"
        return ("accent", "accent") if self.isChecked() else ("text", "quiet")

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        around = 2 * (24 if self._role == "primary" else 8 if self._role == "bare" else 16)
        return QSize(sum(self._widths()) + around + 4, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)
        self._paint_words(QPainter(self))

    def _paint_words(self, painter: QPainter) -> None:
        icon, words, key = self._widths()
        ink, key_ink = self._inks()
        left = (self.width() - icon - words - key) // 2
        middle = self.height() // 2
        if self._picture:
            side = self._theme.px(20)
            drawn = self._theme.pixmap(self._picture, ink, 20, self.devicePixelRatioF())
            painter.drawPixmap(QRect(left, middle - side // 2, side, side), drawn)
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.setFont(self.font())
        painter.setPen(self._theme.colour(ink))
        painter.drawText(QRect(left + icon, 0, words + 2, self.height()), flags, self.words)
        painter.setFont(self._key_font())
        painter.setPen(self._theme.colour(key_ink))
        painter.drawText(QRect(left + icon + words + 12, 0, key, self.height()), flags, self.key)


class PrimaryButton(KeyButton):
    """The one thing to press on a screen, named with a verb and its key: "Check in  ⏎"."""

    def __init__(self, theme: Theme, words: str = "", key: str = "", icon: str = "") -> None:
        super().__init__(theme, words, key, icon, role="primary")


class QuietButton(KeyButton):
    """Something else that may be pressed."""

    def __init__(self, theme: Theme, words: str = "", key: str = "", icon: str = "") -> None:
        super().__init__(theme, words, key, icon, role="quiet")
