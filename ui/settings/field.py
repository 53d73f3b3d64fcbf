"""One thing to fill in: its name above, a hint or what is wrong below."""

from __future__ import annotations

from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets.chip import Chip
from ui.widgets.painted import label

_BELOW = 64
"""Pixels shown below a field that complains: its sentence stands there."""


class Field(QWidget):
    """A control with its words. `named` is what a screen reader calls it, if not the control itself."""

    def __init__(self, theme: Theme, control: QWidget, *, plain: bool = False) -> None:
        super().__init__()
        self.control = control
        self._name = label("label")
        self._hint = label("quiet", wrap=True)
        self._wrong = Chip(theme, "attention")
        self._name.setBuddy(control)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (self._name, control, self._hint, self._wrong):
            column.addWidget(widget)
        self._name.setVisible(not plain)  # in its place: a widget without a parent would be a window
        self._hint.hide()
        self._wrong.hide()

    def say(self, name: str, hint: str = "") -> None:
        """Name the control, for the eye and for a screen reader, with one quiet line below."""
        self._name.setText(name.replace("&", "&&"))  # a name, not a key to press with Alt
        self.control.setAccessibleName(name)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self.control.setAccessibleDescription(hint)

    def complain(self, sentence: str) -> None:
        """Say under the control why it cannot stay like that, and put the cursor there; '' takes it back."""
        self._wrong.say("attention", sentence)
        self._wrong.setVisible(bool(sentence))
        if sentence:
            self.control.setFocus()
            self._come_into_view()

    def _come_into_view(self) -> None:
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is not None:
            above.ensureWidgetVisible(self, 0, _BELOW)

    def complaint(self) -> str:
        """What is said under the control now."""
        return self._wrong.text() if not self._wrong.isHidden() else ""
