"""A real X keyboard with another layout, in front of the program on its own display."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from e2e.hands import XHands
from e2e.laptop import Laptop
from parts import listed

from app.clock import Clock
from app.site import new_site
from app.tickets.code import notice_code

ENTER, PAD_ENTER, TAB = "36", "104", "23"  # places on the board
AGAIN = 5  # scans, with the small counts: on a busy machine the hands may pause longer than any scanner does


@pytest.fixture
def layout(display: str) -> Iterator[Callable[[str], None]]:
    """`layout("fr")` puts another layout on the display until the test is over."""
    if not shutil.which("setxkbmap"):
        pytest.skip("needs setxkbmap, which comes with Xvfb on Debian")

    def put(name: str) -> None:
        subprocess.run(["setxkbmap", "-display", display, name], check=True, timeout=30)

    yield put
    put("us")


ROW = dict(zip("1234567890", range(10, 20), strict=True))
PAD = dict(zip("7894561230", (79, 80, 81, 83, 84, 85, 87, 88, 89, 90), strict=True))
CASES = [
    *((name, every, ROW, ending, "") for name in ("fr", "be", "cz")
      for every, ending in (("2", [ENTER]), ("40", [TAB]), ("12", []))),
    ("fr", "8", ROW, [ENTER], "Caps_Lock"), ("fr", "8", PAD, [PAD_ENTER], ""), ("us", "20", PAD, [], "Num_Lock"),
]
"""Layout, milliseconds between two keys, places of the digits, ending, and which lock is on meanwhile."""


@pytest.mark.timeout(300)
def test_a_scanner_set_to_us_keys_is_read_on_a_laptop_with_another_layout(
    layout: Callable[[str], None], display: str, tmp_path: Path, counts: Callable[[int, int], int]
) -> None:
    units = [f"3-2-17{n:02d}" for n in range(len(CASES))]
    desk = new_site(tmp_path / "site", Clock(), name="Sample Court", zone="Asia/Shanghai")
    for n, unit in enumerate(units):
        listed(desk, unit, owners=(f"Owner {n}",), phones=(f"138000011{n:02d}",), reasons=())
    desk.database.close()
    with Laptop(display, tmp_path / "laptop", folder=tmp_path / "site") as laptop:
        laptop.start()
        hands = XHands(display, laptop.folder)
        hands.focus("Sample Court")
        for n, (unit, (name, every, places, ending, lock)) in enumerate(zip(units, CASES, strict=True), 1):
            layout(name)
            locks = [lock] if lock else []
            for _ in range(counts(AGAIN, 1)):
                hands.press(*locks, "Escape")
                hands.scan_places([*(str(places[digit]) for digit in notice_code(unit)), *ending], every)
                if locks:
                    hands.press(*locks)
                if hands.entered(seconds=4):
                    break
            desk = laptop.desk()
            here = [code for code in units if desk.state(f"unit/{code}").visits]
            desk.database.close()
            assert here == units[:n], CASES[n - 1]
        laptop.end()
        assert laptop.said() == ""
