"""Two tones for whoever looks at the counter and not at the screen: high is found, low twice is not.

Qt's own sounds are in a part that we do not ship, so the tones are made here and played by what the system has.
"""

from __future__ import annotations

import io
import math
import shutil
import subprocess
import sys
import tempfile
import threading
import wave
import weakref
from array import array
from collections.abc import Callable, Mapping
from pathlib import Path
from queue import SimpleQueue
from types import MappingProxyType
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

Tone = Literal["good", "bad"]

PLAYERS = ("pw-play", "paplay", "aplay", "afplay")  # PipeWire, PulseAudio, ALSA, macOS; each takes a file
RATE = 22_050
FADE_S = 0.006  # without which a tone begins and ends with a click
LOUD = 0.5
TOO_LONG_S = 3  # after which a player waits for something that does not come
NOTES: Mapping[Tone, tuple[tuple[int, float], ...]] = MappingProxyType({
    "good": ((1760, 0.09),),
    "bad": ((330, 0.14), (0, 0.07), (330, 0.14)),
})
"""(Hz, seconds) one after another; 0 Hz is silence."""


class Sounds(QObject):
    """`good()` and `bad()` return at once; a thread plays. `on` is what was chosen on this laptop. Where nothing can
    play, `beep` is called, in the main thread; `path` is where to look for players, the environment's by default."""

    _unheard = Signal()

    def __init__(self, on: bool = True, *, path: str | None = None,
                 beep: Callable[[], None] = QApplication.beep) -> None:
        super().__init__()
        self.on, self._path = on, path
        self._waiting: SimpleQueue[Tone | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._folder = Path(tempfile.mkdtemp(prefix="handover-desk-sounds-"))
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self._unheard.connect(lambda: beep(), Qt.ConnectionType.QueuedConnection)

    def good(self) -> None:
        """A scan has found its household."""
        self._play("good")

    def bad(self) -> None:
        """No."""
        self._play("bad")

    def close(self) -> None:
        """Let the last tone end, and play no more."""
        self.on = False
        if self._thread is not None:
            self._waiting.put(None)
            self._thread.join(TOO_LONG_S)

    def _play(self, tone: Tone) -> None:
        if not self.on:
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="sounds", daemon=True)
            self._thread.start()
        self._waiting.put(tone)

    def _run(self) -> None:
        while (tone := self._newest()) is not None:
            if not (_on_windows(tone) if sys.platform == "win32" else self._by_player(tone)):
                self._unheard.emit()

    def _newest(self) -> Tone | None:
        """The next tone; of several that have gathered the last, since each is about the scan just made."""
        tone = self._waiting.get()
        while tone is not None and not self._waiting.empty():
            following = self._waiting.get()
            if following is None:
                self._waiting.put(None)
                break
            tone = following
        return tone

    def _by_player(self, tone: Tone) -> bool:
        """Whether one of the players has played it; asked anew each time, as a headset may come later."""
        return any(self._plays(player, tone) for player in PLAYERS)

    def _plays(self, player: str, tone: Tone) -> bool:
        program = shutil.which(player, path=self._path)
        if program is None:
            return False
        try:
            file = self._folder / f"{tone}.wav"
            if not file.exists():
                file.write_bytes(wav(tone))
            done = subprocess.run([program, str(file)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL, timeout=TOO_LONG_S)
        except (OSError, subprocess.TimeoutExpired):
            return False
        return done.returncode == 0


def _on_windows(tone: Tone) -> bool:
    import winsound

    try:
        winsound.PlaySound(wav(tone), winsound.SND_MEMORY)  # type: ignore[attr-defined]
    except RuntimeError:  # no loudspeaker
        return False
    return True


def wav(tone: Tone) -> bytes:
    """A tone as a WAV file."""
    samples = array("h", (sample for note in NOTES[tone] for sample in _note(*note)))
    if sys.byteorder == "big":
        samples.byteswap()
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(samples.tobytes())
    return file.getvalue()


def _note(hertz: int, seconds: float) -> list[int]:
    count, fade = round(seconds * RATE), FADE_S * RATE
    swing = 2 * math.pi * hertz / RATE
    return [round(32767 * LOUD * min(1.0, n / fade, (count - n) / fade) * math.sin(swing * n)) for n in range(count)]
