"""What stands where nothing was found yet: how to find a household, or why there is none."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.search.hits import Hit
from app.words import Words
from ui.theme import Theme
from ui.widgets.card import Card
from ui.widgets.painted import label
from ui.widgets.picture import Picture

TRIES = ("3 1702", "3-2-1702", "cjw", "2214", "A023")


class Guide(QWidget):
    """Five things that may be typed, each with what it is."""

    def __init__(self, t: Words) -> None:
        super().__init__()
        self._t = t
        self._title = label("label")
        self._meanings = [label("quiet", wrap=True) for _ in TRIES]
        table = QGridLayout()
        table.setHorizontalSpacing(16)
        table.setVerticalSpacing(12)
        table.setColumnStretch(1, 1)
        for at, (typed, meaning) in enumerate(zip(TRIES, self._meanings, strict=True)):
            cap = label("body", typed)
            cap.setProperty("role", "keycap")
            table.addWidget(cap, at, 0, Qt.AlignmentFlag.AlignLeft)
            table.addWidget(meaning, at, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(16)
        column.addWidget(self._title)
        column.addLayout(table)
        column.addStretch(1)

    def retranslate(self) -> None:
        """Say every word again."""
        t = self._t
        self._title.setText(t("Ways to find a household"))
        words = (t("building and room"), t("whole unit"), t("initials of the name, or pinyin, or 陈静"),
                 t("last figures of the phone"), t("number on the slip"))
        for meaning, text in zip(self._meanings, words, strict=True):
            meaning.setText(text)


class Empty(Card):
    """In the place of the card: one sentence on what to do next."""

    def __init__(self, theme: Theme, t: Words) -> None:
        super().__init__()
        self._t = t
        self._icon = Picture(theme, "reception", "faint", 48)
        self.words = label("name", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hint = label("quiet", wrap=True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.body.addStretch(2)
        self.body.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        for words in (self.words, self.hint):  # across the whole card: a label that is only centred does not wrap
            self.body.addWidget(words)
        self.body.addStretch(3)

    def say(self, text: str, hits: Sequence[Hit], more: bool, moving: str) -> None:
        """For what is typed and what was found, `more` when there is more than that; `moving` is the unit that a
        visit is moved from."""
        t = self._t
        meant = sum(hit.kind != "similar" for hit in hits)
        if not text.strip() and not hits:
            words = t("{unit}: which unit is it really?", unit=moving) if moving else t("Who is here?")
            hint = t("Type a unit, a name or a phone number, or scan a slip.")
        elif not meant:
            words = t('No household for "{text}". Try the phone, or Ctrl+N for a new one.', text=text.strip())
            hint = t("These are similar: ↓ and ⏎ choose one.") if hits else ""
        else:
            n = f"{meant}+" if more else str(meant)
            bare = text.strip().isdecimal()
            words = t("{n} units. Add the building in front: 3 1702", n=n) if bare else t("{n} households", n=n)
            hint = t("Type on, or ↓ and ⏎ choose one.")
        self.words.setText(words)
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
