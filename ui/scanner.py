"""Read a wedge scanner: fast digits become one signal, a person's digits go where they were typed."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from shiboken6 import isValid

from ui.burst import Burst, Stroke
from ui.key_codes import Board, What, board_of, raw_key, row_digit
from ui.raw_keys import RawKeys

_TAKE_OVER = 3
"""Fast digits from which on the keys are taken away from the input method as well."""
_LATE = 0.02
"""Seconds by which a timer must be late before we believe that the program, not the scanner, was slow."""

_Mod = Qt.KeyboardModifier
_COMMANDS = _Mod.ControlModifier | _Mod.AltModifier | _Mod.MetaModifier
_ENDINGS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})
_CONTROL_ENDINGS = frozenset({Qt.Key.Key_J, Qt.Key.Key_M})
"""Some scanners send line feed and carriage return as Ctrl+J and Ctrl+M."""
_SILENT = frozenset({
    Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta,
    Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock,
})  # fmt: skip
_WATCHED = frozenset({QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride})


@dataclass(frozen=True, slots=True)
class _HeldKey:
    """A key press that waits to be given back: the digit a scanner means, and the press as it was."""

    digit: str
    window: QWindow | None = None
    press: QKeyEvent | None = None

    def give(self, plain: bool) -> None:
        """Press it in its window; `plain` types the digit even where the layout says otherwise."""
        there = self.window is not None and isValid(self.window)
        window = self.window if there else QGuiApplication.focusWindow()
        if window is not None:
            press = _plain_press(self.digit) if plain or self.press is None else self.press
            QCoreApplication.sendEvent(window, press)


def _plain_press(digit: str) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, int(Qt.Key.Key_0) + int(digit), _Mod.NoModifier, digit)


def _copy(event: QKeyEvent) -> QKeyEvent:
    return QKeyEvent(
        QEvent.Type.KeyPress, event.key(), event.modifiers(),
        event.nativeScanCode(), event.nativeVirtualKey(), event.nativeModifiers(), event.text(),
    )  # fmt: skip


class ScannerFilter(QObject):
    """Once it listens, emits `scanned(digits)` and lets nothing of a scan reach a field or a button.

    A digit is held back until it is clear whose it is: at most 35 ms while somebody types. `claim` says
    whether eight or more digits are a code of ours; if not, they are typed into the field after all, but
    their Enter never acts. Events without a time stamp come from programs, not from keys, and pass. Bare
    digits must not be `QShortcut`s: held keys are given back as key presses.
    """

    scanned = Signal(str)

    def __init__(
        self,
        claim: Callable[[str], bool],
        board: Board | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._claim, self._clock = claim, clock
        self._board: Board = board or board_of(QGuiApplication.platformName())
        self._burst = Burst()
        self._judged: tuple[int, int, int] | None = None
        self._verdict = False
        self._giving_back = False
        self._down: set[int] = set()
        self._waits_since = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._pause)
        self._raw_keys = RawKeys(self.raw)
        self._application().focusWindowChanged.connect(self._forget_down)

    def listen(self) -> None:
        """Read the keys of this application from now on, before its input method where the system lets us."""
        self._application().installEventFilter(self)
        self._application().installNativeEventFilter(self._raw_keys)

    def stop(self) -> None:
        """Leave the keys alone; what is held back is given back."""
        self._application().removeEventFilter(self)
        self._application().removeNativeEventFilter(self._raw_keys)
        self._finish()

    def holds(self) -> str:
        """The digits that are held back at this moment."""
        return self._burst.digits

    def raw(self, scan_code: int, at: int, pressed: bool) -> bool:
        """A key as the system reports it, before the input method; True takes it away from everybody.

        The first two digits go on, as a person might have struck them; from the third on a fast run is ours.
        """
        repeated = pressed and scan_code in self._down
        (self._down.add if pressed else self._down.discard)(scan_code)
        what, digit = raw_key(self._board, scan_code)
        if not pressed or repeated or what == "silent":
            return False
        if what == "ending":
            return self._ending(at)
        if what == "other" or self._burst.cut(at) or not self._joins(at):
            self._burst.other(at)  # a burst that is cut is closed in Qt's turn, so that all is typed in its order
            return False
        stroke = self._strike(digit, at)
        if len(self._burst.strokes) >= _TAKE_OVER:
            stroke.held = _HeldKey(digit)
        return stroke.held is not None

    def _key(self, window: QWindow, event: QKeyEvent) -> bool:
        """Judge a key press where it enters Qt; True holds it back or swallows it."""
        what, digit = self._read(event)
        at = event.timestamp()
        if what == "silent":
            return False
        if self._burst.before(at):
            return what == "digit" and self._burst.within_last(at)
        if what == "ending" and self._ending(at):
            return True
        if what == "digit":
            return self._digit(window, event, digit)
        if self._burst.strokes:
            self._finish(mixed=what == "other" and event.text() != "" and self._burst.near(at))
        self._burst.other(at)
        return False

    def _digit(self, window: QWindow, event: QKeyEvent, digit: str) -> bool:
        at = event.timestamp()
        if self._burst.within_last(at):
            return True
        stroke = self._burst.find(digit, at)
        if stroke is None and not self._joins(at):
            self._burst.other(at)
            return False
        stroke = stroke or self._strike(digit, at)
        stroke.held = _HeldKey(digit, window, _copy(event))
        return True

    def _joins(self, at: int) -> bool:
        """Whether a digit may belong to a scan; a burst that it does not continue is over."""
        if self._burst.goes_on(at):
            return True
        self._finish()
        return not self._burst.amid_letters(at)

    def _strike(self, digit: str, at: int) -> Stroke:
        stroke = self._burst.add(digit, at)
        self._wait()
        return stroke

    def _ending(self, at: int) -> bool:
        ends = self._burst.ends(at)
        if ends:
            self._finish(ended_at=at)
        return ends

    def _wait(self) -> None:
        self._waits_since = self._clock()
        self._timer.start(self._burst.patience)

    def _pause(self) -> None:
        """Nothing came for a while; but if we ourselves were busy, first look at what has come meanwhile."""
        if self._clock() - self._waits_since > self._burst.patience / 1000 + _LATE:
            self._wait()
        else:
            self._finish()

    def _finish(self, mixed: bool = False, ended_at: int | None = None) -> None:
        """The burst is over: a code of ours goes out as a signal, everything else goes where it was typed."""
        self._timer.stop()
        scan, code = self._burst.is_scan(), self._burst.digits
        ours = scan and not mixed and self._claim(code)
        strokes = self._burst.close(ended_at)
        if scan and any(stroke.held is None for stroke in strokes):
            QGuiApplication.inputMethod().reset()
        if ours:
            self.scanned.emit(code)
        else:
            self._give_back(strokes, scan)

    def _give_back(self, strokes: list[Stroke], scan: bool) -> None:
        """Type what was held; of a scan every digit, of a person what the input method left to us."""
        self._giving_back = True
        try:
            for stroke in strokes:
                held = stroke.held if isinstance(stroke.held, _HeldKey) else None
                if held is not None or scan:
                    (held or _HeldKey(stroke.digit)).give(plain=scan)
        finally:
            self._giving_back = False

    def _read(self, event: QKeyEvent) -> tuple[What, str]:
        """What a key press is for us, and its digit."""
        if event.key() in _SILENT:
            return "silent", ""
        if event.isAutoRepeat():
            return "other", ""
        if event.modifiers() & _COMMANDS:
            control = event.modifiers() & _COMMANDS == _Mod.ControlModifier
            return ("ending", "") if control and event.key() in _CONTROL_ENDINGS else ("other", "")
        if event.key() in _ENDINGS:
            return "ending", ""
        text = event.text()
        digit = text if text.isascii() and text.isdigit() else row_digit(self._board, event.nativeScanCode())
        return ("digit", digit) if digit else ("other", "")

    def _application(self) -> QGuiApplication:
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        return application

    def _forget_down(self) -> None:
        """Keys are let go in other windows without our seeing it."""
        self._down.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in _WATCHED or self._giving_back:
            return False
        if not (isinstance(event, QKeyEvent) and isinstance(watched, QWindow) and event.timestamp()):
            return False
        name = (event.timestamp(), event.nativeScanCode(), event.key())
        if event.type() == QEvent.Type.ShortcutOverride:
            self._verdict, self._judged = self._key(watched, event), name
            event.setAccepted(self._verdict)
            return self._verdict
        verdict = self._verdict if name == self._judged else self._key(watched, event)
        self._judged = None
        return verdict
