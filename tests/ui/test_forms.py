"""A4 forms: what is on them, page by page, as text that can be selected; on the screen, as PDF, on a printer."""

from __future__ import annotations

import subprocess
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import parts
import pytest
from counter import ALT, CTRL, Counter, Key
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from app.catalogue import catalogue
from app.desk import Desk
from app.errors import Trouble
from app.forms.household import COPIES, blank_handover, handover, inspection
from app.forms.lists import blank_check_in, paper_roster
from app.forms.page import Form
from app.stations.arrival import CheckIn
from app.stations.inspection import LogDefect
from app.stations.results import GiveKeys, RecordResult
from app.words import LANGUAGES, Words
from ui.bridge import Bridge
from ui.forms.pages import Pages, print_on, save
from ui.forms.sheet import FormSheet
from ui.roster.screen import RosterScreen
from ui.theme import Theme

NAME = "3-2-1702"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Desk]:
    made = parts.configured(parts.desk(tmp_path, role="lead"), subtitle="<Phase II> & Sons", slip_language="en")
    parts.listed(made, NAME, owners=("陈静雯", "黄淑贤"), layout="三室两厅", area="98.5", contract="XH-001",
                 building="3", reasons=())
    yield made
    made.database.close()


def busy(desk: Desk, defects: int) -> None:
    visit = desk.do(CheckIn(on=f"unit/{NAME}")).id
    for n in range(defects):
        desk.do(LogDefect(on=f"unit/{NAME}", visit=visit, code="WAL01", room="KIT", wall="A", text=f"mark {n + 1}.",
                          trade="CIV", due="2026-07-04"))
    desk.do(RecordResult(on=f"unit/{NAME}", visit=visit, code="A"))
    desk.do(GiveKeys(on=f"unit/{NAME}", visit=visit, sets={"entrance": 5}, left=1, until="2026-07-05"))


def pdf(forms: Sequence[Form], file: Path, t: Words) -> list[str]:
    """The text of each page, as whoever selects it gets it."""
    save(Pages(forms, Theme(), t), file, forms[0].title)
    done = subprocess.run(["pdftotext", "-raw", str(file), "-"], check=True, capture_output=True, timeout=60)
    return done.stdout.decode().rstrip("\f").split("\f")


def test_a_form_is_black_on_white_in_a_dark_look_too(site: Desk, qapp: QApplication) -> None:
    busy(site, 2)
    forms = handover(site, NAME, catalogue(), Words("en"))
    seen = {}
    for mode in ("light", "dark"):
        theme = Theme(mode=mode)
        theme.apply(qapp)
        seen[mode] = Pages(forms, theme, Words("en")).pictures(1)[0]
    assert seen["dark"] == seen["light"]


