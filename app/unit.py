"""The state of one unit: built by fold, read by everyone, stored by no one.

Its collections hold frozen things that are replaced, never changed, so a copy is cheap and what an entry
changed is seen by comparing identities.
"""

from __future__ import annotations

from typing import Any

import msgspec

from app.records import Deemed, Defect, Gift, Inspection, Keys, Photo, Result

WARNINGS = frozenset({"W01"})  # onsite.md 3.5: fees warn, never block
DESK_CLEARS = ("E08", "E09", "E10")  # papers that the desk clears itself (USERS.md 4.5)
AREAS = {"": "㎡", "m2": "㎡", "sqft": "ft²"}  # as the list names them, and as people read them
COLLEAGUE = ("E06", "E07", "E12")  # never the reason, never a queue: somebody comes (strings 21, 26)


class Fact(msgspec.Struct, frozen=True):
    """What the newest list said of one field, and the entry that brought it."""

    value: Any
    entry: str


class Clash(msgspec.Struct, frozen=True):
    """Two entries that said different things of one fact, neither knowing of the other."""

    what: str
    first: str
    second: str


class Settled(msgspec.Struct, frozen=True):
    """A person said what holds where two entries differ: the id of the one that `stands`, '' for both. `entry` is where
    it was said."""

    stands: str
    entry: str


class Reason(msgspec.Struct, frozen=True):
    """Why the household may not go on yet: a state with history (onsite.md 3.5). Times are ms UTC;
    `cleared_at` 0 while it is open."""

    code: str
    set_by: str
    set_at: int
    note: str = ""
    listed: bool = False
    cleared_by: str = ""
    cleared_at: int = 0
    cleared_note: str = ""


class Paper(msgspec.Struct, frozen=True):
    """A paper asked for at the desk: `seen` is original, copy or missing (never a picture, never a number)."""

    reason: str
    seen: str
    by: str
    at: int


