"""Gifts: handed over once, counted, and known to have been."""

from __future__ import annotations

import msgspec

from app.errors import Refused
from app.log.here import Here
from app.log.operation import Happened, Operation
from app.records import Gift
from app.stations.inspection import touch, visit_refusal
from app.stations.settling import clash
from app.unit import Unit


class GiveGift(Operation, frozen=True, kw_only=True):
    """A gift is handed over. `limit` is what the kind allows a household (0: any number), filled in when it is
    done: a later change of the setting is no clash of then."""

    of = "unit"
    kind: str
    qty: int = 1
    visit: str = ""
    limit: int = 1

    def dealt(self, unit: Unit, here: Here) -> GiveGift:
        """With the kind's limit of now."""
        kind = here.site.gifts.get(self.kind)
        return self if kind is None else msgspec.structs.replace(self, limit=kind.limit)

    def refusal(self, unit: Unit, here: Here) -> Refused | None:
        """A kind that is given, and not more often than it may be: who, when, where it was."""
        kind = here.site.gifts.get(self.kind)
        if kind is None or kind.closed:
            return Refused("gift_unknown", gift=self.kind)
        if self.qty < 1:
            return Refused("gift_count")
        given = given_of(unit, self.kind)
        if self.limit and sum(g.qty for g in given) + self.qty > self.limit:
            if not given:
                return Refused("gift_limit", gift=self.kind, n=self.limit)
            return Refused("gift_given", may="lead", gift=self.kind, by=given[-1].by, time=here.clock(given[-1].at),
                           desk=given[-1].letter)
        return visit_refusal(unit, self.visit)

    def apply(self, unit: Unit, entry: Happened) -> None:
        """If two desks both gave it, both did; together more than allowed is something to settle."""
        given = [(id, g) for id, g in unit.gifts.items() if g.kind == self.kind and not g.taken_back]
        if self.limit and sum(g.qty for _, g in given) + self.qty > self.limit:
            for id, _ in given:
                if not entry.saw(id):
                    clash(unit, f"gift:{self.kind}", id, entry.id)
        unit.gifts[entry.id] = self._gift(entry)
        touch(unit, self.visit, entry)

    def spend(self, unit: Unit, entry: Happened) -> None:
        """The thing left the shelf; whether it came back is said by who takes the record back."""
        unit.gifts[entry.id] = msgspec.structs.replace(self._gift(entry), taken_back=True)

    def _gift(self, entry: Happened) -> Gift:
        return Gift(self.kind, self.qty, self.visit, entry.at, entry.by, entry.letter)

    def builds_on(self) -> tuple[str, ...]:
        """The check-in, if it is known."""
        return (self.visit,) if self.visit else ()


def given_of(unit: Unit, kind: str) -> list[Gift]:
    """What the household has of a kind, oldest first."""
    return sorted((g for g in unit.gifts.values() if g.kind == kind and not g.taken_back), key=lambda g: g.at)
