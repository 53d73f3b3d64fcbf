"""Read a wedge scanner: fast digits become one signal, a person's digits go where they were typed."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QWindow

from ui.burst import ENDING, Burst, Stroke
from ui.digit_rows import may_be_digit, readings, value
from ui.held import HeldCommit, HeldKey, copied
from ui.key_codes import Board, What, board_of, pad_digit, raw_key, row_digit
from ui.raw_keys import RawKeys

_TAKE_OVER = 3
"""Fast digits from which on the keys are taken away from the input method as well."""
_LATE = 0.02
"""Seconds by which a timer must be late before we believe that the program, not the scanner, was slow."""
_APART = 1000
"""Milliseconds by which two clocks must have gone apart before they are set anew."""

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


class ScannerFilter(QObject):
    """Once it listens, emits `scanned(digits)` and lets nothing of a scan reach a field or a button.

    A digit is held back until it is clear whose it is: at most 50 ms while somebody types. `claim` says
    whether eight or more digits are a code of ours; if not, `foreign` is emitted and they are typed into the
    field after all, but their Enter never acts. Events without a time stamp come from programs, not from keys,
    and pass. Bare digits must not be `QShortcut`s: held keys are given back as key presses.
    """

    scanned = Signal(str)
    foreign = Signal()

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
        self._lag = 0
        self._owed, self._owed_until = "", 0
        self._ahead = False
        self._later: list[tuple[int, Callable[[], None]]] = []
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
        self._catch_up()

    def holds(self) -> str:
        """The digits that are held back at this moment."""
        return self._burst.digits

    def raw(self, scan_code: int, at: int, pressed: bool) -> bool:
        """A key as the system reports it, before the input method; True takes it away from everybody.

        The first two digits go on, as a person might have struck them; from the third on a fast run is ours. Where the
        program was busy, keys struck before are still on their way through Qt: what comes of a run waits for them.
        """
        self._ahead = True
        try:
            return self._raw(scan_code, at, pressed)
        finally:
            self._ahead = False

    def _raw(self, scan_code: int, at: int, pressed: bool) -> bool:
        self._tune(at)
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
            stroke.held = HeldKey(digit)
        return stroke.held is not None

    def _key(self, window: QWindow, event: QKeyEvent) -> bool:
        """Judge a key press where it enters Qt; True holds it back or swallows it."""
        what, digit = self._read(event)
        at = event.timestamp()
        self._tune(at)
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
        stroke.held = HeldKey(digit, window, copied(event))
        return True

    def _commit(self, there: QObject, event: QInputMethodEvent) -> bool:
        """Judge what an input method has made; True holds it back. It has no time of its own: now must do."""
        text = event.commitString()
        digits = "" if event.preeditString() or event.replacementLength() else "".join(map(value, text))
        if not text or len(digits) != len(text):
            if self._burst.strokes and not self._burst.owed() and (text or event.preeditString()):
                self._finish(mixed=True)
            return False
        at = self._now()
        if self._owed.startswith(digits) and at <= self._owed_until:
            self._owed = self._owed[len(digits) :]
            return True
        if not self._burst.come_back(digits[0]) and not self._joins(at):
            return False
        for digit, sign in zip(digits, text, strict=True):
            stroke = self._burst.come_back(digit) or self._strike(digit, at)
            stroke.held = HeldCommit(there, sign)
        return True

    def _tune(self, at: int) -> None:
        """The system's clock for keys is not ours; the key that took the shortest way to us tells by how much."""
        lag = at - round(self._clock() * 1000)
        self._lag = max(lag, self._lag) if abs(lag - self._lag) < _APART else lag

    def _now(self) -> int:
        return round(self._clock() * 1000) + self._lag

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
        codes = readings(self._burst.digits) if self._burst.is_scan() else []
        code = next((code for code in codes if not mixed and self._claim(code)), "")
        owed = self._burst.owed() if codes else ""
        last = self._burst.strokes[-1].at if self._burst.strokes else 0
        strokes = self._burst.close(ended_at)
        if owed:
            self._owed, self._owed_until = owed, self._now() + ENDING
            QGuiApplication.inputMethod().reset()

        def hand_out() -> None:
            if code:
                self.scanned.emit(code)
                return
            self._give_back(strokes, codes[0] if codes else "")
            if codes and not mixed:
                self.foreign.emit()

        over = ended_at or last
        self._later.append((over, hand_out))
        if self._ahead:
            QTimer.singleShot(0, self, self._catch_up)
        else:
            self._catch_up(over + 1)

    def _catch_up(self, at: int | None = None) -> None:
        """Hand out what waits; with `at` only what was over when that key was struck."""
        while self._later and (at is None or self._later[0][0] < at):
            self._later.pop(0)[1]()

    def _give_back(self, strokes: list[Stroke], code: str) -> None:
        """Type what was held; of a scan the digits it means, of a person what the input method left to us."""
        self._giving_back = True
        try:
            for n, stroke in enumerate(strokes):
                held = stroke.held if isinstance(stroke.held, HeldKey | HeldCommit) else None
                if held is not None or code:
                    (held or HeldKey(stroke.digit)).give(code[n : n + 1])
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
        digit = value(event.text()) or self._by_place(event)
        return ("digit", digit) if digit else ("other", "")

    def _by_place(self, event: QKeyEvent) -> str:
        """The digit of a key whose character is none; where the system does not say which key it was, a character
        that may be a digit, for the whole run to tell."""
        code = event.nativeScanCode()
        if code and self._board != "other":
            on_pad = event.modifiers() & _Mod.KeypadModifier
            return row_digit(self._board, code) or (pad_digit(self._board, code) if on_pad else "")
        return event.text() if may_be_digit(event.text()) else ""

    def _application(self) -> QGuiApplication:
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        return application

    def _forget_down(self) -> None:
        """Keys are let go in other windows without our seeing it."""
        self._down.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._giving_back:
            return False
        if isinstance(event, QInputMethodEvent):
            return self._commit(watched, event)
        if event.type() not in _WATCHED:
            return False
        if not (isinstance(event, QKeyEvent) and isinstance(watched, QWindow) and event.timestamp()):
            return False
        self._catch_up(event.timestamp())
        name = (event.timestamp(), event.nativeScanCode(), event.key())
        if event.type() == QEvent.Type.ShortcutOverride:
            self._verdict, self._judged = self._key(watched, event), name
            event.setAccepted(self._verdict)
            return self._verdict
        verdict = self._verdict if name == self._judged else self._key(watched, event)
        self._judged = None
        return verdict
