"""After ten minutes without a key the laptop asks who is there, but never in the middle of an entry."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from e2e.opened import Opened
from parts import listed
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.desk import Operator
from ui.settings.switch import SwitchPerson

MANNED = (("陈静雯", "cjw", "lead", "1234"), ("王敏", "wm", "desk", ""))


@pytest.fixture
def opened(open_site: Callable[..., Opened]) -> Opened:
    """A site with a lead, who is at the laptop, and one household."""
    made = open_site()
    listed(made.desk, "1-1-201", owners=("李强",), reasons=())
    for name, initials, role, pin in MANNED:
        made.site.people.save("", name=name, initials=initials, role=role, pin=pin)
    made.show()
    return made


def asked(opened: Opened) -> SwitchPerson | None:
    """The dialog that asks who is there."""
    return next((found for found in opened.window.findChildren(SwitchPerson) if found.isVisible()), None)


def idle(opened: Opened, minutes: float) -> None:
    """Nobody touches anything for so long."""
    opened.clock.forward(minutes=minutes)
    opened.site.lock.look()


def answer(opened: Opened, initials: str, pin: str = "") -> None:
    """Somebody says who they are."""
    dialog = asked(opened)
    assert dialog is not None
    QTest.keyClicks(dialog.initials, initials)
    QTest.keyClicks(dialog.pin, pin) if pin else QTest.keyClick(dialog.ok, Qt.Key.Key_Return)
    opened.bot.waitUntil(lambda: asked(opened) is None)


def test_ten_minutes_without_a_key_hide_the_window_until_somebody_says_who_they_are(opened: Opened) -> None:
    idle(opened, 9.9)
    assert asked(opened) is None
    opened.clock.forward(minutes=0.1)
    opened.bot.waitUntil(lambda: asked(opened) is not None)  # the program looks by itself
    for place in (opened.window.rect().center(), opened.window.rect().topLeft(), opened.window.rect().bottomRight()):
        assert "Cover" in type(opened.window.childAt(place)).__name__
    assert opened.desk.operator == Operator()
    answer(opened, "cjw", "1234")
    assert opened.desk.operator == Operator("陈静雯", "lead") and not opened.site.lock.locked


def test_a_person_without_a_pin_opens_it_with_initials_and_gets_their_own_rail(opened: Opened) -> None:
    idle(opened, 10)
    answer(opened, "wm")
    assert opened.desk.operator == Operator("王敏", "desk")
    opened.site.rest()  # made after the first paint
    assert [screen.name for screen in opened.window.screens()] == ["reception", "gifts"]
    opened.hands.type("1-1-201")
    opened.hands.enter()
    assert opened.desk.entry(next(iter(opened.desk.state("unit/1-1-201").visits))).by == "王敏"


def test_neither_escape_nor_a_wrong_pin_nor_a_shortcut_opens_it(opened: Opened) -> None:
    idle(opened, 10)
    dialog = asked(opened)
    assert dialog is not None
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    QTest.keyClicks(dialog.initials, "cjw")
    QTest.keyClicks(dialog.pin, "9999")
    dialog.close()
    opened.hands.press("ctrl+l", "ctrl+1", "F1")
    assert dialog.isVisible() and opened.site.lock.locked and opened.desk.operator == Operator()


@pytest.mark.parametrize("touch", ["key", "mouse"])
def test_a_key_or_a_click_begins_the_ten_minutes_anew(opened: Opened, touch: str) -> None:
    idle(opened, 9)
    if touch == "key":
        opened.hands.press("Escape")
    else:
        QTest.mouseClick(opened.window.windowHandle(), Qt.MouseButton.LeftButton)
    idle(opened, 9)
    assert asked(opened) is None
    idle(opened, 1)
    assert asked(opened) is not None


def test_a_key_that_something_lies_on_keeps_nothing_open(opened: Opened) -> None:
    idle(opened, 9)
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, "", True)
    QApplication.sendEvent(opened.window.windowHandle(), held)
    idle(opened, 1)
    assert asked(opened) is not None


def typed(opened: Opened) -> None:
    opened.hands.type("李")


def counted(opened: Opened) -> None:
    opened.hands.type("1-1-201")
    opened.hands.press("alt+3")


def written(opened: Opened) -> None:
    opened.hands.type("1-1-201")
    opened.hands.press("alt+n")


def settings(opened: Opened) -> None:
    opened.site.open("settings")
    screen = opened.site.rest().settings
    screen.open_page(screen.site)
    screen.site.name.setFocus()
    opened.hands.type("x")


def menu(opened: Opened) -> None:
    opened.window.person_menu().popup(opened.window.pos())


def test_what_is_being_entered_is_not_cut_off_and_the_ten_minutes_begin_after_it(opened: Opened) -> None:
    for begin in (typed, counted, written, menu, settings):
        begin(opened)
        idle(opened, 60)
        assert asked(opened) is None, begin
        opened.window.person_menu().hide()
        opened.site.rest().settings.save()
        opened.hands.press("Escape", "Escape")
        idle(opened, 9)
        assert asked(opened) is None, begin
    idle(opened, 1)
    assert asked(opened) is not None


def test_after_a_check_in_nothing_is_unfinished(opened: Opened) -> None:
    opened.hands.type("1-1-201")
    opened.hands.press("alt+3")
    opened.hands.enter()
    idle(opened, 10)
    assert asked(opened) is not None


def test_where_nobody_signs_in_nothing_locks(open_site: Callable[..., Opened]) -> None:
    opened = open_site()
    opened.show()
    idle(opened, 600)
    assert asked(opened) is None


def test_a_site_with_people_shows_nothing_before_somebody_has_signed_in(
    opened: Opened, open_site: Callable[..., Opened]
) -> None:
    opened.close()
    again = open_site()
    again.site.show()
    again.bot.waitUntil(lambda: asked(again) is not None)
    assert again.site.lock.locked
    answer(again, "cjw", "1234")
    assert again.window.isEnabled() and not again.site.lock.locked
