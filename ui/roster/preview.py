"""What a file would change, before anything is written: figures, what stands behind each, who checked it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.roster.merge import Merge
from app.roster.reading import Reading
from app.words import Words
from ui.roster.cells import Cells
from ui.roster.columns import ColumnsTab
from ui.roster.rows import Shown, aside, changed_rows, missing_rows, new_rows, odd_shown, unchanged_rows
from ui.roster.tile import Tile
from ui.settings.field import Field
from ui.settings.scrolled import fill
from ui.theme import Theme
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.elided import Elided
from ui.widgets.painted import label
from ui.widgets.table import Table

TILES = ("columns", "new", "changed", "unchanged", "missing", "rejected", "repeated")
_LOWEST = 216
"""Pixels of the lists; where text is large and the screen small, the page scrolls."""

_WIDTHS = {"new": (128, 220, 220, 220, 128), "changed": (128, 176, 340), "unchanged": (128,),
           "missing": (128,), "rejected": (120, 72, 360), "repeated": (120, 72, 320)}


class PreviewPage(QWidget):
    """`columns_changed` when the columns are understood differently, `asked(checked_by)` to write, `left` for
    Esc, `mend(code)` to mend a code first."""

    columns_changed = Signal()
    asked = Signal(str)
    left = Signal()
    mend = Signal(str)

    def __init__(self, theme: Theme, t: Words) -> None:
        super().__init__()
        self._t, self._theme = t, theme
        self._reading: Reading | None = None
        self._merge: Merge | None = None
        self._listed: Mapping[str, Mapping[str, Any]] = {}
        self._finishing, self._writing = 0, False
        self._file, self._about, self._aside = Elided("title"), label("quiet"), label("quiet", wrap=True)
        self._trouble, self._hint = Chip(theme, "stop", large=True), Chip(theme, "news", large=True)
        self.tiles = {name: Tile(theme) for name in TILES}
        self.columns = ColumnsTab(theme, t)
        self.columns.changed.connect(self.columns_changed)
        self.cells, self.table = Cells(), Table(theme)
        self.table.setModel(self.cells)
        self._stack = QStackedWidget()
        self.checked_by = QLineEdit()
        self._checked = Field(theme, self.checked_by)
        self.progress, self._how_far = QProgressBar(), label("quiet")
        self.mend_button, self.back, self.go = QuietButton(theme), QuietButton(theme), PrimaryButton(theme)
        self._lay_out()
        self._wire()

    def _wire(self) -> None:
        group = QButtonGroup(self)
        for name, tile in self.tiles.items():
            group.addButton(tile)
            tile.clicked.connect(lambda _=False, name=name: self.open_tile(name))
        self.go.clicked.connect(self._ask)
        self.back.clicked.connect(self.left)
        self.mend_button.clicked.connect(lambda: self.mend.emit(self._chosen_unit()))

    def _lay_out(self) -> None:
        head, tiles, foot = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        head.addWidget(self._file, 1)
        head.addWidget(self._about)
        tiles.setSpacing(8)
        for tile in self.tiles.values():
            tiles.addWidget(tile, 1)
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._hint)
        column.addWidget(self.table, 1)
        for page in (self.columns, below):
            self._stack.addWidget(page)
        self._stack.setMinimumHeight(self._theme.px(_LOWEST))
        self._theme.changed.connect(lambda: self._stack.setMinimumHeight(self._theme.px(_LOWEST)))
        far = QVBoxLayout()
        far.addStretch(1)
        far.addWidget(self._how_far)
        far.addWidget(self.progress)
        far.addStretch(1)
        foot.setSpacing(8)
        bottom = Qt.AlignmentFlag.AlignBottom
        foot.addWidget(self.back, 0, bottom)
        foot.addWidget(self.mend_button, 0, bottom)
        foot.addLayout(far, 1)
        foot.addWidget(self._checked, 1)
        foot.addWidget(self.go, 0, bottom)
        card = Card(16)
        card.body.setSpacing(12)
        card.body.addLayout(head)
        card.body.addWidget(self._trouble)
        card.body.addLayout(tiles)
        card.body.addWidget(self._stack, 1)
        card.body.addWidget(self._aside)
        card.body.addLayout(foot)
        fill(self, card)

    # -- what is shown -----------------------------------------------------------------------------------

    def begin(self, finishing: int = 0) -> None:
        """A new file; with a number, it is to finish that list."""
        self._finishing, self._reading, self._merge = finishing, None, None
        self.checked_by.clear()
        self._checked.complain("")
        self.open_tile("columns")

    def show_reading(self, reading: Reading, merge: Merge, listed: Mapping[str, Mapping[str, Any]]) -> None:
        """What was read, and what it would change against what is listed."""
        self._reading, self._merge, self._listed = reading, merge, listed
        self._trouble.hide()
        self.columns.show_sheets(reading.sheets, self.columns.columns())
        self._say()
        self.open_tile(self._open())

    def show_trouble(self, name: str, sentence: str) -> None:
        """Why the file gives no households as its columns are understood now."""
        self._reading = self._merge = None
        self._file.say(name)
        self._trouble.say("stop", sentence)
        self._trouble.show()
        self._say()
        self.open_tile("columns")

    def open_tile(self, name: str) -> None:
        """Show what stands behind a figure."""
        self.tiles[name].setChecked(True)
        self._stack.setCurrentIndex(0 if name == "columns" else 1)
        if name != "columns":
            self.cells.show(*self._rows(name))
            for at, wide in enumerate(_WIDTHS[name]):
                self.table.setColumnWidth(at, self._theme.px(wide))
        self._hint.setVisible(name in ("missing", "rejected", "repeated") and bool(self.cells.rows))
        self._hint.say("news", self._hints().get(name, ""))

    def _chosen_unit(self) -> str:
        row, rows = self.table.currentIndex().row(), self.cells.rows
        return rows[row][0] if self._open() == "missing" and 0 <= row < len(rows) else ""

    def _open(self) -> str:
        return next((name for name, tile in self.tiles.items() if tile.isChecked()), "columns")

    def _rows(self, name: str) -> Shown:
        t, reading, merge = self._t, self._reading, self._merge
        if reading is None or merge is None:
            return [], []
        if name == "changed":
            return changed_rows(t, merge, self._listed)
        if name == "missing":
            return missing_rows(t, merge, self._listed)
        if name == "unchanged":
            return unchanged_rows(t, merge, reading.households)
        if name in ("rejected", "repeated"):
            return odd_shown(t, reading.rejected if name == "rejected" else reading.repeated)
        return new_rows(t, merge)

    def _hints(self) -> dict[str, str]:
        t = self._t
        return {
            "missing": t("These stay as they are. If one was listed under a wrong code, mend that first."),
            "rejected": t("These rows are left out. Mend them in the file and bring it in again any time."),
            "repeated": t("These units stand in the file more than once; the first row counts."),
        }

    def _figures(self) -> dict[str, int]:
        reading, merge = self._reading, self._merge
        found = dict.fromkeys(TILES, 0) | {"columns": self.columns.understood()}
        if reading is None or merge is None:
            return found
        return found | {"new": len(merge.new), "changed": len(merge.changed), "unchanged": merge.unchanged,
                        "missing": len(merge.missing), "rejected": len(reading.rejected),
                        "repeated": len(reading.repeated)}

    def _say(self) -> None:
        t, reading, figures = self._t, self._reading, self._figures()
        words = {"columns": t("Columns read"), "new": t("New"), "changed": t("Changed"),
                 "unchanged": t("Unchanged"), "missing": t("Missing from this file"),
                 "rejected": t("Rejected"), "repeated": t("Repeated")}
        for name, tile in self.tiles.items():
            tile.say(figures[name], words[name])
        if reading is not None:
            self._file.say(reading.filename)
            self._about.setText(t("{units} units · {owners} owners · {ineligible} not eligible",
                                  units=reading.units, owners=reading.owners, ineligible=reading.ineligible))
            self._aside.setText(aside(t, reading))
        else:
            self._about.setText("")
            self._aside.setText("")
        self._aside.setVisible(bool(self._aside.text()))
        self._offer(figures["new"] + figures["changed"])

    def _offer(self, units: int) -> None:
        """Name the button after what it will do."""
        t = self._t
        if self._finishing:
            self.go.say(t("Finish list {number} ⏎", number=self._finishing))
        elif units:
            self.go.say(t("Import {n} units ⏎", n=units))
        else:
            self.go.say(t("Close as unchanged ⏎"))
        self.go.setEnabled(self._merge is not None and not self._writing)

    # -- what is done ------------------------------------------------------------------------------------

    def _ask(self) -> None:
        if self.go.isEnabled():
            self._checked.complain("")
            self.asked.emit(self.checked_by.text().strip())

    def refuse(self, sentence: str) -> None:
        """Who checked the list is not said yet."""
        self._checked.complain(sentence)

    def set_writing(self, writing: bool) -> None:
        """While the list is written, nothing here can be changed."""
        self._writing = writing
        for widget in (self.columns, self.checked_by, self.back, self.mend_button):
            widget.setEnabled(not writing)
        self._checked.setVisible(not writing)
        self.progress.setVisible(writing)
        self._how_far.setVisible(writing)
        self.show_progress(0, 0)
        self._say()

    def set_reading(self, reading: bool) -> None:
        """While the file is read again, it cannot be imported."""
        self.go.setEnabled(not reading and self._merge is not None and not self._writing)

    def show_progress(self, done: int, of: int) -> None:
        """How many units are written."""
        self.progress.setRange(0, max(of, 1))
        self.progress.setValue(done)
        self._how_far.setText(self._t("{done} of {of} units written. Other screens can be used meanwhile.",
                                      done=done, of=of) if of else "")

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        t = self._t
        self.columns.retranslate()
        self._checked.say(t("Checked by"))
        self.checked_by.setPlaceholderText(t("Who has checked this list?"))
        self.back.say(t("Back Esc"))
        self.mend_button.say(t("Mend a code"))
        self.table.setAccessibleName(t("What the file holds"))
        self.progress.setAccessibleName(t("Units written"))
        self._say()
        self.open_tile(self._open())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self._writing:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self._ask()
        else:
            super().keyPressEvent(event)
