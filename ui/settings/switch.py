"""Ctrl+L: who is at the laptop now? Initials, then the PIN."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.errors import Refused
from app.people import People
from app.words import Words
from ui.settings.field import Field
from ui.settings.roles import role_names
from ui.theme import Theme
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.painted import label

_FIGURES = 4


class SwitchPerson(QDialog):
    """`switched(Operator)` once somebody is at the desk. The fourth figure of the PIN is enough; Esc changes
    nothing, unless somebody `must` say who they are; `why` is said above."""

    switched = Signal(object)

    def __init__(
        self, theme: Theme, t: Words, people: People, parent: QWidget | None = None, must: bool = False,
        why: str = "",
    ) -> None:
        super().__init__(parent)
        self._t, self._people, self._must = t, people, must
        self._title, self._why, self._who = label("title"), label("quiet", why, wrap=True), label("strong")
        self._why.setVisible(bool(why))
        self.initials, self.pin = QLineEdit(), QLineEdit()
        self.fields = [Field(theme, self.initials), Field(theme, self.pin)]
        self.ok, self.cancel = PrimaryButton(theme), QuietButton(theme)
        self.initials.setMaxLength(_FIGURES)
        self.pin.setMaxLength(_FIGURES)
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setValidator(QRegularExpressionValidator("[0-9]*", self.pin))
        self.initials.textEdited.connect(self._look)
        self.pin.textEdited.connect(self._typed)
        self.ok.clicked.connect(self._enter)
        self.cancel.clicked.connect(self.reject)
        self.cancel.setVisible(not must)
        self.setMinimumWidth(theme.px(420))
        self._lay_out()
        self.retranslate()
        self.initials.setFocus()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(16)
        for widget in (self._title, self._why, self.fields[0], self._who, self.fields[1]):
            column.addWidget(widget)
        row = QHBoxLayout()
        row.addWidget(self.cancel)
        row.addStretch(1)
        row.addWidget(self.ok)
        column.addLayout(row)

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        t = self._t
        self.setWindowTitle(t("Switch person"))
        self._title.setText(t("Who is at this laptop?"))
        self.fields[0].say(t("Initials"))
        self.fields[1].say(t("PIN"))
        self.ok.say(t("Go on ⏎"))
        self.cancel.say(t("Cancel Esc"))

    def _look(self) -> None:
        """Name the person; when nobody else begins like that, the cursor goes on by itself."""
        self._complain(None)
        typed = self.initials.text().strip().casefold()
        person = self._people.find(typed)
        self._who.setText(self._t("{name} · {role}", name=person.name, role=role_names(self._t)[person.role])
                          if person else "")
        self.pin.setEnabled(person is None or bool(person.pin))
        others = [p for p in self._people.all() if p.initials.casefold().startswith(typed)]
        if person is not None and len(others) == 1:
            (self.pin if person.pin else self.ok).setFocus()

    def _typed(self) -> None:
        self._complain(None)
        if len(self.pin.text()) == _FIGURES:
            self._switch()

    def _enter(self) -> None:
        person = self._people.find(self.initials.text())
        if person is not None and person.pin and self.initials.hasFocus():
            self.pin.setFocus()
        else:
            self._switch()

    def _switch(self) -> None:
        try:
            operator = self._people.switch(self.initials.text(), self.pin.text())
        except Refused as no:
            self.pin.clear()
            self._complain(no)
            return
        self.switched.emit(operator)
        self.accept()

    def _complain(self, no: Refused | None) -> None:
        for field in self.fields:
            field.complain("")
        if no is not None:
            self.fields[0 if no.key == "initials_unknown" else 1].complain(self._t.say(no))

    def reject(self) -> None:
        if not self._must:
            super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self._enter()
        else:
            super().keyPressEvent(event)
