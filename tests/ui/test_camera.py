"""Reading codes with a laptop's camera: pictures of our slips, and recorded ones in the place of the device.

No test opens a real camera; `first_camera` is the one function that nothing here runs.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from e2e.opened import Opened
from parts import TestClock, listed
from PIL import Image, ImageFilter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from worn import worn

from app.errors import Trouble
from app.tickets.blocks import Code, Line, Number
from app.tickets.code import notice_code, slip_code
from app.tickets.font import find_font
from app.tickets.raster import draw
from ui.camera import Camera, digits_in

UNIT = "3-2-1702"
OURS = slip_code("2026-06-20", "A001", UNIT)


def slip(digits: str = OURS) -> Image.Image:
    return draw((Number("A001"), Code(digits, (Line("Show this slip at every station."),))), 576, find_font("en"))


def seen(paper: Image.Image, seed: int = 1) -> Image.Image:
    """A slip before a camera of 640 by 480: askew, worn, not quite sharp, a hand away."""
    held = worn(paper, seed).convert("RGB").filter(ImageFilter.GaussianBlur(1.2))
    held.thumbnail((420, 420))
    table = Image.new("RGB", (640, 480), (120, 130, 140))
    table.paste(held, (90, 20))
    return table


def grey(picture: Image.Image) -> memoryview:
    return memoryview(picture.convert("L").tobytes()).cast("B", (picture.height, picture.width))


def coloured(picture: Image.Image) -> memoryview:
    """As OpenCV has it: rows of blue, green, red."""
    red, green, blue = picture.convert("RGB").split()
    turned = Image.merge("RGB", (blue, green, red))
    return memoryview(turned.tobytes()).cast("B", (picture.height, picture.width, 3))


class Recorded:
    """A camera that shows the same pictures again and again, the last one for ever, or goes away at the end."""

    def __init__(self, *pictures: Image.Image, goes: bool = False) -> None:
        self._pictures, self._goes, self.taken, self.released = [*pictures], goes, 0, False

    def read(self) -> tuple[bool, Any]:
        time.sleep(0.01)
        self.taken += 1
        if self._goes and self.taken > len(self._pictures):
            return False, None
        return True, coloured(self._pictures[min(self.taken, len(self._pictures)) - 1])

    def release(self) -> None:
        self.released = True


EMPTY = Image.new("RGB", (640, 480), (120, 130, 140))


@pytest.mark.parametrize("seed", range(4))
def test_a_slip_before_the_camera_is_read_in_grey_and_in_colour(seed: int) -> None:
    picture = seen(slip(), seed)
    assert (digits_in(grey(picture)), digits_in(coloured(picture))) == (OURS, OURS)


def test_a_notice_is_read_too() -> None:
    assert digits_in(grey(seen(slip(notice_code(UNIT))))) == notice_code(UNIT)


def test_what_is_no_code_of_ours_is_not_read() -> None:
    spoilt = OURS[:-1] + str((int(OURS[-1]) + 1) % 10)
    assert [digits_in(grey(picture)) for picture in (EMPTY, seen(slip(spoilt)), seen(slip("13800002214")))] == [""] * 3


def test_our_code_is_found_beside_another() -> None:
    other, own = slip("13800002214").convert("L"), slip().convert("L")
    both = Image.new("L", (640, other.height + own.height), 255)
    both.paste(other, (0, 0))
    both.paste(own, (0, other.height))
    assert digits_in(grey(both)) == OURS


class Looked:
    """What a camera brought."""

    def __init__(self, camera: Camera) -> None:
        self.results: list[object] = []
        camera.done.connect(self.take)

    def take(self, result: object) -> None:
        self.results.append(result)


def test_a_camera_brings_the_first_code_and_is_closed(qtbot: QtBot) -> None:
    device = Recorded(EMPTY, EMPTY, seen(slip()))
    camera = Camera(lambda: device)
    looked = Looked(camera)
    camera.look()
    camera.look()
    qtbot.waitUntil(lambda: looked.results == [OURS])
    camera.close()
    assert device.released and device.taken == 3 and not camera.looks


def test_a_camera_before_which_nobody_holds_anything_is_closed_after_a_while(qtbot: QtBot) -> None:
    device = Recorded(EMPTY)
    camera = Camera(lambda: device, look_s=0.1)
    looked = Looked(camera)
    camera.look()
    qtbot.waitUntil(lambda: looked.results == [""])
    camera.close()
    assert device.released


@pytest.mark.parametrize("key", ["camera_missing", "camera_gone"])
def test_a_camera_that_is_not_there_or_goes_away_says_so(qtbot: QtBot, key: str) -> None:
    device = Recorded(EMPTY, goes=True)

    def open_() -> Recorded:
        if key == "camera_missing":
            raise Trouble("camera_missing")
        return device

    camera = Camera(open_)
    looked = Looked(camera)
    camera.look()
    qtbot.waitUntil(lambda: [getattr(result, "key", "") for result in looked.results] == [key])
    camera.close()
    assert device.released == (key == "camera_gone")


class Counter:
    """An open site with a camera before which nothing is held yet."""

    def __init__(self, opened: Opened, device: Recorded) -> None:
        self.opened, self.device, self.site = opened, device, opened.site
        listed(opened.desk, UNIT, reasons=())
        opened.show()

    def said(self) -> str:
        return self.site.window.said()[1]


@pytest.fixture
def at(qtbot: QtBot, qapp: QApplication, tmp_path: Path, clock: TestClock) -> Iterator[Counter]:
    device = Recorded(EMPTY)
    opened = Opened(tmp_path / "A", qtbot, qapp, clock, camera=Camera(lambda: device))
    yield Counter(opened, device)
    opened.close()


def test_what_the_camera_sees_goes_where_a_scan_goes(at: Counter, qtbot: QtBot) -> None:
    at.opened.hands.press("ctrl+shift+s")
    qtbot.waitUntil(lambda: at.said().startswith("The camera is on"))
    at.device._pictures.append(seen(slip(notice_code(UNIT))))
    qtbot.waitUntil(lambda: at.site.reception.session.sight is not None)
    assert at.site.reception.session.sight.unit.code == UNIT
    assert at.device.released and at.said() == ""


def test_the_same_key_turns_the_camera_off(at: Counter, qtbot: QtBot) -> None:
    at.opened.hands.press("ctrl+shift+s")
    qtbot.waitUntil(lambda: at.device.taken > 2)
    at.opened.hands.press("ctrl+shift+s")
    qtbot.waitUntil(lambda: at.said() == "The camera is off; it has seen no code.")
    assert at.device.released


def test_closing_the_site_closes_the_camera(at: Counter, qtbot: QtBot) -> None:
    at.opened.hands.press("ctrl+shift+s")
    qtbot.waitUntil(lambda: at.device.taken > 2)
    at.opened.close()
    assert at.device.released
    assert "camera" not in [thread.name for thread in threading.enumerate()]


def test_the_key_is_told_only_where_there_is_a_camera(
    at: Counter, qtbot: QtBot, qapp: QApplication, tmp_path: Path, clock: TestClock
) -> None:
    without = Opened(tmp_path / "B", qtbot, qapp, clock)
    told = [[words for _, words in opened.window._own_keys()] for opened in (at.opened, without)]
    without.close()
    assert ["Scan with the camera" in words for words in told] == [True, False]


def test_the_program_starts_without_the_libraries() -> None:
    code = ("import sys\nsys.modules['cv2'] = sys.modules['zxingcpp'] = None\n"
            "import ui.program\nfrom ui.camera import installed\nprint(installed())")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60,
                          cwd=Path(__file__).parents[2])
    assert (done.returncode, done.stdout.strip()) == (0, "False"), done.stderr
