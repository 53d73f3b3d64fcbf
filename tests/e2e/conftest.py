"""What tests of the whole program share: an X display with a keyboard, laptops on it, and sites in this process."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import parts
import pytest
from e2e.laptop import Laptop
from e2e.opened import Opened
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot


@pytest.fixture
def display() -> str:
    """The X display of this test process, that pytest-xvfb has started."""
    found = os.environ.get("DISPLAY", "")
    if not sys.platform.startswith("linux") or not found or not shutil.which("xdotool"):
        pytest.skip("needs Linux with Xvfb and xdotool, which run.py installs on Debian")
    return found


@pytest.fixture
def laptop(display: str, tmp_path: Path) -> Iterator[Laptop]:
    """A laptop out of its box; the program is not started yet."""
    with Laptop(display, tmp_path / "laptop") as made:
        yield made


@pytest.fixture
def open_site(
    tmp_path: Path, qtbot: QtBot, qapp: QApplication, clock: parts.TestClock
) -> Iterator[Callable[..., Opened]]:
    """`open_site(printer=printer, drill=True)`: a site whose window is not shown yet."""
    made: list[Opened] = []

    def make(**given: object) -> Opened:
        made.append(Opened(tmp_path / "A", qtbot, qapp, clock, **given))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for one in made:
        one.close()
