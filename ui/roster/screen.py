"""The owner list: its versions, and bringing a new one in from a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from app.desk import Desk
from app.errors import Refused, Trouble
from app.roster.read import look
from app.roster.reading import Sheet
from app.roster_import import Importer
from app.words import Words
from ui.bridge import Bridge
from ui.reception.keys import bind
from ui.roster.absent import AbsentPage
from ui.roster.encoding import EncodingPage
from ui.roster.lists import ListsPage
from ui.roster.preview import PreviewPage
from ui.roster.read import ASK_ENCODING, MEND_COLUMNS, Read, reading_of
from ui.roster.work import Work
from ui.screen import Screen
from ui.theme import Theme


class RosterScreen(Screen):
    """`said(kind, sentence)` for the message line of the frame."""

    said = Signal(str, str)

    def __init__(self, theme: Theme, t: Words, desk: Desk, bridge: Bridge) -> None:
        super().__init__("roster", "roster")
        self._t, self._theme, self._desk, self._work = t, theme, desk, Work(bridge, self._failed)
        self._importer = Importer(desk)
        self._path, self._encoding, self._finishing = Path(), "", ""
        self._read: Read | None = None
        self._again = False
        self.lists, self.preview = ListsPage(theme, t), PreviewPage(theme, t)
        self.absent, self.encoding = AbsentPage(theme, t), EncodingPage(theme, t)
        self._stack = QStackedWidget()
        for page in (self.lists, self.preview, self.absent, self.encoding):
            self._stack.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)
        self._back_to: QWidget = self.lists
        self.setAcceptDrops(True)
        self.preview.set_writing(False)
        self._wire()

    def _wire(self) -> None:
        self.lists.choose.connect(self.choose)
        self.lists.finish.connect(self._finish)
        self.lists.take_back.connect(self.take_back)
        self.lists.paper.connect(self.ask_forms)
        bind(self, {"Ctrl+P": self.ask_forms})
        self.lists.absent.connect(lambda: self._open_absent(self.lists, ""))
        self.preview.columns_changed.connect(self._read_again)
        self.preview.asked.connect(self.write)
        self.preview.left.connect(self._home)
        self.preview.mend.connect(lambda code: self._open_absent(self.preview, code))
        self.absent.mend.connect(self.mend)
        self.absent.left.connect(self._leave_absent)
        self.encoding.chosen.connect(self._read_as)
        self.encoding.left.connect(self._home)

    @property
    def busy(self) -> bool:
        """Whether a list is being read, written or taken back: closing now leaves it unfinished."""
        return self._work.busy

    # -- what a person can do ----------------------------------------------------------------------------

    def ask_forms(self) -> None:
        """Forms for a day without power: the list on paper, empty sheets."""
        from ui.forms.open import ask_list_form  # brings Qt's printing along

        if self._stack.currentWidget() is self.lists:
            ask_list_form(self._desk, self._t, self._theme, self.said.emit, self)

    def choose(self) -> None:
        """Ask for a file, and read it."""
        t = self._t
        kinds = ";;".join((t("Owner lists (*.xlsx *.xls *.ods *.csv *.txt)"), t("All files (*)")))
        path, _ = QFileDialog.getOpenFileName(self, t("Choose the owner list"), "", kinds)
        if path:
            self.open_file(Path(path))

    def open_file(self, path: Path, finishing: str = "") -> None:
        """Read a file and show what it would change; `finishing` is the version that it is to finish."""
        no = self._importer.may()
        if no is not None:
            self.said.emit("refused", self._t.say(no))
            return
        if self._work.busy:
            self.said.emit("refused", self._t("One file after the other, please."))
            return
        self._path, self._encoding, self._finishing, self._read = path, "", finishing, None
        self.lists.trouble("")
        self.preview.columns.show_sheets((), {})
        self.preview.begin(self._desk.state(f"roster/{finishing}").number if finishing else 0)
        self._read_file()

    def write(self, checked_by: str) -> None:
        """Write what the preview shows."""
        if self._read is None or self._work.busy:
            return
        reading, finishing, importer = self._read.reading, self._finishing, self._importer

        def task() -> str:
            if finishing:
                return importer.finish(finishing, reading, checked_by, self._tell_preview)
            return importer.write(reading, importer.preview(reading), checked_by, self._tell_preview)

        if not checked_by:
            self.preview.refuse(self._t.say(Refused("list_unchecked")))
            return
        self.preview.set_writing(True)
        self._work.run(task, self._written)

    def take_back(self, version: str, why: str) -> None:
        """Void a whole version."""
        if not self._work.busy:
            importer = self._importer
            self._work.run(lambda: importer.take_back(version, why, self._tell_lists), self._taken_back)

    def mend(self, code: str, to: str) -> None:
        """Give a unit its right code."""
        try:
            right = self._importer.rename(code, to)
        except Refused as no:
            self.absent.refuse(no)
            return
        except Trouble as trouble:
            self.said.emit("trouble", self._t.say(trouble))
            return
        self.absent.mended()
        self._show_absent()
        self.said.emit("done", self._t("{code} is called {to} now.", code=code, to=right))

    # -- reading -----------------------------------------------------------------------------------------

    def _read_file(self) -> None:
        self.preview.set_reading(True)
        path, columns = self._path, self.preview.columns.columns()
        self._work.run(reading_of(self._importer, path, columns, self._encoding, self._finishing),
                       lambda found: self._have_read(found) if path == self._path else None)

    def _read_again(self) -> None:
        self._again = self._work.busy
        if not self._work.busy:
            self._read_file()

    def _read_as(self, encoding: str) -> None:
        self._encoding = encoding
        self._read_file()

    def _have_read(self, found: Read | Refused | Trouble) -> None:
        if self._again:
            self._again = False
            self._read_file()
        elif isinstance(found, Read):
            self._read = found
            self.preview.show_reading(*found)
            self._front(self.preview)
        elif found.key in ASK_ENCODING:
            self.encoding.ask(self._t.say(found))
            self._front(self.encoding)
        elif found.key in MEND_COLUMNS:
            self._look(found)
        else:
            self._home()
            self.lists.trouble(self._t.say(found))

    def _look(self, trouble: Refused | Trouble) -> None:
        """The columns were not understood: a person may say what they hold."""
        self._read = None
        path, encoding = self._path, self._encoding or None

        def looked(found: Sequence[Sheet] | Refused | Trouble) -> None:
            if isinstance(found, Refused | Trouble):
                self._home()
                self.lists.trouble(self._t.say(found))
                return
            self.preview.columns.show_sheets(found, self.preview.columns.columns())
            self.preview.show_trouble(path.name, self._t.say(trouble))
            self._front(self.preview)

        self._work.run(lambda: look(path, encoding), looked)

    # -- what came of it ---------------------------------------------------------------------------------

    def _written(self, found: str | Refused | Trouble) -> None:
        self.preview.set_writing(False)
        if isinstance(found, str):
            closing = self._desk.state(f"roster/{found}").closed
            self._home()
            self.said.emit("done", self._t(
                "List {number} is in: {new} new, {changed} changed, {missing} missing from it.",
                number=closing.number, new=closing.new, changed=closing.changed,
                missing=len(closing.missing)))
        elif found.key == "list_unchecked":
            self.preview.refuse(self._t.say(found))
        else:
            self._home()
            self.lists.trouble(self._t.say(found))

    def _taken_back(self, found: Refused | Trouble | None) -> None:
        self._home()
        if found is None:
            self.said.emit("done", self._t("The list is taken back; arrivals and notes stay."))
        else:
            self.lists.trouble(self._t.say(found))

    def _failed(self) -> None:
        self.preview.set_writing(False)
        self._home()

    def _tell_preview(self, done: int, of: int) -> None:
        self._work.here(lambda: self.preview.show_progress(done, of))

    def _tell_lists(self, done: int, of: int) -> None:
        self._work.here(lambda: self.lists.show_progress(done, of))

    # -- pages -------------------------------------------------------------------------------------------

    def _front(self, page: QWidget) -> None:
        self._stack.setCurrentWidget(page)
        if page is self.preview:
            self.preview.checked_by.setFocus() if self._read else self.preview.columns.enter()

    def _home(self) -> None:
        self._read, self._path = None, Path()
        self.lists.show_progress(0, 0)
        self._show_lists()
        self._stack.setCurrentWidget(self.lists)
        (self.lists.table if self.lists.table.isVisible() else self.lists.bring).setFocus()

    def _show_lists(self) -> None:
        site = self._desk.state("site")
        importer = self._importer
        self.lists.show_lists(importer.versions(), site.zone, len(importer.absent()), importer.may())

    def _show_absent(self) -> None:
        self.absent.show_units(self._importer.absent(), self._importer.may() is None)

    def _open_absent(self, back_to: QWidget, code: str) -> None:
        self._back_to = back_to
        self._show_absent()
        self._stack.setCurrentWidget(self.absent)
        self.absent.enter(code)

    def _leave_absent(self) -> None:
        if self._back_to is self.preview:
            self._stack.setCurrentWidget(self.preview)
            self._read_again()
        else:
            self._home()

    def _finish(self, version: str) -> None:
        t = self._t
        path, _ = QFileDialog.getOpenFileName(self, t("Choose the same file again"), "", t("All files (*)"))
        if path:
            self.open_file(Path(path), version)

    # -- the frame ---------------------------------------------------------------------------------------

    def title(self) -> str:
        return self._t("Owner list")

    def retranslate(self) -> None:
        for page in (self.lists, self.preview, self.absent, self.encoding):
            page.retranslate()
        self._show_lists()
        self._show_absent()

    def shown(self) -> None:
        if self._stack.currentWidget() is self.lists:
            self._home()

    def changed(self, subjects: set[str]) -> None:
        ours = any(subject.startswith(("roster/", "unit/")) for subject in subjects)
        if ours and self._stack.currentWidget() is self.lists:
            self._show_lists()

    def unfinished(self) -> bool:
        return super().unfinished() or self._stack.currentWidget() is not self.lists

    def keys(self) -> Sequence[tuple[str, str]]:
        t = self._t
        if self._stack.currentWidget() is self.preview:
            return (("Enter", t("Import")), ("Esc", t("Back, without writing anything")))
        return (("Enter", t("Bring in a list")), ("Ctrl+P", t("Forms on paper")))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            self.open_file(Path(files[0]))
