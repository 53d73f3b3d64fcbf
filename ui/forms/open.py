"""Which forms there are, and opening one: those of a home, and those for a day on paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QMenu, QWidget

from app.catalogue import catalogue
from app.desk import Desk
from app.forms.household import COPIES, blank_handover, handover, inspection
from app.forms.lists import blank_check_in, paper_roster
from app.forms.page import Form
from app.settings import Settings
from app.stations.paper import PrintForm
from app.words import Words
from ui.forms.sheet import FormSheet
from ui.theme import Theme

Say = Callable[[str, str], None]


def open_home_form(desk: Desk, t: Words, theme: Theme, name: str, what: str, parent: QWidget) -> FormSheet:
    """The handover form or the inspection form of a unit; that it went out is on record."""
    paper = Words(desk.state("site").slip_language)
    made = handover if what == "handover" else inspection
    copies = len(COPIES) if what == "handover" else 1
    return _open(desk, t, theme, made(desk, name, catalogue(), paper), paper, parent,
                 lambda: desk.do(PrintForm(on=f"unit/{name}", what=what, copies=copies)))


def ask_list_form(desk: Desk, t: Words, theme: Theme, say: Say, parent: QWidget) -> QMenu:
    """A menu of the forms for a day on paper."""
    paper = Words(desk.state("site").slip_language)
    offers: Mapping[str, Callable[[], Sequence[Form]]] = {
        t("Owner list on paper, for a power cut"): lambda: paper_roster(desk, paper),
        t("Empty check-in sheet"): lambda: blank_check_in(desk, paper),
        t("Empty handover form"): lambda: blank_handover(desk, catalogue(), paper),
    }
    menu = QMenu(parent)
    menu.setAccessibleName(t("Forms on paper"))

    def show(make: Callable[[], Sequence[Form]]) -> None:
        forms = make()
        if forms:
            _open(desk, t, theme, forms, paper, parent, lambda: None)
        else:
            say("refused", t("There is no owner list."))

    for words, make in offers.items():
        menu.addAction(words).triggered.connect(lambda _=False, make=make: show(make))
    menu.setActiveAction(menu.actions()[0])
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(parent.mapToGlobal(parent.rect().center()))
    return menu


def _open(desk: Desk, t: Words, theme: Theme, forms: Sequence[Form], paper: Words, parent: QWidget,
          done: Callable[[], object]) -> FormSheet:
    printer = Settings(desk.database, desk.site).get("form_printer")
    sheet = FormSheet(theme, t, forms, paper, printer, done, parent)
    sheet.finished.connect(sheet.deleteLater)
    sheet.open()
    return sheet
