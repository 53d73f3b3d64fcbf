"""The laptops of the site: which one is the main one, who may join, who is shut out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.desk import Desk
from app.errors import Refused, Trouble
from app.log.here import local
from app.queries.laptops import laptops, newest_list
from app.settings import Settings
from app.stations.site import DeskState, RevokeDesk, Site
from app.sync.links import Links
from app.words import Words
from ui.bridge import Bridge
from ui.lights import OFF_MS, Lights
from ui.settings.field import Field
from ui.slip_sheet import pixmap
from ui.theme import Theme
from ui.widgets.buttons import QuietButton
from ui.widgets.chip import Chip
from ui.widgets.painted import label

PICTURE = 220  # pixels of the code that a scanner reads


class LaptopsPage(QWidget):
    """What is chosen holds at once. `merge_asked(address, code)` when the site of this laptop is to go on as a part of
    another one."""

    merge_asked = Signal(str, str)

    def __init__(self, theme: Theme, t: Words, desk: Desk, settings: Settings, links: Links, lights: Lights,
                 bridge: Bridge) -> None:
        super().__init__()
        self._t, self._desk, self._settings, self._links = t, desk, settings, links
        self._lights, self._bridge = lights, bridge
        self._title, self._names = label("title"), label("label")
        self.state, self.outcome = Chip(theme, "off", large=True), Chip(theme, "attention", large=True)
        self.outcome.hide()
        self.serves = QCheckBox()
        self.address = QLineEdit()
        self.field = Field(theme, self.address)
        self.invite, self.revoke, self.renew = (QuietButton(theme) for _ in range(3))
        self.other = QLineEdit()
        self.merge, self._merging = QuietButton(theme), Field(theme, self.other)
        self._told = False  # whether the person knows which laptop would step down
        self.code, self._how, self.picture = label("unit"), label("body", wrap=True), QLabel()
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse
                                          | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.list = QListWidget()
        self.list.setMinimumHeight(96)
        self.list.setMaximumHeight(240)
        self.serves.clicked.connect(self._serve)
        self.address.editingFinished.connect(self.save)
        self.invite.clicked.connect(self._invite)
        self.revoke.clicked.connect(self._revoke)
        self.merge.clicked.connect(self._merge)
        self.other.returnPressed.connect(self._merge)
        self.renew.clicked.connect(lambda: self._bridge.run(self._links.renew, self._done))
        bridge.changed.connect(lambda subjects: self._show_list() if self.isVisible() else None)
        self._lay_out()
        self.show_settings()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        joining, below = QHBoxLayout(), QHBoxLayout()
        joining.addWidget(self.serves, 1)
        joining.addWidget(self.invite)
        below.addWidget(self._names, 1)
        below.addWidget(self.revoke)
        for widget in (self._title, self.state):
            column.addWidget(widget)
        column.addWidget(self.renew, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(joining)
        words, shown = QVBoxLayout(), QHBoxLayout()
        for widget in (self.code, self._how):
            words.addWidget(widget)
        words.addStretch(1)
        shown.addLayout(words, 1)
        shown.addWidget(self.picture)
        column.addLayout(shown)
        for widget in (self.field, self._merging):
            column.addWidget(widget)
        column.addWidget(self.merge, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.outcome)
        column.addLayout(below)
        column.addWidget(self.list)
        column.addStretch(1)
        self._hide_code()

    def _hide_code(self) -> None:
        for part in (self.code, self._how, self.picture):
            part.hide()

    def show_settings(self) -> None:
        """What holds now."""
        self.serves.setChecked(self._settings.serves)
        if not self.address.hasFocus():
            self.address.setText(self._settings.main_laptop)
        self.field.setVisible(not self._settings.serves)
        self.renew.setVisible(self._desk.twice)
        for part in (self._merging, self.merge):
            part.setVisible(not self._links.wanted and self._desk.operator.role == "lead")
        self.invite.setEnabled(self._links.hub is not None)
        if self._links.hub is None or self._links.hub.invite is None or not self._links.hub.invite.open:
            self._hide_code()
        _, kind, words = self._lights.laptops()
        self.state.say(kind, words or self._t("This laptop works alone."))
        self._show_list()

    def _show_list(self) -> None:
        t, chosen = self._t, self.list.currentRow()
        self.list.clear()
        for one in laptops(self._desk.database.read, self._desk.site):
            known = self._desk.state(f"desk/{one.id}")
            told = [t("Desk {letter}", letter=one.letter), known.name,
                    t("this laptop") if one.id == self._desk.id else "", t("{n} records", n=one.entries),
                    *self._exchanged(one.id, known),
                    t("shut out by {by}", by=known.revoked) if known.revoked else ""]
            item = QListWidgetItem(" · ".join(part for part in told if part))
            item.setData(Qt.ItemDataRole.UserRole, one.id)
            self.list.addItem(item)
        self.list.setCurrentRow(chosen)

    def _exchanged(self, id: str, known: DeskState) -> list[str]:
        """What the main laptop knows of another one: when it asked last, what it had not got then, its clock, whether
        it has the newest list, its program."""
        t, seen = self._t, self._links.hub.seen.get(id) if self._links.hub is not None else None
        if seen is None:
            return []
        at = local(seen.at, self._desk.state("site").zone).strftime("%H:%M:%S")
        mine = self._desk.vector()
        wait = sum(max(0, n - seen.vector.get(desk, (0, b""))[0]) for desk, (n, _) in mine.items())
        number, places = newest_list(self._desk.database.read, self._desk.site)
        has = all(seen.vector.get(desk, (0, b""))[0] >= n for desk, n in places)
        last = list(known.clocks.values())[-1:]
        off = [round(clock.ahead / 60_000) for clock in last if abs(clock.ahead) > OFF_MS]
        return [t("exchanged {time}", time=at), t("{n} wait for it", n=wait) if wait else "",
                *(t("clock {n} min ahead", n=n) if n > 0 else t("clock {n} min behind", n=-n) for n in off),
                "" if not number else t("list {n}", n=number) if has else t("list {n} not yet", n=number),
                seen.version]

    def save(self) -> None:
        """Take the address that stands here."""
        address = self.address.text().strip()
        if address != self._settings.main_laptop:
            self._bridge.run(lambda: self._links.follow(address), self._done)

    def _serve(self, on: bool) -> None:
        site: Site = self._desk.state("site")
        if on and not self._told and site.main not in ("", self._desk.id):
            self._told = True
            self.serves.setChecked(False)
            letter = self._desk.state(f"desk/{site.main}").letter or "?"
            self.outcome.say("attention", self._t(
                "Desk {letter} was the main laptop until now. Once more, and this one takes its place; that one steps "
                "down as soon as it hears of it.", letter=letter))
            self.outcome.show()
            return
        self._told = False
        self._bridge.run(lambda: self._links.serve(on), self._done)

    def _done(self, result: Refused | Trouble | None) -> None:
        self._say(result if isinstance(result, (Refused, Trouble)) else self._links.trouble)
        self.show_settings()

    def _invite(self) -> None:
        try:
            code = self._links.invite()
        except (Refused, Trouble) as no:
            self._say(no)
            return
        self._say(None)
        self.code.setText(code)
        self.code.setAccessibleName(code)
        from app.sync.invite import digits
        from app.tickets.qr import code_image

        scanned = digits(self._links.address(), code)
        self.picture.setAccessibleName(self._t("Address and code, for a scanner"))
        self.picture.setVisible(bool(scanned))
        if scanned:
            self.picture.setPixmap(pixmap(code_image(scanned, PICTURE)))
        self._how.setText(self._t(
            "At the other laptop: Join a site, address {address}, and this code. It is good for one laptop and five "
            "minutes. A scanner at that laptop reads both from here.", address=self._links.address()))
        self.code.show()
        self._how.show()

    def _merge(self) -> None:
        parts = self.other.text().split()
        if len(parts) != 2:
            self._merging.complain(self._t("Address and code, with a space between."))
            return
        self.other.clear()
        self.merge_asked.emit(*parts)

    def _revoke(self) -> None:
        item = self.list.currentItem()
        if item is None:
            return
        try:
            self._desk.do(RevokeDesk(on=f"desk/{item.data(Qt.ItemDataRole.UserRole)}"))
        except (Refused, Trouble) as no:
            self._say(no)
            return
        self._say(None)
        self._show_list()

    def _say(self, no: Refused | Trouble | None) -> None:
        self.outcome.say("stop" if isinstance(no, Trouble) else "attention", self._t.say(no) if no else "")
        self.outcome.setVisible(no is not None)

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        t = self._t
        self._title.setText(t("Laptops of the site"))
        self.serves.setText(t("This laptop is the main one: the others exchange with it"))
        self.field.say(t("Address of the main laptop"), t("As it shows it there, 192.168.1.20 for example."))
        self.address.setPlaceholderText(t("None: this laptop works alone."))
        self.invite.say(t("Let a laptop join"))
        self._names.setText(t("Laptops"))
        self.list.setAccessibleName(t("Laptops"))
        self.revoke.say(t("Shut out"))
        self._merging.say(t("Go on as a part of another site"), t(
            "Address and code as the other site's main laptop shows them, with a space between. All that was recorded "
            "here goes along; the other site's settings hold."))
        self.merge.say(t("Join that site"))
        self.renew.say(t("Go on under a new letter"))
        self.show_settings()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.show_settings()
