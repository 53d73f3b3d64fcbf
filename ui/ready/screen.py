"""Ready?: the list, the printer, the clock, the disk and the backup, each with its state and what to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from app.desk import Desk
from app.errors import Refused, Trouble
from app.ready import Finding, Readiness
from app.words import Words
from ui.backups import Backups
from ui.lights import Light
from ui.reception.forms import CLOCK
from ui.reception.line import FormLine
from ui.screen import Screen
from ui.theme import Theme
from ui.tokens import Kind
from ui.widgets.buttons import QuietButton
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.painted import label
from ui.widgets.picture import Picture

TICK_MS = 5_000
KEYPAD = Qt.KeyboardModifier.KeypadModifier


class _Row(QWidget):
    """Icon, what it is, how it stands, what to do, perhaps a button."""

    def __init__(self, theme: Theme, icon: str) -> None:
        super().__init__()
        self._state = Chip(theme)
        self.name, self.words, self.advice = label("label"), label("strong", wrap=True), label("quiet", wrap=True)
        self.button = QuietButton(theme)
        self.button.hide()
        words = QVBoxLayout()
        words.setSpacing(2)
        for widget in (self.name, self.words, self.advice):
            words.addWidget(widget)
        self._across = row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(16)
        row.addWidget(Picture(theme, icon, "quiet", 24), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._state, 0, Qt.AlignmentFlag.AlignVCenter)

    def put(self, control: QWidget) -> None:
        """One more thing to press or to fill in, before the button."""
        self._across.insertWidget(2, control, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_finding(self, name: str, found: Finding, word: str) -> None:
        """How it stands now, with a word for the state."""
        self.name.setText(name)
        self.words.setText(found.words)
        self.advice.setText(found.advice)
        self.advice.setVisible(bool(found.advice))
        self._state.say(found.state, word)


class ReadyScreen(Screen):
    """One sentence, then a row for each thing; `test_asked` for a test slip, `settings_asked` to choose a folder for
    backups, `said(kind, sentence)` for the message line. The time of a telephone is typed at once."""

    test_asked = Signal()
    said = Signal(str, str)
    settings_asked = Signal()

    def __init__(self, desk: Desk, t: Words, theme: Theme, backups: Backups, printer: Callable[[], Light]) -> None:
        super().__init__("ready", "check")
        self._desk, self._t, self._backups, self._printer = desk, t, backups, printer
        self._looks = Readiness(desk, t)
        self._tested: tuple[Kind, str] | None = None
        self.verdict = Chip(theme, "off", large=True)
        self.rows = {name: _Row(theme, icon) for name, icon in (
            ("roster", "roster"), ("printer", "printer"), ("clock", "clock"), ("disk", "disk"), ("backup", "backup"))}
        self.rows["printer"].button.clicked.connect(self.test_asked)
        self.rows["printer"].button.show()
        self.telephone = FormLine(desk.clock.mono)
        self.telephone.setFixedWidth(96)
        self.telephone.entered.connect(self._compare)
        self.telephone.escaped.connect(self._let_go)
        self.rows["clock"].put(self.telephone)
        self.rows["backup"].button.clicked.connect(self._back_up)
        self.rows["backup"].button.show()
        backups.moved.connect(self._look_if_seen)
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self._look_if_seen)
        self._tick.start()
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        card = Card()
        for row in self.rows.values():
            card.body.addWidget(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self.verdict)
        column.addWidget(card)
        column.addStretch(1)

    def tested(self, kind: Kind, words: str) -> None:
        """What became of the test slip."""
        self._tested = (kind, words)
        self.look()

    def look(self) -> None:
        """Look at everything anew."""
        t, drill = self._t, self._desk.state("site").drill
        names = {"roster": t("Owner list"), "printer": t("Printer"), "clock": t("Clock"), "disk": t("Disk"),
                 "backup": t("Backup")}
        found = {"roster": self._looks.roster(), "printer": self._printing(), "clock": self._looks.clock(),
                 "disk": self._looks.disk(), "backup": self._kept()}
        self.rows["backup"].setVisible(not drill)
        if drill:
            del found["backup"]
        words = {"ok": t("In order"), "attention": t("Look here"), "stop": t("Mend this")}
        for name, finding in found.items():
            self.rows[name].show_finding(names[name], finding, words[finding.state])
        self._judge(found)

    def _compare(self) -> None:
        """The time of a telephone was typed."""
        t, found = self._t, CLOCK.fullmatch(self.telephone.text().strip())
        if found is None:
            self.said.emit("refused", t("Write the time as 0912 or 9:12."))
            return
        try:
            self._looks.compare(int(found[1]), int(found[2]))
        except (Refused, Trouble) as said:
            self.said.emit("refused" if isinstance(said, Refused) else "trouble", t.say(said))
        else:
            self._let_go()
            self.look()

    def _let_go(self) -> None:
        self.telephone.clear()
        self.setFocus()

    def _judge(self, found: dict[str, Finding]) -> None:
        for state in ("stop", "attention"):
            because = " ".join(one.words for one in found.values() if one.state == state)
            if because:
                self.verdict.say("stop" if state == "stop" else "attention",
                                 self._t("Not ready. {because}", because=because) if state == "stop" else
                                 self._t("Ready, but look at this. {because}", because=because))
                return
        self.verdict.say("ok", self._t("Ready. The doors can open."))

    def _printing(self) -> Finding:
        t, (_, kind, words) = self._t, self._printer()
        if kind == "off":
            return Finding("attention", t("No printer is set up; slips are shown on the screen."),
                           t("Set one up under Settings, Printer."))
        if kind == "stop":
            return Finding("stop", words)
        if self._tested is None:
            return Finding("attention" if kind == "attention" else "ok", words, t("Print a test slip to be sure."))
        kind, words = self._tested
        return Finding(kind if kind in ("ok", "stop") else "attention", words)

    def _kept(self) -> Finding:
        kind, _ = self._backups.state()
        return Finding(kind if kind in ("ok", "stop") else "attention", self._backups.sentence())

    def _back_up(self) -> None:
        if self._backups.settings.backup_folder:
            self._backups.make()
        else:
            self.settings_asked.emit()

    def _look_if_seen(self) -> None:
        if self.isVisible():
            self.look()

    def title(self) -> str:
        return self._t("Ready?")

    def retranslate(self) -> None:
        self.rows["printer"].button.say(self._t("Print a test slip"), "F9")
        self.rows["backup"].button.say(self._t("Back up now"))
        self.telephone.setAccessibleName(self._t("Time on a telephone, as 0912"))
        self.telephone.setPlaceholderText("0912")
        self._tested = None
        self.look()

    def shown(self) -> None:
        self.look()
        self.setFocus()

    def changed(self, subjects: set[str]) -> None:
        self.look()

    def keys(self) -> Sequence[tuple[str, str]]:
        return (("F9", self._t("Print a test slip")), ("0912 ⏎", self._t("Compare the clock with a telephone")))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F9 and not event.isAutoRepeat():
            self.test_asked.emit()
        elif event.text().isdecimal() and event.modifiers() & ~KEYPAD == Qt.KeyboardModifier.NoModifier:
            self.telephone.setFocus()
            QApplication.sendEvent(self.telephone, event)
        else:
            super().keyPressEvent(event)
