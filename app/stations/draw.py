"""The lottery: a list that is closed, an order that anybody can work out again, and who won.

The order is by SHA-256 of `seed:number`, so the list and the seed on record give the same winners for ever. The
list is closed, and its hash on record, in the same action that draws the seed.
"""

from __future__ import annotations

from hashlib import sha256

import msgspec

from app.errors import Refused
from app.log.here import Here
from app.log.operation import Happened, Operation


class Pick(msgspec.Struct, frozen=True, omit_defaults=True):
    """A number that was drawn, for what; `absent` why it did not win after all."""

    number: str
    prize: str
    at: int
    by: str
    absent: str = ""


class Draw(msgspec.Struct):
    """One draw: its list of draw numbers, the list's hash, the seed, and what was drawn, in order."""

    name: str = ""
    entries: tuple[str, ...] = ()
    digest: str = ""
    seed: str = ""
    at: int = 0
    by: str = ""
    frozen: str = ""
    picks: dict[str, Pick] = {}

    def copy(self) -> Draw:
        """A copy that can be changed."""
        return msgspec.structs.replace(self, picks=dict(self.picks))

    def next(self, without: tuple[str, ...] = ()) -> str:
        """The number that comes next; '' when all are drawn. `without`: won elsewhere in the meantime."""
        gone = {pick.number for pick in self.picks.values()}.union(without)
        return next((n for n in order(self.entries, self.seed) if n not in gone), "")

    def winners(self) -> tuple[str, ...]:
        """The numbers that won."""
        return tuple(pick.number for pick in self.picks.values() if not pick.absent)


def order(entries: tuple[str, ...], seed: str) -> list[str]:
    """The list in the order of the draw."""
    return sorted(entries, key=lambda number: sha256(f"{seed}:{number}".encode()).digest())


def digest(entries: tuple[str, ...]) -> str:
    """SHA-256 (hex) of the sorted numbers, one a line: what `sha256sum` says of the printed list."""
    return sha256("".join(f"{number}\n" for number in sorted(entries)).encode()).hexdigest()


class FreezeDraw(Operation, frozen=True, kw_only=True):
    """The list of a draw is closed. `entries` are the draw numbers of those who really came and have not won yet;
    `seed` (hex) is drawn after that. The hash is filled in when it is done."""

    of = "draw"
    name: str
    entries: tuple[str, ...]
    seed: str
    digest: str = ""

    def dealt(self, draw: Draw, here: Here) -> FreezeDraw:
        """Sorted, each once, with its hash."""
        entries = tuple(sorted(set(self.entries)))
        return msgspec.structs.replace(self, entries=entries, digest=digest(entries))

    def refusal(self, draw: Draw, here: Here) -> Refused | None:
        """Once, by name, with somebody in it."""
        if draw.frozen:
            return Refused("draw_frozen", name=draw.name)
        if not self.name.strip():
            return Refused("name_empty")
        return None if self.entries and self.seed else Refused("draw_empty")

    def apply(self, draw: Draw, entry: Happened) -> None:
        """The first list counts: a second one, unknown to it, changes nothing."""
        if not draw.frozen:
            draw.name, draw.entries, draw.digest, draw.seed = self.name, self.entries, self.digest, self.seed
            draw.at, draw.by, draw.frozen = entry.at, entry.by, entry.id


class PickWinner(Operation, frozen=True, kw_only=True):
    """The next number is drawn, for a prize. Which one it is, is filled in when it is done; `without` are numbers
    that won in another draw since this list was closed: nobody wins twice."""

    of = "draw"
    prize: str = ""
    number: str = ""
    without: tuple[str, ...] = ()

    def dealt(self, draw: Draw, here: Here) -> PickWinner:
        """With the number that the seed gives."""
        return msgspec.structs.replace(self, number=draw.next(self.without))

    def refusal(self, draw: Draw, here: Here) -> Refused | None:
        """A list that is closed and not used up."""
        if not draw.frozen:
            return Refused("draw_unknown")
        return None if self.number else Refused("draw_used_up", name=draw.name)

    def apply(self, draw: Draw, entry: Happened) -> None:
        """On record for ever, also when nobody answers."""
        draw.picks[entry.id] = Pick(self.number, self.prize, entry.at, entry.by)


class WinnerAbsent(Operation, frozen=True, kw_only=True):
    """Nobody answered: the prize goes to the next number."""

    of = "draw"
    pick: str
    why: str = ""

    def refusal(self, draw: Draw, here: Here) -> Refused | None:
        """A pick of this draw, that stands."""
        pick = draw.picks.get(self.pick)
        return Refused("draw_unknown") if pick is None or pick.absent else None

    def apply(self, draw: Draw, entry: Happened) -> None:
        """It stays among the picks, as one that did not win."""
        pick = draw.picks.get(self.pick)
        if pick is not None:
            draw.picks[self.pick] = msgspec.structs.replace(pick, absent=self.why or "absent")

    def builds_on(self) -> tuple[str, ...]:
        """The pick."""
        return (self.pick,)
