"""Settings: this laptop, the site, its stations, its people; and who is at the laptop now."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from parts import TestClock
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QDateEdit, QLineEdit, QListWidget, QWidget
from pytestqt.qtbot import QtBot

from app.desk import Operator
from app.first_start import start_site
from app.people import People
from app.settings import Settings
from app.site_settings import configure
from app.words import Words
from ui.bridge import Bridge
from ui.settings.screen import SettingsScreen
from ui.settings.switch import SwitchPerson
from ui.theme import Theme

Key = Qt.Key


class Laptop:
    """A laptop of a site, its settings on the screen."""

    def __init__(self, bot: QtBot, folder: Path, clock: TestClock) -> None:
        self.bot = bot
        self.desk = start_site(folder, clock, name="Riverside", days=("2026-06-20",), zone="Asia/Shanghai",
                               language="en")
        self.settings, self.people = Settings(self.desk.database, self.desk.site), People(self.desk)
        self.theme, self.t = Theme(), Words()
        self.bridge = Bridge(self.desk)
        self.screen = SettingsScreen(self.theme, self.t, self.desk, self.settings, self.people)
        self.said: list[tuple[str, str]] = []
        self.screen.said.connect(lambda kind, text: self.said.append((kind, text)))
        self.screen.spoken.connect(self.screen.retranslate)
        self.bridge.changed.connect(self.screen.changed)
        self.screen.retranslate()
        bot.addWidget(self.screen)
        self.screen.show()
        self.screen.enter()

    def enter(self, *people: tuple[str, str, str, str]) -> None:
        for name, initials, role, pin in people:
            self.people.save("", name=name, initials=initials, role=role, pin=pin)


@pytest.fixture
def laptop(qtbot: QtBot, tmp_path: Path, clock: TestClock) -> Iterator[Laptop]:
    made = Laptop(qtbot, tmp_path, clock)
    yield made
    made.bridge.close()
    made.desk.database.close()


CHEN = ("陈静雯", "cjw", "lead", "1234")
WANG = ("王敏", "wm", "desk", "")
ZHOU = ("周丽", "zl", "finance", "2222")


def test_language_look_and_size_hold_at_once_and_are_kept(laptop: Laptop) -> None:
    page = laptop.screen.laptop
    page.language.button("zh_Hans").click()
    page.mode.button("dark").click()
    page.scale.button("1.5").click()
    assert (laptop.t.language, laptop.theme.mode, laptop.theme.scale) == ("zh_Hans", "dark", 1.5)
    assert laptop.theme.language == "zh_Hans"
    assert (laptop.settings.language, laptop.settings.mode, laptop.settings.scale) == ("zh_Hans", "dark", 1.5)


def test_a_receptionist_may_set_this_laptop_and_nothing_else(laptop: Laptop) -> None:
    laptop.desk.operator = Operator("王敏", "desk")
    screen = laptop.screen
    screen.enter()
    assert screen.laptop.isEnabled()
    for page in (screen.site, screen.stations, screen.people):
        screen.open_page(page)
        assert not page.isEnabled()
        assert screen._lead_only.isVisible()
    before = laptop.desk.vector()
    screen.save()
    assert laptop.desk.vector() == before


def test_the_sites_settings_are_saved_with_enter(laptop: Laptop) -> None:
    page = laptop.screen.site
    laptop.screen.open_page(page)
    page.name.setText("Riverside II")
    page.days.last.setDate(QDate(2026, 6, 22))
    page.zone.put("Asia/Hong_Kong")
    page.slips.button("zh_Hant").click()
    laptop.bot.keyClick(page.name, Key.Key_Return)
    site = laptop.desk.state("site")
    assert (site.name, site.zone, site.slip_language) == ("Riverside II", "Asia/Hong_Kong", "zh_Hant")
    assert site.days == ("2026-06-20", "2026-06-21", "2026-06-22")
    assert laptop.said == [("done", "Saved; the other laptops take it over by themselves.")]


def test_saving_without_a_change_writes_nothing(laptop: Laptop) -> None:
    before = laptop.desk.vector()
    for page in (laptop.screen.site, laptop.screen.stations):
        laptop.screen.open_page(page)
        laptop.screen.save()
    assert laptop.desk.vector() == before


def test_a_site_keeps_a_name(laptop: Laptop) -> None:
    laptop.screen.open_page(laptop.screen.site)
    laptop.screen.site.name.setText(" ")
    laptop.screen.save()
    assert laptop.screen.site.fields[0].complaint() == "A name is needed."
    assert laptop.desk.state("site").name == "Riverside"


def test_what_others_set_meanwhile_appears_and_what_is_being_typed_stays(laptop: Laptop) -> None:
    page = laptop.screen.site
    laptop.screen.open_page(page)
    page.subtitle.setText("phase")
    configure(laptop.desk, name="Riverside III", subtitle="by others")
    assert (page.name.text(), page.subtitle.text()) == ("Riverside III", "phase")
    laptop.screen.save()
    site = laptop.desk.state("site")
    assert (site.name, site.subtitle) == ("Riverside III", "phase")


def test_stations_and_colleagues_are_saved_one_by_one(laptop: Laptop) -> None:
    page = laptop.screen.stations
    laptop.screen.open_page(page)
    page.lines["finance"].setText("3")
    page.lines["legal"].setText("李律")
    laptop.screen.save()
    page.lines["signing"].setText("4")
    laptop.screen.save()
    site = laptop.desk.state("site")
    assert {k: v for k, v in site.stations.items() if v} == {"finance": "3", "signing": "4"}
    assert site.colleagues["legal"] == "李律"


def test_the_first_person_is_offered_as_lead(laptop: Laptop) -> None:
    page = laptop.screen.people
    laptop.screen.open_page(page)
    page.new.click()
    assert page.role.value() == "lead"
    page.name.setText("陈静雯")
    laptop.bot.keyClicks(page.initials, "cjw")
    laptop.bot.keyClicks(page.pin, "1234")
    laptop.bot.keyClick(page.pin, Key.Key_Return)
    assert [p.name for p in laptop.people.all()] == ["陈静雯"]
    assert laptop.desk.operator == Operator("陈静雯", "lead")
    assert (page.name.text(), page.role.value()) == ("", "desk")


def test_a_person_is_changed_and_the_pin_stays(laptop: Laptop) -> None:
    laptop.enter(CHEN, ZHOU)
    page = laptop.screen.people
    laptop.screen.open_page(page)
    zhou = laptop.people.find("zl")
    assert zhou is not None
    page.list.set_current(zhou.id)
    page.name.setText("周莉")
    laptop.screen.save()
    assert laptop.people.switch("zl", "2222") == Operator("周莉", "finance")


@pytest.mark.parametrize(("initials", "pin", "field", "sentence"), [
    ("", "", 1, "initials_empty"), ("CJW", "", 1, "initials_taken"), ("lg", "12", 3, "pin_figures"),
])  # fmt: skip
def test_what_is_wrong_is_said_under_the_field(
    laptop: Laptop, initials: str, pin: str, field: int, sentence: str
) -> None:
    laptop.enter(CHEN)
    page = laptop.screen.people
    laptop.screen.open_page(page)
    page.fresh()
    page.name.setText("李工")
    page.initials.setText(initials)
    page.pin.setText(pin)
    laptop.screen.save()
    assert page.fields[field].complaint()
    assert page.focusWidget() is page.fields[field].control
    assert len(laptop.people.all()) == 1


def test_somebody_who_is_no_longer_here_is_gone_from_the_list(laptop: Laptop) -> None:
    laptop.enter(CHEN, WANG)
    page = laptop.screen.people
    laptop.screen.open_page(page)
    wang = laptop.people.find("wm")
    assert wang is not None
    page.list.set_current(wang.id)
    page.leave.click()
    assert [row.title for row in page.list.rows()] == ["陈静雯"]


def test_switching_takes_initials_and_pin_and_not_one_key_more(laptop: Laptop) -> None:
    laptop.enter(CHEN, ZHOU)
    dialog, switched = switch(laptop)
    for key in "zl2222":
        laptop.bot.keyClicks(dialog.focusWidget(), key)
    assert switched == [Operator("周丽", "finance")]
    assert not dialog.isVisible()


def test_somebody_without_a_pin_switches_with_enter(laptop: Laptop) -> None:
    laptop.enter(CHEN, WANG)
    dialog, switched = switch(laptop)
    for key in "wm":
        laptop.bot.keyClicks(dialog.focusWidget(), key)
    laptop.bot.keyClick(dialog.focusWidget(), Key.Key_Return)
    assert switched == [Operator("王敏", "desk")]


def test_initials_that_begin_longer_ones_wait_for_enter(laptop: Laptop) -> None:
    laptop.enter(CHEN, ZHOU, ("朱磊", "zlw", "escort", "3333"))
    dialog, switched = switch(laptop)
    laptop.bot.keyClicks(dialog.initials, "zl")
    assert dialog.focusWidget() is dialog.initials
    laptop.bot.keyClick(dialog.initials, Key.Key_Return)
    laptop.bot.keyClicks(dialog.focusWidget(), "2222")
    assert switched == [Operator("周丽", "finance")]


def test_a_wrong_pin_is_said_and_the_figures_are_gone(laptop: Laptop) -> None:
    laptop.enter(CHEN, ZHOU)
    dialog, switched = switch(laptop)
    laptop.bot.keyClicks(dialog.initials, "zl")
    laptop.bot.keyClicks(dialog.pin, "9999")
    assert (switched, dialog.pin.text()) == ([], "")
    assert dialog.fields[1].complaint()
    assert dialog.focusWidget() is dialog.pin


def test_escape_leaves_whoever_was_there_unless_somebody_must_say_who_they_are(laptop: Laptop) -> None:
    laptop.enter(CHEN)
    for must in (False, True):
        dialog, switched = switch(laptop, must)
        laptop.bot.keyClick(dialog, Key.Key_Escape)
        assert (dialog.isVisible(), switched) == (must, [])


def switch(laptop: Laptop, must: bool = False) -> tuple[SwitchPerson, list[Operator]]:
    dialog = SwitchPerson(laptop.theme, laptop.t, laptop.people, laptop.screen, must=must)
    switched: list[Operator] = []
    dialog.switched.connect(switched.append)
    laptop.bot.addWidget(dialog)
    dialog.open()
    return dialog, switched


def test_every_control_has_a_name_for_a_screen_reader(laptop: Laptop) -> None:
    dialog, _ = switch(laptop)
    kinds = (QAbstractButton, QComboBox, QLineEdit, QDateEdit, QListWidget)
    found = [w for top in (laptop.screen, dialog) for w in top.findChildren(QWidget) if isinstance(w, kinds)]
    assert [w for w in found if not w.accessibleName() and not w.objectName().startswith("qt_")] == []


def test_keys_of_a_home_and_companies_are_saved_and_offered(laptop: Laptop) -> None:
    page = laptop.screen.homes
    laptop.screen.open_page(page)
    page.keys["card"].setText("xx")
    laptop.screen.save()
    assert page.fields["card"].complaint() == "xx is no number of keys."
    for kind, count in (("card", "3"), ("entrance", "4")):
        page.keys[kind].setText(count)
    page.companies["PLU"].setText("Blue Pipe Ltd")
    laptop.screen.save()
    site = laptop.desk.state("site")
    assert (site.key_set, site.contractors) == ({"card": 3, "entrance": 4}, {"PLU": "Blue Pipe Ltd"})
    page.keys["card"].clear()
    laptop.screen.save()
    assert laptop.desk.state("site").key_set == {"card": 0, "entrance": 4} and page.keys["card"].text() == ""
    before = laptop.desk.vector()
    laptop.screen.save()
    assert laptop.desk.vector() == before
