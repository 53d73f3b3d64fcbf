"""Who works on site: a list, and a form for the one that is chosen or new."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from app.errors import Refused
from app.people import People
from app.queries.people import Someone
from app.stations.site import ROLES
from app.words import Words
from ui.settings.choice import Choice
from ui.settings.field import Field
from ui.settings.roles import role_names
from ui.theme import Theme
from ui.widgets.buttons import QuietButton
from ui.widgets.painted import label
from ui.widgets.result_list import ResultList
from ui.widgets.row import Row

_AT = {"initials_empty": 1, "initials_taken": 1, "pin_figures": 3, "pin_needed": 3, "last_lead": 2}
"""The field under which a refusal is said; all others stand under the name."""


class PeoplePage(QWidget):
    """The empty form enters somebody new; a row of the list puts its person into the form."""

    def __init__(self, theme: Theme, t: Words, people: People) -> None:
        super().__init__()
        self._t, self._people = t, people
        self._id = ""
        self._title, self._about, self._who = label("title"), label("quiet", wrap=True), label("strong")
        self.list, self._nobody = ResultList(theme), label("quiet", wrap=True)
        self.list.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.list.current_changed.connect(self._choose)
        self.name, self.initials, self.role, self.pin = QLineEdit(), QLineEdit(), Choice(ROLES), QLineEdit()
        self.fields = [Field(theme, c) for c in (self.name, self.initials, self.role, self.pin)]
        self.new, self.leave = QuietButton(theme, icon="plus"), QuietButton(theme)
        self.new.clicked.connect(self.fresh)
        self.leave.clicked.connect(self._leave)
        self._prepare()
        self._lay_out()
        self.show_settings()
        self._fill(None)

    def _prepare(self) -> None:
        self.name.setMaxLength(40)
        self.initials.setMaxLength(4)
        self.initials.setMaximumWidth(160)
        self.pin.setMaxLength(4)
        self.pin.setMaximumWidth(160)
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.pin.setValidator(QRegularExpressionValidator("[0-9]*", self.pin))
        self.list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def _lay_out(self) -> None:
        form = QVBoxLayout()
        form.setSpacing(8)
        for widget in (self._who, *self.fields):
            form.addWidget(widget)
        form.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self._nobody)
        left.addWidget(self.list, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.new)
        buttons.addWidget(self.leave)
        buttons.addStretch(1)
        left.addLayout(buttons)
        across = QHBoxLayout()
        across.setSpacing(32)
        across.addLayout(left, 1)
        across.addLayout(form, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._about)
        column.addSpacing(8)
        column.addLayout(across, 1)

    def show_settings(self) -> None:
        """Who is entered now. What stands in the form stays."""
        roles = role_names(self._t)
        people = self._people.all()
        self.list.set_rows([Row(p.id, p.name, p.initials, roles.get(p.role, p.role)) for p in people])
        self._nobody.setVisible(not any(p.role == "lead" for p in people))
        self._say_who()

    def fresh(self) -> None:
        """Empty the form for somebody new."""
        self.list.set_current("")
        self._fill(None)
        self.name.setFocus()

    def _chosen(self) -> Someone | None:
        return next((p for p in self._people.all() if p.id == self._id), None)

    def _choose(self, id: str) -> None:
        self._id = id
        self._fill(self._chosen())

    def _fill(self, person: Someone | None) -> None:
        self._id = person.id if person else ""
        self.name.setText(person.name if person else "")
        self.initials.setText(person.initials if person else "")
        self.role.put(person.role if person else "desk" if self._people.has_lead() else "lead")
        self.pin.clear()
        self._complain("", "")
        self._say_who()

    def save(self) -> bool:
        """Enter or change the person in the form; True when it was done. Refusals are said at their field."""
        self._complain("", "")
        pin = self.pin.text()
        try:
            id = self._people.save(self._id, name=self.name.text(), initials=self.initials.text(),
                                   role=self.role.value(), pin=pin if pin or not self._id else None)
        except Refused as no:
            if no.key == "lead_only":
                raise
            self._complain(no.key, self._t.say(no))
            return False
        self.show_settings()
        if self._id != id:
            self.fresh()
        self.pin.clear()
        return True

    def _leave(self) -> None:
        try:
            self._people.leave(self._id)
        except Refused as no:
            self._complain(no.key, self._t.say(no))
            return
        self.show_settings()
        self.fresh()

    def _complain(self, key: str, sentence: str) -> None:
        for field in self.fields:
            field.complain("")
        if key:
            self.fields[_AT.get(key, 0)].complain(sentence)

    def _say_who(self) -> None:
        person = self._chosen()
        t = self._t
        self._who.setText(t("Change {name}", name=person.name) if person else t("Somebody new"))
        self.leave.setEnabled(person is not None)
        kept, none = t("Four figures; empty leaves it as it is."), t("Four figures; a desk may go without.")
        self.fields[3].say(t("PIN"), kept if person and person.pin else none)

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        t = self._t
        self._title.setText(t("People"))
        self._about.setText(t("Who is at a laptop says so: Ctrl+L, initials, PIN. It stands on all they do."))
        name, initials, role, _ = self.fields
        name.say(t("Name"))
        initials.say(t("Initials"), t("One to four letters, typed to switch."))
        role.say(t("Role"))
        self.role.say(role_names(t))
        self.list.setAccessibleName(t("People"))
        self._nobody.setText(t("Until a site lead is entered, everybody works as one, without a PIN."))
        self.new.say(t("New person"))
        self.leave.say(t("No longer here"))
        self.show_settings()
