"""What happens behind reception on a handover day, done with keys at the one window: gifts, walks, results."""

from __future__ import annotations

from dataclasses import dataclass, field

from e2e.morning import Hands

RESULT_KEYS = {"A": "1", "C1": "2", "V1": "3", "R1": "41", "R2": "42", "R3": "43", "R4": "44", "R5": "45", "R6": "46",
               "R9": "49", "N1": "5", "N2": "6", "X1": "7"}
DEFECTS = ("kg", "WAL02", "1 4")  # by initials, by code, by figures
RECEPTION, INSPECTION, SUMMARY, DRAW = "ctrl+1", "ctrl+3", "ctrl+6", "ctrl+7"


@dataclass
class Afternoon:
    """Does it with `hands`, and counts what was done by result."""

    hands: Hands
    done: dict[str, int] = field(default_factory=dict)

    def gift(self, number: str) -> None:
        """The household shows its slip at reception again; one key."""
        self.hands.press(RECEPTION)
        self.hands.type(number)
        self.hands.keys("F2")
        self.hands.press("Escape")

    def gift_again(self, number: str) -> None:
        """It comes once more: nothing is handed over."""
        self.hands.press(RECEPTION)
        self.hands.type(number)
        self.hands.press("F2", "Escape")

    def gift_undone(self, came_back: bool) -> None:
        """The last one was a mistake."""
        self.hands.press("ctrl+z")
        self.hands.keys("y" if came_back else "n")
        self.hands.press("Escape")

    def walk(self, number: str, result: str, defects: int = 0, note: str = "") -> None:
        """Out with the household, its defects, its result."""
        self.hands.press(INSPECTION)
        self.hands.type(number)
        self.hands.keys("Return")
        self.hands.type("kt")  # the kitchen
        self.hands.press("Return")
        for n in range(defects):
            self.hands.type(DEFECTS[n % len(DEFECTS)])
            self.hands.keys("Return")
        self.ends(result, note)

    def sent_away(self, number: str) -> None:
        """One that may not go on: the lead looks into it with them, and sends them away."""
        self.hands.press(INSPECTION)
        self.hands.type(number)
        self.hands.press("Return")
        self.hands.type("to look at the papers")
        self.hands.keys("Return")
        self.ends("N1")

    def draw(self, prize: str) -> None:
        """The list is closed, a number drawn, nobody answers, the next one wins."""
        self.hands.press(DRAW, "Return")
        self.hands.type(prize)
        for key in ("Return", "Return", "a", "Return"):
            self.hands.keys(key)

    def ends(self, result: str, note: str = "") -> None:
        """The result of the household that is open."""
        self.hands.press("ctrl+Return", *RESULT_KEYS[result])
        if note:
            self.hands.type(note)
        self.hands.keys("Return")
        self.done[result] = self.done.get(result, 0) + 1

    def finish(self) -> None:
        """The evening: three presses (USERS.md 2)."""
        self.hands.press(SUMMARY)
