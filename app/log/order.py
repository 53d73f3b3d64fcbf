"""The order of a subject's entries: after everything it saw, else by time, then desk, then number.

A wrong clock can break no cause: time only decides between entries that did not know of each other.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence

from app.log.operation import Entry


def _rank(entry: Entry) -> tuple[int, str, int, str]:
    return (entry.at, entry.desk, entry.n, entry.id)


def in_order(entries: Iterable[Entry], subject: str) -> list[Entry]:
    """The entries in order, each id once (an entry re-issued by a restored desk keeps its id)."""
    ranked = sorted(entries, key=_rank)
    place = {entry.id: at for at, entry in enumerate(ranked)}
    if len(place) != len(ranked):
        first: dict[str, Entry] = {}
        for entry in ranked:
            first.setdefault(entry.id, entry)
        ranked = list(first.values())
        place = {entry.id: at for at, entry in enumerate(ranked)}
    return ranked if _causal(ranked, place, subject) else _topological(ranked, subject)


def _causal(ranked: Sequence[Entry], place: Mapping[str, int], subject: str) -> bool:
    """Whether order of time already puts every cause first, as it nearly always does."""
    for at, entry in enumerate(ranked):
        for cause in entry.saw.get(subject, ()):
            if place.get(cause, -1) >= at:
                return False
    return True


def _topological(ranked: Sequence[Entry], subject: str) -> list[Entry]:
    by_id = {entry.id for entry in ranked}
    waiting: dict[str, int] = {}
    then: dict[str, list[Entry]] = {}
    for entry in ranked:
        causes = {c for c in entry.saw.get(subject, ()) if c in by_id}
        waiting[entry.id] = len(causes)
        for cause in causes:
            then.setdefault(cause, []).append(entry)
    ready = [(_rank(e), e) for e in ranked if not waiting[e.id]]
    heapq.heapify(ready)
    ordered: list[Entry] = []
    while ready:
        _, entry = heapq.heappop(ready)
        ordered.append(entry)
        for later in then.get(entry.id, ()):
            waiting[later.id] -= 1
            if not waiting[later.id]:
                heapq.heappush(ready, (_rank(later), later))
    # Entries that claim to have seen each other can only be damage; they still have to stand somewhere.
    placed = {entry.id for entry in ordered}
    return ordered + [entry for entry in ranked if entry.id not in placed]


def ends(ordered: Sequence[Entry], subject: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """Ids of the entries that no other entry of the subject has seen: what the next one will have seen. And ids that
    were seen by some entry and are not here yet."""
    here = {entry.id for entry in ordered}
    seen = {cause for entry in ordered for cause in entry.saw.get(subject, ())}
    return tuple(sorted(here - seen)), frozenset(seen - here)


def ancestry(ordered: Sequence[Entry], subject: str) -> Callable[[str, str], bool]:
    """A question: had the first entry seen the second one, directly or through others? Worked out when first
    asked, since most subjects' entries never ask."""
    bit: dict[str, int] = {}
    known: dict[str, int] = {}

    def saw(later: str, earlier: str) -> bool:
        if not known:
            bit.update((entry.id, 1 << i) for i, entry in enumerate(ordered))
            for entry in ordered:
                seen = 0
                for cause in entry.saw.get(subject, ()):
                    seen |= bit.get(cause, 0) | known.get(cause, 0)
                known[entry.id] = seen
        return bool(known.get(later, 0) & bit.get(earlier, 0))

    return saw
