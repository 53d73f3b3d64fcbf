"""The frame: rail, head, one line of news, the screen, the strip of lights."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QWindow
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.head import Head, Heading
from ui.rail import Rail
from ui.screen import Screen, Translate
from ui.status import StatusStrip
from ui.theme import Theme
from ui.tokens import Kind
from ui.widgets.drill_band import DrillBand
from ui.widgets.keys_sheet import KeysSheet
from ui.widgets.message_line import MessageLine, Said
from ui.widgets.painted import paint_as

_SMALLEST = (1160, 640)
"""Fits a 1366 × 768 laptop with a task bar."""

_SILENT = frozenset({Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta})


class Window(QMainWindow):
    """The frame of all screens; it knows none of them.

    `light_pressed` names a light of the strip, `screen_shown` carries the screen that came to the front.
    """

    light_pressed = Signal(str)
    screen_shown = Signal(object)

    def __init__(self, theme: Theme, t: Translate) -> None:
        super().__init__()
        self.t = t
        self._theme = theme
        self._rail = Rail(theme)
        self._head = Head(theme)
        self._message = MessageLine(theme)
        self._stack = QStackedWidget()
        self._strip = StatusStrip(theme)
        self._drill = DrillBand(theme)
        self._sheet: KeysSheet | None = None
        self._lay_out()
        self._wire()
        self.setMinimumSize(*_SMALLEST)
        self.resize(1366, 720)
        self.retranslate()

    def add_screen(self, screen: Screen, foot: bool = False) -> None:
        """Give a screen its place in the rail; `foot` puts it at the lower end (settings)."""
        self._stack.addWidget(screen)
        self._rail.add(screen, foot)
        if self._stack.count() == 1:
            self.open(screen)

    def open_only(self, names: set[str]) -> None:
        """Leave only these screens in the rail, as the role of the person at the desk allows."""
        self._rail.open_only(names)
        allowed = self._rail.screens()
        if allowed and self.current() not in allowed:
            self.open(allowed[0])

    def open(self, screen: Screen) -> None:
        """Bring a screen to the front, with everything it missed."""
        if self._sheet is not None:
            self._sheet.leave()
        self._stack.setCurrentWidget(screen)
        self._rail.mark(screen)
        screen.enter()
        self.screen_shown.emit(screen)

    def current(self) -> Screen | None:
        """The screen that is looked at."""
        current = self._stack.currentWidget()
        return current if isinstance(current, Screen) else None

    def screens(self) -> list[Screen]:
        """The screens in the rail, from the top."""
        return self._rail.screens()

    def changed(self, subjects: set[str]) -> None:
        """Pass on which subjects changed: the visible screen hears at once, the others when shown."""
        for screen in self._all():
            screen.tell(subjects, looked_at=screen is self.current())

    def set_head(self, heading: Heading) -> None:
        self._head.show_heading(heading)

    def person_menu(self) -> QMenu:
        """The menu under the person's name; empty until somebody fills it."""
        return self._head.menu

    def set_light(self, name: str, state: Kind, words: str, icon: str = "") -> None:
        """Set one light of the strip, with its state's icon or an own one; empty words take it away."""
        self._strip.set_light(name, state, words, icon)

    def say(self, kind: Said, text: str) -> None:
        """Say one sentence under the head, until the next key."""
        self._message.say(kind, text)
        self._application().installEventFilter(self)

    def hush(self) -> None:
        self._application().removeEventFilter(self)
        self._message.hush()

    def said(self) -> tuple[Said | None, str]:
        """What stands in the message line now: its kind and its words."""
        return self._message.kind, self._message.text()

    def set_drill(self, words: str) -> None:
        """Paint the red band and frame of a drill; empty words end it."""
        self._drill.say(words)
        edge = 4 if words else 0
        self._frame_column.setContentsMargins(edge, 0, edge, edge)

    def show_keys(self) -> None:
        """Lay the keys of the screen over it, or take them away again."""
        if self._sheet is not None:
            self._sheet.leave()
        elif (screen := self.current()) is not None:
            keys = [*screen.keys(), *self._own_keys()]
            foot = self.t("Any key closes this.")
            self._sheet = KeysSheet(self._frame, self._theme, screen.title(), foot, keys)
            self._sheet.left.connect(self._forget_sheet)
            self._sheet.open()

    def retranslate(self) -> None:
        """Say everything again in the language of now."""
        self._strip.setAccessibleName(self.t("State of printer, laptops and work"))
        self._rail.setAccessibleName(self.t("Screens"))
        for screen in self._all():
            screen.retranslate()
        self._rail.retranslate()

    def _all(self) -> list[Screen]:
        widgets = (self._stack.widget(at) for at in range(self._stack.count()))
        return [widget for widget in widgets if isinstance(widget, Screen)]

    def _own_keys(self) -> list[tuple[str, str]]:
        count = len(self.screens())
        jump = [(f"Ctrl+1 … {count}", self.t("Go to another screen"))] if count > 1 else []
        return [*jump, ("F1", self.t("Show the keys"))]

    def _lay_out(self) -> None:
        page = QWidget()
        inner = QVBoxLayout(page)
        inner.setContentsMargins(24, 8, 24, 12)
        inner.setSpacing(8)
        inner.addWidget(self._message)
        inner.addWidget(self._stack, 1)
        right = QVBoxLayout()
        right.setSpacing(0)
        for widget, stretch in ((self._head, 0), (page, 1), (self._strip, 0)):
            right.addWidget(widget, stretch)
        across = QFrame()
        paint_as(across, role="page")
        row = QHBoxLayout(across)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._rail)
        row.addLayout(right, 1)
        self._frame = QFrame()
        paint_as(self._frame, role="edge")
        self._frame_column = QVBoxLayout(self._frame)
        self._frame_column.setContentsMargins(0, 0, 0, 0)
        self._frame_column.setSpacing(0)
        self._frame_column.addWidget(self._drill)
        self._frame_column.addWidget(across, 1)
        self.setCentralWidget(self._frame)

    def _wire(self) -> None:
        self._rail.chosen.connect(self._leave_for)
        self._strip.pressed.connect(self.light_pressed)
        QShortcut(QKeySequence(Qt.Key.Key_F1), self, self.show_keys)
        for number in range(1, 10):
            QShortcut(QKeySequence(f"Ctrl+{number}"), self, lambda at=number - 1: self._jump(at))

    def _leave_for(self, screen: Screen) -> None:
        """By a press: what the last screen said is over."""
        self.hush()
        self.open(screen)

    def _jump(self, at: int) -> None:
        screens = self.screens()
        if at < len(screens):
            self.open(screens[at])

    def _application(self) -> QApplication:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        return application

    def _forget_sheet(self) -> None:
        self._sheet = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Be silent at the next key; a key enters by the window, so the one that made us speak has passed."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            fresh = isinstance(watched, QWindow) and not event.isAutoRepeat()
            if fresh and event.key() not in _SILENT:
                self.hush()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._sheet is not None:
            self._sheet.setGeometry(self._frame.rect())
