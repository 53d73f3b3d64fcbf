"""The frame: rail, head, the one line of news, lights, the drill, the keys of a screen."""

from collections.abc import Iterator, Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QToolButton, QVBoxLayout
from pytestqt.qtbot import QtBot

from ui.head import Heading
from ui.screen import Screen
from ui.status import Light
from ui.theme import Theme
from ui.widgets.drill_band import DrillBand
from ui.widgets.keys_sheet import KeysSheet
from ui.window import Window

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier


def plain(msgid: str, /, **values: object) -> str:
    return msgid.format(**values)


class Paper(Screen):
    """A screen with one line, that writes down what it is told."""

    def __init__(self, name: str) -> None:
        super().__init__(name, "reception")
        self.word = name.title()
        self.told: list[set[str]] = []
        self.came = 0
        self.line = QLineEdit()
        QVBoxLayout(self).addWidget(self.line)

    def title(self) -> str:
        return self.word

    def shown(self) -> None:
        self.came += 1
        self.line.setFocus()

    def changed(self, subjects: set[str]) -> None:
        self.told.append(subjects)

    def keys(self) -> Sequence[tuple[str, str]]:
        return [("Ctrl+G", "Hand over a gift")]


class Frame:
    def __init__(self, qtbot: QtBot) -> None:
        self.bot = qtbot
        self.theme = Theme()
        self.window = Window(self.theme, plain)
        self.reception, self.gifts, self.settings = Paper("reception"), Paper("gifts"), Paper("settings")
        self.window.add_screen(self.reception)
        self.window.add_screen(self.settings, foot=True)
        self.window.add_screen(self.gifts)
        qtbot.addWidget(self.window)
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.window.activateWindow()

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.bot.keyClick(self.window.windowHandle(), key, held)

    def light(self, words: str) -> Light:
        return next(light for light in self.window.findChildren(Light) if light.words == words)

    def places(self) -> list[str]:
        places = self.window.findChildren(QToolButton)
        return [place.accessibleName() for place in places if place.isVisible()]

    def sheet(self) -> KeysSheet | None:
        return next((sheet for sheet in self.window.findChildren(KeysSheet) if sheet.isVisible()), None)


@pytest.fixture
def frame(qtbot: QtBot, qapp: QApplication) -> Iterator[Frame]:
    made = Frame(qtbot)
    made.theme.apply(qapp)
    yield made
    made.window.hush()
    qapp.setStyleSheet("")


def test_the_first_screen_is_looked_at_and_has_the_cursor(frame: Frame) -> None:
    assert frame.window.current() is frame.reception
    assert frame.window.focusWidget() is frame.reception.line


def test_ctrl_and_a_figure_go_to_a_screen(frame: Frame) -> None:
    frame.press(Key.Key_2, Ctrl)
    assert frame.window.current() is frame.gifts
    frame.press(Key.Key_3, Ctrl)
    assert frame.window.current() is frame.settings
    frame.press(Key.Key_9, Ctrl)
    assert frame.window.current() is frame.settings


def test_the_rail_has_the_screens_from_the_top_and_settings_at_the_foot(frame: Frame) -> None:
    assert [screen.name for screen in frame.window.screens()] == ["reception", "gifts", "settings"]


def test_what_was_said_is_over_when_another_screen_is_pressed(frame: Frame) -> None:
    frame.window.say("refused", "Choose a household first.")
    place = next(p for p in frame.window.findChildren(QToolButton) if p.accessibleName() == "Gifts")
    frame.bot.mouseClick(place, Qt.MouseButton.LeftButton)
    assert frame.window.current() is frame.gifts and frame.window.said() == (None, "")


def test_a_press_in_the_rail_opens_its_screen(frame: Frame) -> None:
    place = next(p for p in frame.window.findChildren(QToolButton) if p.accessibleName() == "Gifts")
    with frame.bot.waitSignal(frame.window.screen_shown) as shown:
        frame.bot.mouseClick(place, Qt.MouseButton.LeftButton)
    assert shown.args == [frame.gifts]


def test_a_role_sees_only_its_screens(frame: Frame) -> None:
    frame.window.open(frame.settings)
    frame.window.open_only({"reception", "gifts"})
    assert sorted(frame.places()) == ["Gifts", "Reception"]
    assert frame.window.current() is frame.reception


def test_a_person_with_one_screen_has_no_rail(frame: Frame) -> None:
    frame.window.open_only({"reception"})
    assert frame.places() == []


def test_a_hidden_screen_hears_of_changes_when_it_is_looked_at(frame: Frame) -> None:
    frame.window.changed({"unit/3-2-1702"})
    frame.window.changed({"unit/1-1-0503"})
    assert frame.gifts.told == [] and frame.gifts.stale
    frame.window.open(frame.gifts)
    assert frame.gifts.told == [{"unit/3-2-1702", "unit/1-1-0503"}]
    assert not frame.gifts.stale


def test_the_visible_screen_hears_at_once(frame: Frame) -> None:
    frame.window.changed({"unit/3-2-1702"})
    assert frame.reception.told == [{"unit/3-2-1702"}]


def test_a_screen_hears_nothing_when_nothing_changed(frame: Frame) -> None:
    frame.window.open(frame.gifts)
    assert frame.gifts.told == [] and frame.gifts.came == 1


