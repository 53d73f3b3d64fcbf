"""The slips and forms that can be printed of a household: a menu, opened by the same key on every screen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from app.catalogue import catalogue
from app.desk import Desk
from app.errors import Refused, Trouble
from app.stations.paper import PrintSlip, slip_key
from app.unit import Unit
from app.words import Words
from ui.theme import Theme

Say = Callable[[str, str], None]


class PrintMenu(QMenu):
    """One line for each slip of the unit `name` that there is something to say on; how often it was printed stands
    behind it. With Shift it is only looked at. `say(kind, sentence)` is the frame's message line."""

    def __init__(self, desk: Desk, t: Words, theme: Theme, name: str, say: Say, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._t, self._theme, self._say, self._on = desk, t, theme, say, f"unit/{name}"
        self.setAccessibleName(t("Print a slip"))
        unit: Unit = desk.state(self._on)
        trades, companies = catalogue().trades, desk.state("site").contractors
        owed = dict.fromkeys(d.trade for d in unit.standing() if d.trade)
        if unit.visits:
            self._offer(unit, "job", "", t("Inspection order for the escort"))
        if unit.standing():
            self._offer(unit, "receipt", "", t("Defects, for the owner"))
        named = {code: trades[code].name(t.language) if code in trades else code for code in owed}
        for code, name in one_each(named, companies).items():
            self._offer(unit, "order", code, t("Repair order: {trade}", trade=name))
        if unit.keys:
            self._offer(unit, "keys", "", t("Receipt for keys"))
        for kind, gift in desk.state("site").gifts.items():
            if not gift.closed:
                self._offer(unit, "gift", kind, t("Gift voucher: {gift}", gift=kind))
        if unit.draw:
            self._offer(unit, "draw", unit.draw, t("Draw ticket {number}", number=unit.draw))
        self._offer_form(unit, "handover", t("Handover form in three copies (A4)"))
        self._offer_form(unit, "inspection", t("Inspection form (A4)"))

    def _offer(self, unit: Unit, what: str, part: str, words: str) -> None:
        self._line(unit, slip_key(what, part), words, lambda: self._print(what, part, words))

    def _offer_form(self, unit: Unit, what: str, words: str) -> None:
        self._line(unit, slip_key("form", what), words, lambda: self._open_form(what))

    def _line(self, unit: Unit, key: str, words: str, act: Callable[[], object]) -> None:
        count = unit.printed.get(key, 0)
        shown = self._t("{slip}  (printed {n}×)", slip=words, n=count) if count else words
        self.addAction(shown.replace("&", "&&")).triggered.connect(lambda _=False: act())

    def _open_form(self, what: str) -> None:
        from ui.forms.open import open_home_form  # brings Qt's printing along

        parent = self.parentWidget()
        assert parent is not None
        open_home_form(self._desk, self._t, self._theme, self._on.partition("/")[2], what, parent)

    def _print(self, what: str, part: str, words: str) -> None:
        if QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._look(what, part)
            return
        try:
            self._desk.do(PrintSlip(on=self._on, what=what, part=part))
        except Refused as no:
            self._say("refused", self._t.say(no))
        except Trouble as trouble:
            self._say("trouble", self._t.say(trouble))
        else:
            self._say("done", self._t("Printing: {slip}", slip=words))

    def _look(self, what: str, part: str) -> None:
        from ui.slip_sheet import look_at

        desk, unit, parent = self._desk, self._desk.state(self._on), self.parentWidget()
        assert parent is not None
        slip = PrintSlip(on=self._on, what=what, part=part).to(desk.state("site")).facts(
            unit, desk.clock.now(), desk.letter, desk.operator.name)
        try:
            look_at(desk, slip, unit.printed.get(slip_key(what, part), 0), self._theme, self._t, parent)
        except Trouble as trouble:
            self._say("trouble", self._t.say(trouble))


def one_each(owed: dict[str, str], companies: dict[str, str]) -> dict[str, str]:
    """What repair orders there are: the name of a trade, or of the company that mends it and others, by the trade that
    stands for the order. That is the company's first one, so that a second print counts as the second."""
    orders: dict[str, str] = {}
    for code, name in owed.items():
        company = companies.get(code, "")
        stands_for = min(c for c, by in companies.items() if by == company) if company else code
        orders[stands_for] = company or name
    return orders


def ask_slip(desk: Desk, t: Words, theme: Theme, name: str, say: Say, screen: QWidget) -> None:
    """Open the menu over the screen."""
    menu = PrintMenu(desk, t, theme, name, say, screen)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.setActiveAction(menu.actions()[0])
    menu.popup(screen.mapToGlobal(screen.rect().center()))