def squeezed(text: str) -> str:
    """Without white space, full-width signs as plain ones."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_handover_form_says_everything_in_three_copies(
    site: Desk, qapp: QApplication, tmp_path: Path, language: str
) -> None:
    busy(site, 3)
    t, named = Words(language), catalogue()
    pages = pdf(handover(site, NAME, named, t), tmp_path / "form.pdf", t)
    assert len(pages) == 3
    for page, copy in zip(pages, COPIES, strict=True):
        text = squeezed(page)
        for said in (t(copy), "Sample Court · <Phase II> & Sons", NAME, "陈静雯、黄淑贤", "三室两厅", "98.5", "XH-001",
                     named.text("WAL01", language), "mark 3.", "2026-07-04", t("Entrance door"), "2026-07-05",
                     t("Property company"), t("Page {n} of {of}", n=1, of=1)):
            assert squeezed(said) in text, said
        assert text.index("mark1.") < text.index("mark2.") < text.index("mark3.")


def test_forty_defects_go_over_pages_with_the_head_on_each(site: Desk, qapp: QApplication, tmp_path: Path) -> None:
    busy(site, 40)
    t = Words("en")
    pages = pdf(handover(site, NAME, catalogue(), t)[:1], tmp_path / "form.pdf", t)
    assert len(pages) > 1
    numbered = [page for page in pages if "mark" in page]
    assert len(numbered) > 1 and all("Trade" in page for page in numbered)
    assert [f"Page {n} of {len(pages)}" in page for n, page in enumerate(pages, 1)] == [True] * len(pages)
    assert [squeezed("".join(pages)).count(f"mark{n}.") for n in range(1, 41)] == [1] * 40


def test_the_inspection_form_has_every_room_and_what_is_known(site: Desk, qapp: QApplication, tmp_path: Path) -> None:
    busy(site, 1)
    t, named = Words("zh_Hans"), catalogue()
    text = squeezed("".join(pdf(inspection(site, NAME, named, t), tmp_path / "walk.pdf", t)))
    inside = [room.name("zh_Hans") for code, room in named.rooms.items() if code not in ("PUB", "EXT", "PRK")]
    assert [room for room in inside if squeezed(room).split("/")[0] not in text] == [] and "mark1." in text


def test_the_list_on_paper_has_every_unit_in_order_and_nobodys_whole_name(
    site: Desk, qapp: QApplication, tmp_path: Path
) -> None:
    parts.listed(site, *(f"10-1-{n}" for n in range(101, 171)), building="10", reasons=("E01",))
    site.do(CheckIn(on=f"unit/{NAME}"))
    t = Words("en")
    pages = pdf(paper_roster(site, t), tmp_path / "list.pdf", t)
    text = "\n".join(pages)
    assert "A001" in pages[0] and "Building 3" in pages[0] and len(pages) >= 3
    assert [f"10-1-{n}" in text for n in range(101, 171)] == [True] * 70
    assert "陈**" in text and "陈静雯" not in text
    assert all("Signature" in page for page in pages)


def test_three_thousand_units_take_seconds(
    site: Desk, qapp: QApplication, tmp_path: Path, counts: Callable[[int, int], int]
) -> None:
    buildings = counts(3, 30)
    for building in range(1, buildings + 1):
        parts.listed(site, *(f"{building}-1-{n}" for n in range(101, 201)), building=str(building), reasons=())
    began = time.monotonic()
    pages = Pages(paper_roster(site, Words("en")), Theme(), Words("en"))
    save(pages, tmp_path / "list.pdf", "list")
    assert time.monotonic() - began < 60 and len(pages) > 2 * buildings


def test_empty_forms_have_lines_to_write_on(site: Desk, qapp: QApplication, tmp_path: Path) -> None:
    t = Words("en")
    assert "Who came" in pdf(blank_check_in(site, t), tmp_path / "a.pdf", t)[0]
    handed = pdf(blank_handover(site, catalogue(), t), tmp_path / "b.pdf", t)
    assert "Electricity meter" in handed[0] and "No defects" not in handed[0]


def test_a_file_that_cannot_be_written_and_a_printer_that_is_not_there_are_said(
    site: Desk, qapp: QApplication, tmp_path: Path
) -> None:
    pages = Pages(blank_check_in(site, Words("en")), Theme(), Words("en"))
    with pytest.raises(Trouble, match="file_unwritable"):
        save(pages, tmp_path / "no" / "such.pdf", "x")
    none = not QPrinterInfo.availablePrinterNames()
    with pytest.raises(Trouble, match="form_printer_none" if none else "form_printer_gone"):
        print_on(pages, "" if none else "nobody's printer", "x")


def sheet() -> FormSheet:
    opened = QApplication.activeModalWidget()
    assert isinstance(opened, FormSheet)
    return opened


def test_a_form_is_opened_from_the_menu_kept_as_pdf_and_counted(at: Counter, tmp_path: Path) -> None:
    at.find("1-1-101")
    at.press(Key.Key_S, ALT)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [one.text() for one in menu.actions()] == ["Handover form in three copies (A4)", "Inspection form (A4)"]
    QTest.keyClick(menu, Key.Key_Return)
    at.bot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    opened = sheet()
    opened.keep(tmp_path / "form.pdf")
    assert opened.outcome.text().startswith("Kept: ") and (tmp_path / "form.pdf").stat().st_size > 1000
    opened.keep(tmp_path / "no" / "form.pdf")
    assert opened.outcome.kind == "stop"
    if not QPrinterInfo.availablePrinterNames():
        QTest.keyClick(opened, Key.Key_Return)
        assert opened.outcome.text() == "This system has no printer for A4. Keep the form as PDF."
    QTest.keyClick(opened, Key.Key_Escape)
    assert at.unit("1-1-101").printed == {"form/handover": 1}


def test_the_forms_for_a_day_on_paper_are_with_the_owner_list(
    site: Desk, qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    theme, bridge = Theme(), Bridge(site)
    screen = RosterScreen(theme, Words("en"), site, bridge)
    qtbot.addWidget(screen)
    with qtbot.waitExposed(screen):
        screen.show()
    screen.activateWindow()
    qtbot.waitUntil(screen.isActiveWindow)
    for at, title in enumerate(("Owner list on paper", "Check-in sheet", "Handover form")):
        QTest.keyClick(screen, Key.Key_P, CTRL)
        qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
        menu = QApplication.activePopupWidget()
        for _ in range(at):
            QTest.keyClick(menu, Key.Key_Down)
        QTest.keyClick(menu, Key.Key_Return)
        qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
        assert sheet().windowTitle() == title
        QTest.keyClick(sheet(), Key.Key_Escape)
    bridge.close()
