"""The slips of a household: one key on every screen, one line for each that there is something to say on."""

from __future__ import annotations

from counter import ALT, SHIFT, Counter, Key
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.desk import Operator
from app.stations.inspection import LogDefect
from app.stations.site import Configure, GiftKind
from ui.print_menu import PrintMenu
from ui.slip_sheet import SlipSheet

FORMS = ["Handover form in three copies (A4)", "Inspection form (A4)"]


def menu() -> PrintMenu | None:
    opened = QApplication.activePopupWidget()
    return opened if isinstance(opened, PrintMenu) else None


def lines() -> list[str]:
    opened = menu()
    assert opened is not None
    return [action.text() for action in opened.actions()]


def test_only_slips_with_something_on_them_are_offered(at: Counter) -> None:
    at.press(Key.Key_S, ALT)
    assert menu() is None and at.said() == "Choose a household first."
    at.find("1-1-101")
    at.press(Key.Key_S, ALT)
    assert lines() == FORMS
    QTest.keyClick(menu(), Key.Key_Escape)
    at.enter()
    at.desk.operator = Operator("Ho", "lead")
    at.desk.do(Configure(on="site", gifts={"tea & cake": GiftKind(stock=3), "old": GiftKind(closed=True)}))
    at.desk.do(LogDefect(on="unit/1-1-101", code="WAL01", room="KIT", trade="CIV"))
    at.press(Key.Key_S, ALT)
    assert lines() == ["Inspection order for the escort", "Defects, for the owner",
                       "Repair order: Civil works / plaster",
                       "Gift voucher: tea && cake", "Draw ticket A0001", *FORMS]
    QTest.keyClick(menu(), Key.Key_Escape)


def test_what_one_company_mends_is_one_order(at: Counter) -> None:
    at.find("1-1-101")
    at.desk.operator = Operator("Ho", "lead")
    at.desk.do(Configure(on="site", contractors={"CIV": "Build Ltd", "PLU": "Build Ltd", "ELE": "Spark"}))
    for trade in ("PLU", "WIN", "CIV"):
        at.desk.do(LogDefect(on="unit/1-1-101", code="WAL01", room="KIT", trade=trade))
    at.press(Key.Key_S, ALT)
    orders = [line for line in lines() if line.startswith("Repair order")]
    assert len(orders) == 2 and orders[0] == "Repair order: Build Ltd"
    assert lines()[1] == orders[0]
    QTest.keyClick(menu(), Key.Key_Down)
    QTest.keyClick(menu(), Key.Key_Return)
    assert at.said() == "Printing: Repair order: Build Ltd"
    assert at.unit("1-1-101").printed == {"order/CIV": 1}


def test_enter_prints_the_first_and_says_so_and_the_next_time_how_often(at: Counter) -> None:
    at.find("1-1-101")
    at.enter()
    for _ in range(2):
        at.press(Key.Key_S, ALT)
        QTest.keyClick(menu(), Key.Key_Return)
        assert at.said() == "Printing: Inspection order for the escort"
    assert at.unit("1-1-101").printed == {"job/": 2}
    at.press(Key.Key_S, ALT)
    assert lines()[0] == "Inspection order for the escort  (printed 2×)"
    QTest.keyClick(menu(), Key.Key_Escape)


def test_with_shift_a_slip_is_only_looked_at(at: Counter) -> None:
    at.find("1-1-101")
    at.enter()
    at.press(Key.Key_S, ALT)
    QTest.keyPress(menu(), Key.Key_Shift)
    QTest.keyClick(menu(), Key.Key_Return, SHIFT)
    at.bot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), SlipSheet))
    sheet = QApplication.activeModalWidget()
    assert sheet is not None
    QTest.keyClick(sheet, Key.Key_Escape)
    assert at.unit("1-1-101").printed == {}
