"""How the columns of a file were understood, and putting that right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from string import ascii_uppercase

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.roster.columns import FIELDS
from app.roster.headings import MANY
from app.roster.reading import Columns, Sheet
from app.words import Words
from ui.roster.words import field_names
from ui.theme import Theme
from ui.widgets.painted import label

_WIDE = 168


class ColumnsTab(QWidget):
    """A sheet's first rows, with what each column holds above it. `changed` when a person says otherwise;
    `columns()` is then what to read the file with."""

    changed = Signal()

    def __init__(self, theme: Theme, t: Words) -> None:
        super().__init__()
        self._theme, self._t = theme, t
        self._sheets: Sequence[Sheet] = ()
        self._said: dict[str, Columns] = {}
        self._about = label("quiet", wrap=True)
        self._sheet_name, self._header_name = label("label"), label("label")
        self.sheet, self.header, self.table = QComboBox(), QSpinBox(), QTableWidget()
        self.fields: list[QComboBox] = []
        self.sheet.currentIndexChanged.connect(self._show_sheet)
        self.header.valueChanged.connect(self._take)
        theme.changed.connect(self._dress)
        self._lay_out()

    def _lay_out(self) -> None:
        self.header.setRange(0, 200)
        self.sheet.setMinimumContentsLength(10)
        self.sheet.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setHorizontalScrollMode(QTableWidget.ScrollMode.ScrollPerPixel)
        top = QHBoxLayout()
        top.setSpacing(8)
        for widget in (self._sheet_name, self.sheet, self._header_name, self.header):
            top.addWidget(widget)
        top.addSpacing(16)
        top.addWidget(self._about, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.table, 1)

    def show_sheets(self, sheets: Sequence[Sheet], said: Mapping[str, Columns]) -> None:
        """The sheets of a file as they were read, and what a person has said of some."""
        names = [sheet.name for sheet in sheets]
        same = names == [sheet.name for sheet in self._sheets]
        at = self.sheet.currentIndex() if same else next((n for n, s in enumerate(sheets) if not s.passed), 0)
        self._sheets, self._said = sheets, dict(said)
        self.sheet.blockSignals(True)
        self.sheet.clear()
        self.sheet.addItems([self._named(sheet) for sheet in sheets])
        self.sheet.setCurrentIndex(at)
        self.sheet.blockSignals(False)
        for widget in (self.sheet, self._sheet_name):
            widget.setVisible(len(sheets) > 1)
        if same and self.fields:
            self._mark_header()
        else:
            self._show_sheet(at)

    def enter(self) -> None:
        """The cursor stands on what the first column holds."""
        (self.fields[0] if self.fields else self.header).setFocus()

    def columns(self) -> dict[str, Columns]:
        """What a person has said, by sheet."""
        return dict(self._said)

    def understood(self) -> int:
        """How many columns are read of the sheet of which most are."""
        found = (self._said.get(sheet.name) or sheet.columns for sheet in self._sheets)
        return max((len(columns.mapping) for columns in found if columns), default=0)

    def _named(self, sheet: Sheet) -> str:
        t = self._t
        passed = {"hidden": t("hidden"), "no_header": t("no header found"), "left_out": t("left out")}
        about = passed.get(sheet.passed) or t("{n} units", n=sheet.households)
        return t("{sheet} · {about}", sheet=sheet.name or t("The file"), about=about)

    def _show_sheet(self, at: int) -> None:
        if not 0 <= at < len(self._sheets):
            return
        sheet = self._sheets[at]
        columns = self._said.get(sheet.name) or sheet.columns or Columns(0, {})
        self.header.blockSignals(True)
        self.header.setValue(columns.header_row)
        self.header.blockSignals(False)
        self._fill(sheet)
        by_column = {at: field for field, at in columns.mapping.items()}
        for column, combo in enumerate(self.fields):
            self._put(combo, by_column.get(column, "").rstrip("0123456789"))

    def _fill(self, sheet: Sheet) -> None:
        wide = max((len(row) for row in sheet.rows), default=0)
        table = self.table
        table.clear()
        table.setRowCount(len(sheet.rows) + 1)
        table.setColumnCount(wide)
        table.setHorizontalHeaderLabels([_letters(n) for n in range(wide)])
        table.setVerticalHeaderLabels(["", *(str(n) for n in range(1, len(sheet.rows) + 1))])
        self.fields = [self._combo(n) for n in range(wide)]
        for n, combo in enumerate(self.fields):
            table.setCellWidget(0, n, combo)
        for at, row in enumerate(sheet.rows, 1):
            for n, cell in enumerate(row):
                table.setItem(at, n, QTableWidgetItem(cell.replace("\n", " ⏎ ")))
        self._dress()

    def _combo(self, column: int) -> QComboBox:
        combo = QComboBox()
        for field, name in field_names(self._t).items():
            combo.addItem(name, field)
        combo.setAccessibleName(self._t("What column {column} holds", column=_letters(column)))
        combo.setMaxVisibleItems(len(FIELDS) + 1)
        combo.activated.connect(lambda _, column=column: self._chosen(column))
        return combo

    @staticmethod
    def _put(combo: QComboBox, field: str) -> None:
        combo.setCurrentIndex(max(0, combo.findData(field)))

    def _chosen(self, column: int) -> None:
        """A field that a list has once only moves here from the column that had it."""
        field = self.fields[column].currentData()
        for n, combo in enumerate(self.fields):
            if n != column and field and field not in MANY and combo.currentData() == field:
                self._put(combo, "")
        self._take()

    def _take(self) -> None:
        """Keep what a person says of this sheet, and tell."""
        if not self._sheets:
            return
        mapping: dict[str, int] = {}
        for n, combo in enumerate(self.fields):
            field = combo.currentData()
            if field:
                again = sum(name.rstrip("0123456789") == field for name in mapping)
                mapping[f"{field}{again + 1}" if again else field] = n
        self._said[self._sheets[self.sheet.currentIndex()].name] = Columns(self.header.value(), mapping)
        self._mark_header()
        self.changed.emit()

    def _dress(self) -> None:
        for at in range(self.table.rowCount()):
            self.table.setRowHeight(at, self._theme.px(32 if at else 48))
        for n in range(self.table.columnCount()):
            self.table.setColumnWidth(n, self._theme.px(_WIDE))
        self._mark_header()

    def _mark_header(self) -> None:
        """The header row stands out, so that a wrong guess is seen."""
        for at in range(1, self.table.rowCount()):
            head = at == self.header.value()
            for n in range(self.table.columnCount()):
                item = self.table.item(at, n)
                if item is not None:
                    item.setFont(self._theme.font("strong" if head else "body"))
                    item.setForeground(self._theme.colour("accent" if head else "text"))

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        t = self._t
        self._sheet_name.setText(t("Sheet"))
        self._header_name.setText(t("Header in row"))
        self._about.setText(t("What each column holds stands above it. Change it where the guess is wrong."))
        self.sheet.setAccessibleName(t("Sheet"))
        self.header.setAccessibleName(t("Header in row"))
        self.table.setAccessibleName(t("First rows of the file"))
        if self._sheets:
            self.show_sheets(self._sheets, self._said)
            self._show_sheet(self.sheet.currentIndex())


def _letters(column: int) -> str:
    """A column as Excel names it, from 0: A … Z, AA …"""
    first, last = divmod(column, 26)
    return (ascii_uppercase[first - 1] if first else "") + ascii_uppercase[last]
