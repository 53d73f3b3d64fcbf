"""From a subject's entries to its state: one function, used everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from app.errors import Refused
from app.log.operation import Entry, Happened, Void
from app.log.order import ancestry, ends, in_order

UNDO_MS = 10 * 60 * 1000  # USERS.md 4.10: one's own last action, ten minutes


class Folded:
    """A subject's state with what is needed to go on from it: its newest entries."""

    __slots__ = ("newest", "state", "subject", "waiting")

    def __init__(self, subject: str, state: Any, newest: tuple[str, ...], waiting: frozenset[str]) -> None:
        self.subject, self.state, self.newest, self.waiting = subject, state, newest, waiting

    def copy(self) -> Folded:
        """A copy whose state can be changed."""
        return Folded(self.subject, self.state.copy(), self.newest, self.waiting)


def fold(entries: Iterable[Entry], subject: str, blank: Callable[[str], Any]) -> Folded:
    """The state after all entries of the subject; `blank` makes the state that nothing has happened to."""
    ordered = in_order(entries, subject)
    saw = ancestry(ordered, subject)
    out = voided(ordered, subject, saw)
    state, sort = blank(subject), subject.partition("/")[0]
    for entry in ordered:
        happened = Happened(entry, lambda id, later=entry.id: id == later or saw(later, id))
        for op in entry.ops:
            if op.on == subject and op.of in ("", sort):
                (op.spend if entry.id in out else op.apply)(state, happened)
    return Folded(subject, state, *ends(ordered, subject))


def voided(ordered: Sequence[Entry], subject: str, saw: Callable[[str, str], bool]) -> frozenset[str]:
    """Ids of the entries taken back. A void acts only on what it saw, so it stands later in the order, and
    one walk from the end also settles voids of voids."""
    out: set[str] = set()
    for entry in reversed(ordered):
        if entry.id in out:
            continue
        for op in entry.ops:
            if isinstance(op, Void) and op.on == subject and op.entry != entry.id and saw(entry.id, op.entry):
                out.add(op.entry)
    return frozenset(out)


def void_refusal(ordered: Sequence[Entry], subject: str, target: Entry, *, now: int, by: str) -> Refused | None:
    """Why an entry may not be taken back now (USERS.md 4.10), as far as this subject can tell."""
    saw = ancestry(ordered, subject)
    out = voided(ordered, subject, saw)
    if target.id in out:
        return Refused("already_voided")
    carried = {id for op in target.ops if op.on == subject for id in op.carries()}
    for entry in ordered:
        if entry.id in out or entry.by == target.by:
            continue
        built = {id for op in entry.ops if op.on == subject for id in op.builds_on()}
        if target.id in built or (built & carried and saw(entry.id, target.id)):
            return Refused("built_on", may="lead", by=entry.by, at=entry.at)
    if target.by != by or now - target.at > UNDO_MS:
        return Refused("undo_too_late", may="lead", by=target.by, at=target.at)
    return None