class Agent(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who came in the owner's place: contact, what they may do (inspect, sign, keys), and whether the
    authorisation was seen as original, copy, or is missing."""

    name: str = ""
    phone: str = ""
    scope: tuple[str, ...] = ()
    authorisation: str = ""


class Allowed(msgspec.Struct, frozen=True, omit_defaults=True):
    """A household let go on although a reason is open: who allowed it, why, recorded by whom and when."""

    who: str
    why: str
    by: str = ""
    at: int = 0


class Visit(msgspec.Struct, frozen=True, omit_defaults=True):
    """One coming. Two open check-ins of one unit are one visit with two numbers (USERS.md 4.7).

    `id` is the entry that opened it; `at` the earliest arrival, `written` when that was recorded; `active`
    the last time anything happened to it (all ms UTC); `day` its date on site; `ended` is '' while it is
    open, else left, midnight, moved, result.
    """

    id: str
    numbers: tuple[str, ...]
    day: str
    at: int
    written: int
    active: int
    letter: str
    by: str
    party: int | None = None
    who: tuple[str, ...] = ()
    agent: Agent | None = None
    appointment: str = ""
    slot: str = ""
    merged: tuple[str, ...] = ()
    ended: str = ""
    ended_at: int = 0
    came_from: str = ""
    moved_to: str = ""
    allowed: Allowed | None = None
    papers: tuple[Paper, ...] = ()
    reprints: int = 0


class Spent(msgspec.Struct, frozen=True):
    """A number that is on paper: never given again, also after undo."""

    day: str
    number: str
    kind: str  # queue or draw
    entry: str


class Remark(msgspec.Struct, frozen=True):
    """A note or a need that people at the desk must see."""

    kind: str
    text: str
    by: str
    at: int


class Unit(msgspec.Struct):
    """Everything known of one unit. `code` is how it is called: a rename changes it, never the subject. `since`
    is when it first stood on a list and `withdrawn` when its contract ended, ms UTC, 0 for never; `printed` counts
    slips by what is on them."""

    code: str
    listed: dict[str, Fact] = {}
    versions: dict[str, str] = {}
    reasons: dict[str, Reason] = {}
    visits: dict[str, Visit] = {}
    spent: dict[str, Spent] = {}
    remarks: dict[str, Remark] = {}
    clashes: dict[str, Clash] = {}
    draw: str = ""
    provisional: str = ""
    linked_to: str = ""
    withdrawn: int = 0
    renamed: str = ""
    linked: str = ""
    since: int = 0
    inspections: dict[str, Inspection] = {}
    defects: dict[str, Defect] = {}
    results: dict[str, Result] = {}
    keys: dict[str, Keys] = {}
    gifts: dict[str, Gift] = {}
    deemed: Deemed | None = None
    printed: dict[str, int] = {}
    settled: dict[str, Settled] = {}
    photos: dict[str, Photo] = {}

    def copy(self) -> Unit:
        """A copy that can be changed: the collections are new, what they hold is shared."""
        return Unit(self.code, dict(self.listed), dict(self.versions), dict(self.reasons), dict(self.visits),
                    dict(self.spent), dict(self.remarks), dict(self.clashes), self.draw, self.provisional,
                    self.linked_to, self.withdrawn, self.renamed, self.linked, self.since, dict(self.inspections),
                    dict(self.defects), dict(self.results), dict(self.keys), dict(self.gifts), self.deemed,
                    dict(self.printed), dict(self.settled), dict(self.photos))

    def fact(self, field: str, default: Any = "") -> Any:
        """What the newest list says of a field."""
        fact = self.listed.get(field)
        return default if fact is None else fact.value

    @property
    def owners(self) -> tuple[str, ...]:
        """The owners' names as the newest list has them."""
        return tuple(self.fact("owners", ()))

    @property
    def area(self) -> str:
        """As the list has it, with its unit; '' where the list says none."""
        area, named = self.fact("area"), self.fact("area_unit")
        return f"{area} {AREAS.get(named, named)}" if area else ""

    @property
    def known(self) -> bool:
        """Whether it stands on a list or was registered by hand; else somebody mistyped."""
        return bool(self.listed or self.provisional)

    def open_reasons(self) -> tuple[str, ...]:
        """Codes of the reasons that are open now, each once, warnings apart."""
        codes = {r.code for r in self.reasons.values() if not r.cleared_at and r.code not in WARNINGS}
        return tuple(sorted(codes))

    def warnings(self) -> tuple[str, ...]:
        """Codes that are shown and stop nobody."""
        return tuple(sorted({r.code for r in self.reasons.values() if not r.cleared_at and r.code in WARNINGS}))

    def open_visit(self, day: str) -> Visit | None:
        """The visit that is open on that day; midnight ends every visit (USERS.md 4.9)."""
        for visit in reversed(self.visits.values()):
            if visit.day == day and not visit.ended:
                return visit
        return None

    def step(self, visit: Visit | None = None) -> str:
        """What stands before the escort: '' nothing, 'papers' the desk asks, 'colleague' somebody comes,
        'finance' or 'signing' the station that clears it."""
        if visit is not None and visit.allowed is not None:
            return ""
        open_ = self.open_reasons()
        if any(code in COLLEAGUE for code in open_):
            return "colleague"
        if any(code in ("E04", "E11") for code in open_):
            return "signing"
        if any(code not in DESK_CLEARS for code in open_):
            return "finance"
        return "papers" if open_ else ""

    def visit_at(self, named: str, at: int, day: str) -> Visit | None:
        """The visit that a record belongs to: the one it names, else the last of that day that had begun, else the
        first of the day: clocks of two laptops differ."""
        found = self.visits.get(named) or next((v for v in self.visits.values() if named and named in v.merged), None)
        if found is not None:
            return found
        mine = sorted((v for v in self.visits.values() if v.day == day and v.ended != "moved"), key=lambda v: v.at)
        begun = [v for v in mine if v.at <= at]
        return begun[-1] if begun else next(iter(mine), None)

    def outcome(self) -> Result | None:
        """The result that stands: the newest by the time it happened. Having left without one, or having been sent
        away, is no result and leaves what was before (onsite.md 3.6)."""
        return max((r for r in self.results.values() if r.counts_as), key=lambda r: (r.at, r.nth), default=None)

    def state(self, day: str) -> str:
        """Where the household stands on that day: accepted, refused, viewed, inspecting, here, came or ''."""
        visit = self.open_visit(day)
        if visit is not None:
            walking = any(self.visit_at(i.visit, i.at, day) == visit for i in self.inspections.values())
            return "inspecting" if walking else "here"
        outcome = self.outcome()
        return outcome.counts_as if outcome is not None else "came" if self.visits or self.results else ""

    def standing(self) -> list[Defect]:
        """Defects that count, oldest first."""
        return sorted((d for d in self.defects.values() if not d.dropped), key=lambda d: d.at)

    def taken_back(self, entry: str, came_back: bool | None) -> None:
        """The record of an entry was taken back; whether the goods that went out with it came back."""
        gift = self.gifts.get(entry)
        if gift is not None and gift.taken_back:
            self.gifts[entry] = msgspec.structs.replace(gift, returned=came_back)
