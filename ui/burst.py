"""Tell a scanner from a person by the times of their key strokes; knows nothing of windows.

A wedge scanner strikes a key every 1 to 40 ms, give or take ten, and strikes at least eight; a very fast person
strikes one every 80 ms and only now and then two within 50 ms.
"""

from bisect import insort
from dataclasses import dataclass

from ui.digit_rows import readings

FAST = 50
"""Milliseconds between two strokes up to which they may come from a scanner."""
STEADY = 70
"""The same once four strokes came fast: nobody types like that, but a wireless scanner may stumble."""
SCAN = 8
"""Digits from which a burst is a scan."""
ENDING = 100
"""Milliseconds after the last digit within which Enter or Tab is the scanner's own."""


@dataclass(slots=True)
class Stroke:
    """One digit key: what it means, or the character of which only the whole run tells that; when it was struck (ms);
    and what stands for it while it is held back."""

    digit: str
    at: int
    held: object = None


class Burst:
    """The digits that came fast, one after another, and whether that was a scan."""

    def __init__(self) -> None:
        self.strokes: list[Stroke] = []
        self._typed_at: int | None = None
        self._over_at: int | None = None
        self._taken: tuple[int, int] | None = None

    @property
    def digits(self) -> str:
        return "".join(stroke.digit for stroke in self.strokes)

    @property
    def patience(self) -> int:
        """Milliseconds to wait for the next stroke before this burst is over."""
        return FAST if len(self.strokes) < 4 else STEADY

    def is_scan(self) -> bool:
        """Whether so many came, and fast on the whole: one stumble is a scanner's, one after another a person's; and
        whether they are a number on some layout (`1-1-1002` is on none)."""
        strokes = self.strokes
        fast = len(strokes) >= SCAN and strokes[-1].at - strokes[0].at <= FAST * (len(strokes) - 1)
        return fast and bool(readings(self.digits))

    def near(self, at: int) -> bool:
        """Whether a key at `at` came as fast as this burst; input methods hand keys on out of order."""
        return bool(self.strokes) and abs(at - self.strokes[-1].at) <= self.patience

    def cut(self, at: int) -> bool:
        """Whether something else was struck between this burst and `at`: a code with hyphens (`3-2-1702`) comes as
        fast as ours, and its digits are not one number."""
        return bool(self.strokes) and self._typed_at is not None and self.strokes[-1].at <= self._typed_at <= at

    def goes_on(self, at: int) -> bool:
        """Whether a digit struck at `at` continues this burst."""
        return self.near(at) and not self.cut(at)

    def before(self, at: int) -> bool:
        """Whether a key at `at` was struck before this burst began, and comes late."""
        return bool(self.strokes) and at < self.strokes[0].at

    def amid_letters(self, at: int) -> bool:
        """Whether a digit at `at` follows fast upon something else: codes with letters are not ours."""
        return self._typed_at is not None and 0 <= at - self._typed_at <= FAST

    def add(self, digit: str, at: int) -> Stroke:
        """Put a digit in its place among the others, by when it was struck."""
        stroke = Stroke(digit, at)
        insort(self.strokes, stroke, key=lambda other: other.at)
        return stroke

    def find(self, digit: str, at: int) -> Stroke | None:
        """The stroke that was seen before, by another way, and is not yet held."""
        then = [stroke for stroke in self.strokes if stroke.held is None and stroke.at == at]
        return next((stroke for stroke in then if stroke.digit == digit), then[0] if then else None)

    def owed(self) -> str:
        """The digits that were handed to the input method and have not come back."""
        return "".join(stroke.digit for stroke in self.strokes if stroke.held is None)

    def come_back(self, digit: str) -> Stroke | None:
        """The stroke that an input method hands on as a character without a time."""
        return next((stroke for stroke in self.strokes if stroke.held is None and stroke.digit == digit), None)

    def other(self, at: int) -> None:
        """Something that is not a digit was struck."""
        self._typed_at = at

    def ends(self, at: int) -> bool:
        """Whether Enter or Tab at `at` belongs to the scan that runs, or that has just been. What an input method has
        made has the time at which it came, which may be later than the key after it."""
        if self.is_scan() and abs(at - self.strokes[-1].at) <= ENDING:
            return True
        return self._over_at is not None and 0 <= at - self._over_at <= ENDING

    def within_last(self, at: int) -> bool:
        """Whether a stroke at `at`, coming late, was part of the scan that has just been taken."""
        return self._taken is not None and self._taken[0] <= at <= self._taken[1]

    def close(self, ended_at: int | None = None) -> list[Stroke]:
        """Begin anew and hand out the strokes so far; the end of a scan stays remembered."""
        scan, strokes, self.strokes = self.is_scan(), self.strokes, []
        if scan:
            self._over_at = strokes[-1].at
            self._taken = (strokes[0].at, strokes[-1].at)
        if ended_at is not None:
            self._over_at = ended_at
        return strokes
