"""Tones of the counter: which one, played by which program, never in anybody's way."""

from __future__ import annotations

import array
import io
import sys
import threading
import time
import wave
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from player import Player
from pytestqt.qtbot import QtBot

from ui.sounds import NOTES, RATE, Sounds, Tone, wav

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there the system plays without a program")


class Room:
    """Somebody who listens, with the beeps that reach them."""

    def __init__(self) -> None:
        self.beeps: list[bool] = []
        self.made: list[Sounds] = []

    def sounds(self, path: str, on: bool = True) -> Sounds:
        def beep() -> None:
            self.beeps.append(threading.current_thread() is threading.main_thread())

        self.made.append(Sounds(on, path=path, beep=beep))
        return self.made[-1]


@pytest.fixture
def room(qtbot: QtBot) -> Iterator[Room]:
    made = Room()
    yield made
    for sounds in made.made:
        sounds.close()


def test_what_found_its_household_is_high_and_what_did_not_is_low_twice(
    room: Room, qtbot: QtBot, tmp_path: Path
) -> None:
    player = Player(tmp_path)
    sounds = room.sounds(player.path)
    for play, heard in ((sounds.good, ["good"]), (sounds.bad, ["good", "bad"])):
        play()
        qtbot.waitUntil(lambda heard=heard: player.heard() == heard)
    assert (tmp_path / "pw-play-good.wav").read_bytes() == wav("good")
    assert (tmp_path / "pw-play-bad.wav").read_bytes() == wav("bad")
    assert room.beeps == []


@pytest.mark.parametrize("tone", NOTES)
def test_a_tone_is_a_sound_of_its_length_that_begins_and_ends_in_silence(tone: Tone) -> None:
    with wave.open(io.BytesIO(wav(tone))) as read:
        samples = array.array("h", read.readframes(read.getnframes()))
        assert (read.getnchannels(), read.getsampwidth(), read.getframerate()) == (1, 2, RATE)
    assert len(samples) / RATE == pytest.approx(sum(seconds for _, seconds in NOTES[tone]), abs=0.001)
    assert len(samples) / RATE < 0.4
    assert max(map(abs, samples)) > 12_000
    assert max(map(abs, samples[:3])) < 1000 and max(map(abs, samples[-3:])) < 1000


def test_the_two_are_two_octaves_apart() -> None:
    assert turns("good") / turns("bad") > 4


def turns(tone: Tone) -> float:
    """How often a second of its sound crosses silence upwards."""
    samples = array.array("h", wav(tone)[44:])
    rises = sum(1 for a, b in pairwise(samples) if a <= 0 < b)
    return rises / sum(seconds for hertz, seconds in NOTES[tone] if hertz)


def test_nothing_is_heard_where_sounds_are_off(room: Room, qtbot: QtBot, tmp_path: Path) -> None:
    player = Player(tmp_path)
    sounds = room.sounds(player.path, on=False)
    sounds.good()
    sounds.on = True
    sounds.bad()
    qtbot.waitUntil(lambda: player.heard() == ["bad"])
    assert room.beeps == []


def test_a_player_that_cannot_leaves_it_to_the_next(room: Room, qtbot: QtBot, tmp_path: Path) -> None:
    first, second = Player(tmp_path, "pw-play", fails=True), Player(tmp_path, "aplay")
    room.sounds(first.path).good()
    qtbot.waitUntil(lambda: second.heard() == ["good"])
    assert first.heard() == ["good"] and room.beeps == []


@pytest.mark.parametrize("there", ["nothing", "a player without a loudspeaker", "no program at all"])
def test_where_nothing_can_play_the_system_beeps(room: Room, qtbot: QtBot, tmp_path: Path, there: str) -> None:
    if there == "a player without a loudspeaker":
        Player(tmp_path, "paplay", fails=True)
    elif there == "no program at all":
        (tmp_path / "aplay").write_bytes(b"\x7fELF broken")
        (tmp_path / "aplay").chmod(0o755)
    room.sounds(str(tmp_path)).bad()
    qtbot.waitUntil(lambda: room.beeps == [True])


def test_a_slow_player_holds_nobody_up_and_of_what_gathers_the_last_is_heard(
    room: Room, qtbot: QtBot, tmp_path: Path
) -> None:
    player = Player(tmp_path, seconds=0.3)
    sounds = room.sounds(player.path)
    begun = time.monotonic()
    sounds.good()
    qtbot.waitUntil((tmp_path / "pw-play-good.wav").exists)
    for _ in range(50):
        sounds.good()
    sounds.bad()
    assert time.monotonic() - begun < 0.3
    qtbot.waitUntil(lambda: player.heard() == ["good", "bad"])


def test_closing_lets_the_last_tone_end(room: Room, qtbot: QtBot, tmp_path: Path) -> None:
    player = Player(tmp_path, seconds=0.2)
    sounds = room.sounds(player.path)
    sounds.good()
    sounds.close()
    sounds.bad()
    assert player.heard() == ["good"]
