"""This laptop's own settings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.clock import Clock
from app.desk import Desk
from app.settings import Settings
from app.site import new_site, open_site


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = new_site(tmp_path, Clock(), name="Riverside", zone="Asia/Shanghai")
    yield made
    made.database.close()


@pytest.fixture
def settings(desk: Desk) -> Settings:
    return Settings(desk.database, desk.site)


def test_nothing_chosen_is_no_language_light_and_full_size(settings: Settings) -> None:
    assert (settings.language, settings.mode, settings.scale, settings.printer, settings.geometry) == (
        "", "light", 1.0, "", b"")


def test_what_is_chosen_is_there_after_a_restart(desk: Desk, settings: Settings, tmp_path: Path) -> None:
    settings.language, settings.mode, settings.scale = "zh_Hant", "dark", 1.25
    settings.printer, settings.geometry = "tcp:192.168.1.20", b"\x01\xd9\xd0\xcb"
    desk.database.close()
    again = open_site(tmp_path, Clock())
    kept = Settings(again.database, again.site)
    assert (kept.language, kept.mode, kept.scale) == ("zh_Hant", "dark", 1.25)
    assert (kept.printer, kept.geometry) == ("tcp:192.168.1.20", b"\x01\xd9\xd0\xcb")
    again.database.close()


def test_own_settings_survive_a_rebuild_and_write_no_entry(desk: Desk, settings: Settings) -> None:
    before = desk.vector()
    settings.set("sound", "off")
    desk.rebuild()
    assert settings.get("sound") == "off"
    assert desk.vector() == before


def test_scans_are_heard_until_somebody_turns_that_off(settings: Settings) -> None:
    assert settings.sounds
    settings.sounds = False
    assert not settings.sounds
    settings.sounds = True
    assert settings.sounds


def test_an_empty_text_forgets_the_key(settings: Settings) -> None:
    settings.set("printer", "usb")
    settings.set("printer", "")
    assert settings.get("printer", "none") == "none"


@pytest.mark.parametrize(
    ("key", "value"), [("language", "tlh"), ("mode", "pink"), ("scale", "9"), ("geometry", "zz")]
)
def test_what_makes_no_sense_is_passed_over(settings: Settings, key: str, value: str) -> None:
    settings.set(key, value)
    assert (settings.language, settings.mode, settings.scale, settings.geometry) == ("", "light", 1.0, b"")


def test_the_laptops_identity_is_out_of_reach(desk: Desk, settings: Settings, tmp_path: Path) -> None:
    settings.set("desk", "another")
    settings.set("letter", "Z")
    desk.database.close()
    again = open_site(tmp_path, Clock())
    assert (again.id, again.letter) == (desk.id, "A")
    again.database.close()
