"""The morning of a hundred households: which of them come, in which order, and what happens to each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from e2e.households import PAPERS, House, families, told_apart
from e2e.morning import Came, Morning

HOUSEHOLDS = 100


class Guests:
    """Hands out households of a list by sort, each once."""

    def __init__(self, known: list[House]) -> None:
        self._all, self._gone = known, set[str]()
        self._families = families(known)
        self._kin = {house.code for family in self._families for house in family}
        self._apart = told_apart(known)

    def families(self, held_up: bool) -> list[list[House]]:
        """Those in which somebody has a step at a station first, or those in which nobody has anything."""
        def fits(family: list[House]) -> bool:
            steps = {house.step for house in family}
            return steps in ({"", "finance"}, {"", "signing"}) if held_up else steps == {""}

        found = [family for family in self._families if fits(family)]
        self._gone |= {house.code for family in found for house in family}
        return found

    def take(self, many: int, fits: Callable[[House], bool]) -> list[House]:
        """So many that have no other unit."""
        free = (h for h in self._all if h.code not in self._gone | self._kin and fits(h))
        found = list(islice(free, many))
        assert len(found) == many, "the list is too short"
        self._gone |= {house.code for house in found}
        return found

    def plain(self, many: int, booked: bool | None = None) -> list[House]:
        """Who may go on; with or without an appointment, or either."""
        return self.take(many, lambda h: not h.reason and booked in (None, bool(h.slot)))

    def told_apart(self, many: int) -> list[House]:
        """Whom the last four of the phone name alone."""
        return self.take(many, lambda h: not h.reason and h.code in self._apart)

    def held_up(self, many: int) -> list[House]:
        """Who has a step at a station first."""
        return self.take(many, lambda h: h.step in ("finance", "signing"))

    def without_paper(self, many: int) -> list[House]:
        """Whom the desk asks for a paper."""
        return self.take(many, lambda h: h.reason in PAPERS)


def hundred(morning: Morning, known: list[House], share: int = 1) -> Iterator[None]:
    """Does the plan, a step at a time; with a `share` of 4 about a quarter of it, of every sort at least one."""
    guests = Guests(known)

    def some(many: int) -> int:
        return -(-many // share)

    mixed, whole = guests.families(held_up=True), guests.families(held_up=False)
    waiting: list[Came] = []
    for family in (*mixed[: some(len(mixed))], *whole[: some(len(whole))]):
        came = morning.family(family, party=min(9, len(family) + 2))
        waiting += [c for c in morning.visits() if c.numbers == came.numbers and c.step]
        yield
    for at, house in enumerate(guests.plain(some(16), booked=True)):
        morning.arrives(house, party=at % 5 + 1)
        yield
    for house in guests.plain(some(8), booked=False):
        morning.arrives(house)
        yield
    for house in guests.plain(some(10)):
        morning.brings_notice(house, party=2)
        yield
    for house in guests.told_apart(some(4)):
        morning.says_phone(house)
        yield
    for house, seen in zip(guests.plain(some(6)), ("original", "copy", "missing") * 2, strict=False):
        morning.sends_agent(house, "Wong Siu Ming", "001" + house.phones[0][-4:], seen)
        yield
    for at, house in enumerate(guests.without_paper(some(4))):
        morning.shows_paper(house, copy=bool(at % 2))
        yield
    for house in guests.held_up(some(8)):
        waiting.append(morning.arrives(house, party=3))
        yield
    morning.finance_clears(waiting[: len(waiting) * 2 // 3])
    yield
    for at in range(some(3)):
        morning.not_listed(f"Somebody New {at}", f"009987{at}", f"contract {at}")
        yield
    for house in guests.plain(some(3)):
        morning.arrives(house)
        morning.shouts(house)
        yield
    for house in guests.plain(some(3)):
        morning.is_also_elsewhere(house)
        yield
    for wrong, right in zip(guests.plain(some(4)), guests.plain(some(4)), strict=True):
        morning.was_wrong(wrong, right)
        yield
    for house in guests.plain(some(3)):
        morning.lost_slip(morning.arrives(house))
        yield
    morning.lost_slip(came := morning.arrives(*guests.plain(1)))
    morning.lost_slip(came, copy=2)
    yield
    for house in guests.plain(some(2)):
        morning.was_a_mistake(house)
        yield
    for house in guests.plain(some(3)):
        morning.goes(morning.arrives(house, party=1))
        yield
    for house in guests.plain(some(3)):
        morning.brings_slip_back(morning.arrives(house), party=6)
        yield
    for house in guests.plain(max(0, HOUSEHOLDS // share - morning.households)):
        morning.arrives(house)
        yield
