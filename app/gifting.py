"""Handing gifts over, to one household or to the units of a family together."""

from __future__ import annotations

from collections.abc import Sequence

from app.desk import Desk
from app.errors import Refused
from app.log.operation import Entry, Override
from app.queries.gifts import Gifts
from app.stations.gifts import GiveGift, given_of
from app.stations.site import Configure, GiftKind, Site

Visits = Sequence[tuple[str, str]]  # subject and id of the visit, '' for one that is not known here


class Gifting:
    """What a desk does with gifts. Raises Refused and Trouble as the desk does."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.ask = Gifts(desk.database.read, desk.site)

    def kinds(self) -> dict[str, GiftKind]:
        """Those that are given out now, in the order in which they were set up."""
        site: Site = self._desk.state("site")
        return {name: kind for name, kind in site.gifts.items() if not kind.closed}

    def next(self, visits: Visits) -> str:
        """The first kind that the household may still have; of none the first kind of all, '' where none is set up."""
        kinds = self.kinds()
        return next((name for name in kinds if self._who(visits, name)), next(iter(kinds), ""))

    def give(self, visits: Visits, kind: str, override: Override | None = None) -> Entry:
        """One action: each unit of a family that may still have it, or one for the whole family, as the kind says. With
        an override the first unit gets one more."""
        due = [] if override is not None else self._who(visits, kind)
        chosen = due or list(visits[:1])
        rule = self.kinds().get(kind)
        if rule is not None and rule.family and not due and override is None:
            chosen = [one for one in visits if given_of(self._desk.state(one[0]), kind)][:1] or chosen
        return self._desk.do(*(GiveGift(on=subject, kind=kind, visit=visit) for subject, visit in chosen),
                             override=override)

    def left(self, kind: str) -> int:
        """How many are on the shelf, as far as this desk knows."""
        site: Site = self._desk.state("site")
        found = self.ask.stock().get(kind)
        return (site.gifts[kind].stock if kind in site.gifts else 0) - (found.gone if found else 0)

    def set_kind(self, name: str, kind: GiftKind) -> Entry:
        """A kind is set up, or changed."""
        if not name.strip():
            raise Refused("name_empty")
        if kind.stock < 0 or kind.limit < 0:
            raise Refused("gift_count")
        return self._desk.do(Configure(on="site", gifts={name.strip(): kind}))

    def _who(self, visits: Visits, kind: str) -> list[tuple[str, str]]:
        rule = self.kinds()[kind]
        had = {subject: sum(g.qty for g in given_of(self._desk.state(subject), kind)) for subject, _ in visits}
        if not rule.limit:
            return list(visits[:1]) if rule.family else list(visits)
        if rule.family:
            return list(visits[:1]) if sum(had.values()) < rule.limit else []
        return [one for one in visits if had[one[0]] < rule.limit]
