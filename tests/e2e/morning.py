"""A morning at reception as a plan: what is done with keyboard and scanner, and what must come of it.

The plan keeps its own book: which number the next household gets, which slips come out, what each visit is. It
never asks the program what it did; that is compared at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from e2e.households import PAPERS, House

from app.tickets.code import notice_code, slip_code


class Hands(Protocol):
    """Keyboard and scanner at the one window, and eyes for what is on record."""

    def type(self, text: str) -> None:
        """Strike letters and figures."""

    def press(self, *keys: str) -> None:
        """Strike keys by name: `Return`, `Down`, `alt+3`, `ctrl+m`."""

    def scan(self, digits: str) -> None:
        """A scanner strikes digits and its Enter, faster than anybody."""

    def enter(self) -> None:
        """Enter until it is on record: the program lets too early ones pass (USERS.md 4.1)."""

    def keys(self, *keys: str) -> None:
        """Keys that record something; returns when it is on record."""

    def printed(self, slips: int) -> None:
        """Wait until so many slips are out."""

    def elsewhere(self, unit: str, party: int) -> None:
        """Another desk, apart from this one, checks a unit in; then the two meet."""


@dataclass(frozen=True)
class Slip:
    """A slip on paper: its number, the unit of its code, which copy, whether it replaces an earlier one."""

    number: str
    unit: str
    copy: int = 0
    corrected: bool = False


@dataclass
class Came:
    """A visit as it must stand in the end. `agent` is (name, phone, authorisation)."""

    unit: str
    numbers: tuple[str, ...]
    party: int | None = None
    agent: tuple[str, str, str] | None = None
    slot: str = ""
    step: str = ""
    ended: str = ""


@dataclass
class Morning:
    """Does the plan with `hands` and keeps the book."""

    hands: Hands
    day: str
    given: int = 0
    came: dict[str, list[Came]] = field(default_factory=dict)
    slips: list[Slip] = field(default_factory=list)
    draws: int = 0

    @property
    def households(self) -> int:
        """How many came."""
        return sum(len(visits) for visits in self.came.values())

    # -- what a person does --------------------------------------------------------------------------------

    def arrives(self, house: House, party: int | None = None) -> Came:
        """The unit is typed as it stands on the door."""
        self.hands.type(house.code)
        return self._check_in([house], party)

    def brings_notice(self, house: House, party: int | None = None) -> Came:
        """The code on the handover notice is scanned: that alone checks nobody in."""
        self.hands.scan(notice_code(house.code))
        return self._check_in([house], party)

    def says_phone(self, house: House) -> Came:
        """The last four of the phone; of what is not named wholly the first Enter only chooses."""
        self.hands.type(house.phones[0][-4:])
        self.hands.press("Return")
        return self._check_in([house], None, chosen=True)

    def family(self, family: Sequence[House], party: int) -> Came:
        """All their units at one Enter: one number, one slip."""
        self.hands.type(family[0].code)
        return self._check_in(family, party)

    def sends_agent(self, house: House, name: str, phone: str, seen: str) -> Came:
        """Somebody else came, with an authorisation."""
        self.hands.type(house.code)
        self.hands.press("alt+a")
        self.hands.type(name)
        self.hands.press("Tab")
        self.hands.type(phone)
        self.hands.press({"original": "alt+p", "copy": "alt+c", "missing": "alt+m"}[seen])
        came = self._check_in([house], None)
        came.agent = (name, phone, seen)
        return came

    def shows_paper(self, house: House, copy: bool = False) -> Came:
        """What the desk itself asks for is there: one key clears it and checks in."""
        assert house.reason in PAPERS
        self.hands.type(house.code)
        self.hands.keys("alt+c" if copy else "alt+p")
        came = self._book([house], None)
        came.step = ""
        return came

    def not_listed(self, name: str, phone: str, claims: str) -> Came:
        """Ctrl+N, a name, a phone, what they say."""
        self.hands.press("ctrl+n")
        self.hands.type(name)
        self.hands.press("Tab")
        self.hands.type(phone)
        self.hands.press("Tab")
        self.hands.type(claims)
        self.hands.keys("Return")
        unknown = sum(code.startswith("NEW-") for code in self.came)
        return self._book([House(f"NEW-A{unknown + 1}", (name,), (), (phone,), "", "")], None)

    def shouts(self, house: House) -> None:
        """Here already, and asks again: nothing happens."""
        self.hands.type(house.code)
        self.hands.press("Return", "Return", "Escape")

    def is_also_elsewhere(self, house: House) -> Came:
        """The wife here, the husband at another desk that is apart: one visit, two numbers, both good."""
        came = self.arrives(house, 2)
        self.hands.elsewhere(house.code, 1)
        came.numbers = (*came.numbers, f"B{1 + sum(len(c.numbers) > 1 for c in self.visits() if c is not came):03d}")
        return came

    def was_wrong(self, wrong: House, right: House) -> Came:
        """The slip is out when somebody sees that it is another unit: number and time go along."""
        came = self.arrives(wrong, 4)
        self.hands.printed(len(self.slips))
        self.hands.press("ctrl+m")
        self.hands.type(right.code)
        self.hands.enter()
        came.unit, came.slot, came.step = right.code, right.slot, right.step
        self.came[wrong.code].remove(came)
        self.came.setdefault(right.code, []).append(came)
        self.slips.append(Slip(came.numbers[0], right.code, corrected=True))
        self.draws += 1  # the wrong unit's stays on paper
        return came

    def lost_slip(self, came: Came, copy: int = 1) -> None:
        """The number is typed, F9 prints the slip again."""
        self.hands.printed(len(self.slips))
        self.hands.type(came.numbers[0])
        self.hands.keys("F9")
        self.slips.append(Slip(came.numbers[0], came.unit, copy))

    def brings_slip_back(self, came: Came, party: int) -> None:
        """The slip is scanned; how many they really are is put right."""
        self.hands.scan(slip_code(self.day, came.numbers[0], came.unit))
        self.hands.keys(f"alt+{party}")
        came.party = party

    def was_a_mistake(self, house: House) -> None:
        """Undone: the number is on paper and is never given again."""
        came = self.arrives(house)
        self.hands.printed(len(self.slips))
        self.hands.press("ctrl+z")
        self.hands.enter()
        self.came[house.code].remove(came)

    def goes(self, came: Came) -> None:
        """They leave without waiting."""
        self.hands.type(came.numbers[0])
        self.hands.keys("alt+l")
        came.ended = "left"

    def finance_clears(self, waiting: Sequence[Came]) -> None:
        """On the other screen, oldest first, one Enter each."""
        self.hands.press("ctrl+2")
        for came in waiting:
            self.hands.enter()
            came.step = ""
        self.hands.press("ctrl+1")

    def comes_back(self, came: Came) -> Came:
        """After more than an hour in which nothing happened: a new visit, a new number."""
        self.hands.type(came.unit)
        self.hands.enter()
        came.ended = "left"
        fresh = self._book([House(came.unit, (), (), (), "", came.slot)], None)
        self.draws -= 1  # a unit has one draw number, however often it comes
        return fresh

    # -- the book ------------------------------------------------------------------------------------------

    def _check_in(self, units: Sequence[House], party: int | None, chosen: bool = False) -> Came:
        if party is not None:
            self.hands.press(f"alt+{party}")
        self.hands.enter()
        return self._book(units, party)

    def _book(self, units: Sequence[House], party: int | None) -> Came:
        self.given += 1
        number = f"A{self.given:03d}"
        made = [Came(house.code, (number,), party, slot=house.slot, step=house.step) for house in units]
        for came in made:
            self.came.setdefault(came.unit, []).append(came)
        self.draws += len(units)
        self.slips.append(Slip(number, units[0].code))
        return made[0]

    def visits(self) -> list[Came]:
        """All of them, by unit."""
        return [came for visits in self.came.values() for came in visits]

