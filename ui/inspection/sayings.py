"""Rooms, defects, severities, keys and actions of a walk in the words of the screen's language."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from app.catalogue import Catalogue
from app.log.operation import Operation
from app.records import Defect
from app.sentences import N_
from app.stations.eligibility import Allow
from app.stations.inspection import ChangeDefect, DropDefect, LogDefect, StartInspection
from app.stations.photos import AddPhoto
from app.stations.results import RecordResult, Withdraw
from app.summary.results import RESULT_NAMES
from app.unit import Unit
from app.words import Words
from ui.tokens import Kind

SEVERITY_NAMES: Mapping[int, str] = MappingProxyType(
    {1: N_("Urgent"), 2: N_("Serious"), 3: N_("Normal"), 4: N_("Minor")})
SEVERITY_KINDS: Mapping[int, Kind] = MappingProxyType({1: "stop", 2: "attention", 3: "news", 4: "off"})
KEY_NAMES: Mapping[str, str] = MappingProxyType(
    {"entrance": N_("Entrance door"), "mailbox": N_("Mailbox"), "meter": N_("Meter box"), "card": N_("Access card"),
     "remote": N_("Remote control")})


class Sayings:
    """In the language of now."""

    def __init__(self, t: Words, catalogue: Catalogue) -> None:
        self._t, self._catalogue = t, catalogue

    def room(self, code: str) -> str:
        """A room's name."""
        room = self._catalogue.rooms.get(code)
        return code if room is None else room.name(self._t.language)

    def component(self, code: str) -> str:
        """A component's name."""
        return self._catalogue.components[code].name(self._t.language)

    def trade(self, code: str) -> str:
        """A trade's name."""
        trade = self._catalogue.trades.get(code)
        return code if trade is None else trade.name(self._t.language)

    def defect(self, code: str, text: str) -> str:
        """Component and fault, else what was written."""
        return self._catalogue.text(code, self._t.language) or text or code

    def severity(self, severity: int) -> str:
        """A severity in a word."""
        return self._t(SEVERITY_NAMES.get(severity, str(severity)))

    def key(self, kind: str) -> str:
        """A kind of key; a site's own is called as the site calls it."""
        return self._t(KEY_NAMES.get(kind, kind))

    def result(self, code: str) -> str:
        """A result in words."""
        return self._t(RESULT_NAMES.get(code, code))

    def about(self, defect: Defect, photos: int = 0) -> str:
        """The quiet second line of a defect: where it is, then why it is void, else its photos, note, trade and due
        date."""
        where = " ".join(filter(None, (self.room(defect.room), defect.wall)))
        if defect.dropped:
            void = self._t("Void: {why}", why=defect.dropped)
            return f"{where} · {void}"
        note = defect.text if defect.code else ""
        shown = self._t("Photos: {n}", n=photos) if photos else ""
        return " · ".join(filter(None, (where, shown, note, self.trade(defect.trade), defect.due)))

    def action(self, op: Operation, unit: Unit) -> str:
        """What was done, in a few words."""
        t = self._t
        if isinstance(op, LogDefect):
            return f"{self.room(op.room)}: {self.defect(op.code, op.text)}"
        if isinstance(op, ChangeDefect | DropDefect):
            defect = unit.defects.get(op.defect)
            words = self.defect(defect.code, defect.text) if defect is not None else ""
            return t("void: {defect}", defect=words) if isinstance(op, DropDefect) else t(
                "change of {defect}", defect=words)
        if isinstance(op, AddPhoto):
            return t("photo")
        if isinstance(op, StartInspection | Allow):
            return t("start of the inspection")
        if isinstance(op, RecordResult | Withdraw):
            return self.result(op.code if isinstance(op, RecordResult) else "X1")
        return t("the last change")
