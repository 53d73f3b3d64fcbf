"""How it looks at 1366 × 768: no words are squeezed, in any language, in the size of text that people choose."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import parts
import pytest
from e2e.opened import Opened
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.exceptions import TimeoutError
from pytestqt.qtbot import QtBot

from app.desk import Operator
from app.stations.arrival import CheckIn
from app.stations.inspection import LogDefect
from app.words import LANGUAGES
from ui.widgets.elided import Elided

SCREENS = ("reception", "clearing", "inspection", "gifts", "roster", "summary", "draw", "ready", "settings")
SCALES = (1.0, 1.25, 1.5)
PADDING = 8  # pixels beside the words of a button that may go


@pytest.fixture(params=[(language, scale) for language in LANGUAGES for scale in SCALES], ids=str)
def site(tmp_path: Path, qtbot: QtBot, qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[Opened]:
    language, scale = request.param
    made = Opened(tmp_path / "site", qtbot, qapp, parts.TestClock(), language=language, days=("2026-06-20",))
    made.theme.change(scale=scale)
    made.desk.operator = Operator("Ho", "lead")
    parts.listed(made.desk, "1-1-101", "1-1-102", layout="三室两厅", area="98.5")
    made.desk.do(CheckIn(on="unit/1-1-101", party=2))
    made.desk.do(LogDefect(on="unit/1-1-101", code="WAL01", room="LIV"))
    made.window.resize(1366, 768)
    made.show()
    yield made
    made.close()


def squeezed(inside: QWidget) -> list[str]:
    """Words that have less width than they need, of what is shown."""
    plain = [one for one in inside.findChildren(QLabel) if not isinstance(one, Elided) and not one.wordWrap()]
    return [f"{one.accessibleName() or one.text()}: {one.width()} of {one.minimumSizeHint().width()}"
            for one in (*plain, *inside.findChildren(QPushButton))
            if one.isVisible() and one.width() < one.minimumSizeHint().width() - PADDING]


def at_rest(site: Opened, inside: QWidget) -> list[str]:
    """The same, once what is counted beside the window has come."""
    with suppress(TimeoutError):
        site.bot.waitUntil(lambda: not squeezed(inside), timeout=1000)
    return squeezed(inside)


def test_nothing_is_squeezed_on_any_screen_or_on_its_keys(site: Opened) -> None:
    rest, found = site.site.rest(), dict[str, list[str]]()
    for name in SCREENS:
        site.site.open(name)
        if name == "inspection":
            rest.inspection.waiting.start.click()
        elif name == "summary":
            site.bot.waitUntil(lambda: rest.summary.report is not None)
        found[name] = at_rest(site, site.window)
        site.window.show_keys()
        found[f"keys of {name}"] = at_rest(site, site.window)
        site.window.show_keys()
    settings = rest.settings
    site.site.open("settings")
    for row in range(settings.places.count()):
        settings.places.setCurrentRow(row)
        found[settings.places.item(row).text()] = at_rest(site, settings)
    assert [f"{name}: {line}" for name, lines in found.items() for line in lines] == []
