"""What tests of the whole program share: an X display with a keyboard, and laptops on it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from e2e.laptop import Laptop


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