def test_the_head_says_site_day_roster_time_and_person(frame: Frame) -> None:
    heading = Heading("Riverside Garden II", "Day 2 of 3", "Roster 3 · 07:56", "21 Jun", "09:12", "Wang Min")
    frame.window.set_head(heading)
    said = {label.text() for label in frame.window.findChildren(QLabel)}
    assert {"Riverside Garden II", "Day 2 of 3 · Roster 3 · 07:56", "21 Jun", "09:12"} <= said


def test_what_was_said_stays_until_the_next_key(frame: Frame) -> None:
    frame.window.say("refused", "Already given.")
    assert frame.window.said() == ("refused", "Already given.")
    frame.press(Key.Key_3)
    assert frame.window.said() == (None, "")
    assert frame.reception.line.text() == "3"


def test_the_key_that_made_us_speak_does_not_silence_us(frame: Frame) -> None:
    frame.reception.line.returnPressed.connect(lambda: frame.window.say("done", "A023"))
    frame.press(Key.Key_Return)
    assert frame.window.said() == ("done", "A023")


def test_a_key_that_only_holds_does_not_silence_us(frame: Frame) -> None:
    frame.window.say("news", "Cleared.")
    frame.press(Key.Key_Shift)
    assert frame.window.said() == ("news", "Cleared.")


def test_a_light_says_its_state_and_a_press_names_it(frame: Frame) -> None:
    frame.window.set_light("printer", "ok", "Printer ready")
    frame.window.set_light("settle", "attention", "1 to settle")
    with frame.bot.waitSignal(frame.window.light_pressed) as pressed:
        frame.bot.mouseClick(frame.light("1 to settle"), Qt.MouseButton.LeftButton)
    assert pressed.args == ["settle"]
    assert frame.light("1 to settle").accessibleName() == "1 to settle"


def test_a_light_without_words_is_not_there(frame: Frame) -> None:
    frame.window.set_light("settle", "attention", "1 to settle")
    light = frame.light("1 to settle")
    assert light.isVisible()
    frame.window.set_light("settle", "off", "")
    assert not light.isVisible()


def test_calm_lights_give_way_to_one_that_wants_a_person(frame: Frame) -> None:
    frame.window.resize(frame.window.minimumSize())
    trouble = "A041: the printer has no paper. Write A041 by hand; it prints when paper is in."
    frame.window.set_light("printer", "stop", trouble)
    for name in ("hub", "count", "backup", "clock", "roster"):
        frame.window.set_light(name, "ok", f"Everything is well with the {name} of this desk")
    frame.bot.waitUntil(lambda: frame.light(trouble).text().strip() == trouble)
    calm = frame.light("Everything is well with the hub of this desk")
    assert calm.text() == "" and calm.toolTip() == calm.words


def test_a_drill_cannot_be_missed_and_ends(frame: Frame) -> None:
    (band,) = frame.window.findChildren(DrillBand)
    assert not band.isVisible()
    frame.window.set_drill("Drill: nothing here counts")
    assert band.isVisible() and band.width() >= frame.window.width() - 8 and band.height() >= 40
    frame.window.set_drill("")
    assert not band.isVisible()


def test_f1_shows_the_keys_of_the_screen_and_any_key_takes_them_away(frame: Frame) -> None:
    frame.press(Key.Key_F1)
    sheet = frame.sheet()
    assert sheet is not None
    said = [label.text() for label in sheet.findChildren(QLabel)]
    assert "Ctrl+G" in said and "Hand over a gift" in said and "Ctrl+1 … 3" in said
    frame.press(Key.Key_X)
    assert frame.sheet() is None
    assert frame.window.focusWidget() is frame.reception.line and frame.reception.line.text() == ""


def test_f1_twice_shows_and_hides(frame: Frame) -> None:
    frame.press(Key.Key_F1)
    frame.press(Key.Key_F1)
    assert frame.sheet() is None


def test_another_screen_takes_the_keys_away(frame: Frame) -> None:
    frame.press(Key.Key_F1)
    frame.press(Key.Key_2, Ctrl)
    assert frame.sheet() is None
    assert frame.window.focusWidget() is frame.gifts.line


def test_a_new_language_reaches_the_rail(frame: Frame) -> None:
    frame.gifts.word = "礼品"
    frame.window.retranslate()
    assert "礼品" in frame.places()


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5])
def test_the_frame_fits_the_smallest_laptop_at_every_scale(frame: Frame, scale: float) -> None:
    frame.theme.change(scale=scale)
    for number in range(6):
        frame.window.add_screen(Paper(f"screen {number}"))
    frame.bot.waitUntil(lambda: frame.window.minimumSizeHint().height() <= 720)
    assert frame.window.minimumSizeHint().width() <= 1366


def test_every_control_has_a_name(frame: Frame) -> None:
    frame.window.set_head(Heading("Riverside Garden II", person="Wang Min"))
    frame.window.set_light("printer", "ok", "Printer ready")
    frame.reception.line.setAccessibleName("Search")
    frame.gifts.line.setAccessibleName("Search")
    frame.settings.line.setAccessibleName("Search")
    controls = [*frame.window.findChildren(QToolButton), *frame.window.findChildren(Light)]
    assert [control for control in controls if control.isVisible() and not control.accessibleName()] == []
