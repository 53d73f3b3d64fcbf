"""What a person reads when the program itself is wrong."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from ui.screen import Translate
from ui.theme import Theme
from ui.widgets.buttons import QuietButton
from ui.widgets.chip import Chip
from ui.widgets.painted import label


class ProblemSheet(QDialog):
    """Says that nothing recorded is lost, and hands out the details for whoever mends the program."""

    def __init__(self, parent: QWidget | None, theme: Theme, t: Translate, trace: str, folder: Path) -> None:
        super().__init__(parent)
        self.t = t
        self._traces = [trace]
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(t("A fault in the program"))
        self.setAccessibleName(t("A fault in the program"))
        safe = t("Everything recorded so far is safe. You can go on working.")
        self._said = Chip(theme, "ok", safe, large=True)
        self._about = label("body", self._words(), wrap=True)
        self._details = QPlainTextEdit(trace)
        self._details.setReadOnly(True)
        self._details.setAccessibleName(t("Details of the fault"))
        self._copy = QuietButton(theme, t("Copy details"), icon="copy")
        self._copy.clicked.connect(self._to_clipboard)
        self._close = QuietButton(theme, t("Go on Esc"))
        self._close.clicked.connect(self.reject)
        where = label("quiet", t("Also kept in {folder}", folder=folder), wrap=True)
        where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lay_out(label("title", t("A fault in the program")), where)
        self.resize(theme.px(640), theme.px(440))

    def details(self) -> str:
        """Everything that Copy puts on the clipboard."""
        return "\n\n".join(self._traces)

    def another(self, trace: str) -> None:
        """One more fault while this one is still being read."""
        self._traces.append(trace)
        self._about.setText(self._words())
        self._details.setPlainText(self.details())

    def _words(self) -> str:
        n = len(self._traces)
        if n > 1:
            return self.t("It happened {n} times. Close the program when you can, and start it again.", n=n)
        return self.t("The program made a mistake. Please send the details to those who look after it.")

    def _to_clipboard(self) -> None:
        QApplication.clipboard().setText(self.details())
        self._copy.say(self.t("Copied"))

    def _lay_out(self, title: QWidget, where: QWidget) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(16)
        for widget in (title, self._said, self._about):
            column.addWidget(widget)
        column.addWidget(self._details, 1)
        column.addWidget(where)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self._copy)
        row.addWidget(self._close)
        column.addLayout(row)
