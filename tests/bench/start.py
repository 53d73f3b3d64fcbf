"""From the start to a usable window, beside a bare window and what SQLAlchemy takes to import."""

from __future__ import annotations

from pathlib import Path

from programs import Programs
from rows import Row, Spread, row, spread
from sites import site

MORE, MOST = 300, 1000  # ms
TIMES = 7

# The same question as the program's own: time since the process began, asked once the event loop runs.
SINCE = """
import os, time
def since():
    with open("/proc/self/stat") as stat:
        ticks = int(stat.read().rpartition(")")[2].split()[19])
    return (time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK")) * 1000
"""
BARE_WINDOW = SINCE + """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
window = QWidget()
window.resize(1366, 720)
window.show()
def usable():
    print('{"ms": %f}' % since())
    app.quit()
QTimer.singleShot(0, usable)
app.exec()
"""
BARE_IMPORT = """
import time
began = time.perf_counter()
import sqlalchemy
print('{"ms": %f}' % ((time.perf_counter() - began) * 1000))
"""


def measure(part: float, folder: Path) -> list[Row]:
    """The site of 3,000 units and 100,000 entries, opened again and again."""
    place, programs = site(folder, round(3000 * part), round(100_000 * part)), Programs(folder)
    ours, window, bare = [], [], []
    for _ in range(TIMES + 1):
        ours.append(programs.said("-m", "ui", "--data", str(place), "--quit-when-usable")["usable_ms"])
        window.append(programs.said("-c", BARE_WINDOW)["ms"])
        bare.append(programs.said("-c", BARE_IMPORT)["ms"])
    least, library = spread(window[1:]), spread(bare[1:])
    limit = Spread(min(MOST, least.p50 + library.p50 + MORE), min(MOST, least.p99 + library.p99 + MORE))
    return [row("start", "ms", spread(ours[1:]), limit, "p50")]
