"""What one key press records: an entry of one or more operations.

An entry is written once and never changed. Its field names, and those of every operation, are for ever:
fields are only added, with defaults; a new meaning is a new operation.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

import msgspec

if TYPE_CHECKING:
    from app.errors import Refused
    from app.log.here import Here


class State(Protocol):
    """What a subject's entries add up to. Built by fold, read by everyone, stored by no one."""

    def copy(self) -> State:
        """A copy that can be changed without touching this one."""


class Happened:
    """What `apply` may know of the entry that it is part of.

    `at` is when it happened, `written` when it was written down (both milliseconds UTC), `boot` and `mono` since which
    start of the laptop and how long after it; `saw(id)` tells whether the person who did this could know of the
    entry with that id.
    """

    __slots__ = ("at", "boot", "by", "desk", "id", "letter", "mono", "saw", "written")

    def __init__(self, entry: Entry, saw: Callable[[str], bool]) -> None:
        self.id, self.by, self.desk, self.letter = entry.id, entry.by, entry.desk, entry.letter
        self.written, self.boot, self.mono = entry.at, entry.boot, entry.mono
        self.at = entry.at if entry.when is None else entry.when
        self.saw = saw


class Operation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="do", tag=True, gc=False):
    """One thing done to one subject (`unit/3-2-1702`, `roster/…`, `person/…`, `site`).

    `of` is the sort of subject that it can be applied to, the part before the slash, '' for any. A newer program
    may do it to other sorts; here that has no effect."""

    of: ClassVar[str] = ""
    on: str

    def dealt(self, state: Any, here: Here) -> Operation:
        """This operation with what only the moment of doing knows: numbers, day, what a setting decides."""
        return self

    def refusal(self, state: Any, here: Here) -> Refused | None:
        """Why this should not be done now, or None. Looks, does not touch."""
        return None

    def apply(self, state: Any, entry: Happened) -> None:
        """Change the state. Accepts any state: if two desks both did it, both did it."""

    def spend(self, state: Any, entry: Happened) -> None:
        """What stays although the entry was voided: numbers are on paper, and never used again."""

    def builds_on(self) -> tuple[str, ...]:
        """Ids of the entries without which this one makes no sense."""
        return ()

    def carries(self) -> tuple[str, ...]:
        """Ids of older entries whose work it brings along: who builds on one of them later, builds on this too."""
        return ()

    def slip(self, state: Any, entry: Happened) -> msgspec.Struct | None:
        """The facts to print at the desk where it was done, or None."""
        return None


class Void(Operation, frozen=True, kw_only=True):
    """Takes back the record of an entry, on every subject that the entry touched. The world stays as it is:
    `came_back` says what was returned (goods, keys), as the person answered it."""

    entry: str
    why: str = ""
    came_back: bool | None = None

    def apply(self, state: Any, entry: Happened) -> None:
        """What went out with the entry is the state's to remember; the fold leaves out the rest."""
        told = getattr(state, "taken_back", None)
        if told is not None:
            told(self.entry, self.came_back)


class Unknown(msgspec.Struct, frozen=True):
    """An operation of a newer program: kept, passed on, and without effect here."""

    of: ClassVar[str] = ""
    do: str
    on: str

    def apply(self, state: Any, entry: Happened) -> None:
        """Nothing: its meaning is not known here."""

    spend = apply

    def builds_on(self) -> tuple[str, ...]:
        """It may build on anything; nothing can be said."""
        return ()

    carries = builds_on

    def slip(self, state: Any, entry: Happened) -> None:
        """None: an operation that is not understood is not printed."""


class Override(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who allowed what the rules refuse, and why."""

    who: str
    why: str
    role: str = ""
    key: str = ""


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One action.

    `id` 80 random bits; `desk` the laptop's id and `n` its own number 1, 2, 3 …; `letter` the laptop's letter
    then; `by` the operator; `at` wall time in ms UTC with `tz` minutes east of it; `boot` and `mono` (ms) the
    laptop's boot id and monotonic clock; `when` (ms UTC) if it happened earlier than it was written;
    `saw` per subject the newest entries that this desk had seen.
    """

    id: str
    desk: str
    n: int
    letter: str = ""
    by: str = ""
    at: int
    tz: int = 0
    boot: str = ""
    mono: int = 0
    when: int | None = None
    saw: dict[str, tuple[str, ...]] = {}
    override: Override | None = None
    ops: tuple[Any, ...] = ()

    @property
    def subjects(self) -> tuple[str, ...]:
        """The subjects that it touches, each once, in the order of its operations."""
        return tuple(dict.fromkeys(op.on for op in self.ops))
